/* What Linux tells of the machine, in /proc and /sys. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/machine.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "platform/affinity.h"
#include "run/environment.h"
#include "timing/recording.h"

enum { FACT_SIZE = 512 };

static const char unknown[] = "unknown";

/* The first line of a file. False, and the text is "unknown", when there is none. */
static bool read_line(const char *path, char text[static FACT_SIZE])
{
    FILE *file = fopen(path, "re");
    bool read = file != NULL && fgets(text, FACT_SIZE, file) != NULL;
    if (file != NULL)
        fclose(file);
    if (read)
        text[strcspn(text, "\n")] = '\0';
    if (read && text[0] != '\0')
        return true;
    snprintf(text, FACT_SIZE, "%s", unknown);
    return false;
}

/* The first line of /proc/cpuinfo that begins with one of the keys: what stands behind its colon. */
static bool find_in_cpuinfo(const char *key, char text[static FACT_SIZE])
{
    char line[4096]; /* the flags alone are longer than any other line */
    bool found = false;
    FILE *file = fopen("/proc/cpuinfo", "re");
    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL) {
        const char *colon = strchr(line, ':');
        found = strncmp(line, key, strlen(key)) == 0 && colon != NULL;
        if (found)
            snprintf(text, FACT_SIZE, "%.*s", (int)strcspn(colon + 1, "\n") - 1, colon + 2);
    }
    if (file != NULL)
        fclose(file);
    return found;
}

static void tell_processor(char text[static FACT_SIZE])
{
    /* Not every architecture tells a model. */
    static const char *const keys[] = {"model name", "Model", "CPU implementer", "cpu"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (find_in_cpuinfo(keys[i], text))
            return;
    }
    snprintf(text, FACT_SIZE, "%s", unknown);
}

static void tell_processors(char text[static FACT_SIZE])
{
    snprintf(text, FACT_SIZE, "%d of %ld", environment_processors(), sysconf(_SC_NPROCESSORS_ONLN));
}

static void tell_governor(char text[static FACT_SIZE])
{
    read_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", text);
}

/* A switch that some files have the one way and some the other way round. */
static bool read_switch(const char *path, char on, char text[static FACT_SIZE])
{
    if (!read_line(path, text))
        return false;
    snprintf(text, FACT_SIZE, "%s", text[0] == on ? "on" : "off");
    return true;
}

static void tell_turbo(char text[static FACT_SIZE])
{
    if (!read_switch("/sys/devices/system/cpu/intel_pstate/no_turbo", '0', text))
        read_switch("/sys/devices/system/cpu/cpufreq/boost", '1', text);
}

static void tell_smt(char text[static FACT_SIZE])
{
    read_switch("/sys/devices/system/cpu/smt/active", '1', text);
}

static bool has_hypervisor_flag(void)
{
    char line[8192];
    bool found = false;
    FILE *file = fopen("/proc/cpuinfo", "re");
    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL)
        found = strncmp(line, "flags", strlen("flags")) == 0 && strstr(line, " hypervisor") != NULL;
    if (file != NULL)
        fclose(file);
    return found;
}

static void tell_virtualisation(char text[static FACT_SIZE])
{
    char product[FACT_SIZE];
    bool told = read_line("/sys/class/dmi/id/product_name", product);
    if (!has_hypervisor_flag())
        snprintf(text, FACT_SIZE, "%s", told ? "none that is told" : unknown);
    else
        snprintf(text, FACT_SIZE, "virtual machine%s%.400s", told ? ": " : "", told ? product : "");
}

/* Signs that some container runtime leaves: none of them is a promise. */
static void tell_container(char text[static FACT_SIZE])
{
    static const char *const signs[] = {"/.dockerenv", "/run/.containerenv", "/run/systemd/container"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (access(signs[i], F_OK) == 0) {
            snprintf(text, FACT_SIZE, "yes: %s", signs[i]);
            return;
        }
    }
    snprintf(text, FACT_SIZE, "%s",
             getenv("container") != NULL ? "yes: container in the environment" : unknown);
}

static void tell_load(char text[static FACT_SIZE])
{
    read_line("/proc/loadavg", text);
}

static void tell_kernel(char text[static FACT_SIZE])
{
    struct utsname system;
    if (uname(&system) == 0)
        snprintf(text, FACT_SIZE, "%.64s %.64s %.64s %.64s", system.sysname, system.release, system.version,
                 system.machine);
}

static void tell_clock_source(char text[static FACT_SIZE])
{
    read_line("/sys/devices/system/clocksource/clocksource0/current_clocksource", text);
}

static void tell_priority(char text[static FACT_SIZE])
{
    errno = 0;
    int nice = getpriority(PRIO_PROCESS, 0);
    if (errno == 0)
        snprintf(text, FACT_SIZE, "%d", nice);
}

static void tell_pinning(char text[static FACT_SIZE])
{
    affinity_describe(text, FACT_SIZE);
}

struct fact_rule {
    const char *name;
    void (*tell)(char text[static FACT_SIZE]);
};

static void add_fact(struct timing_record *record, const struct fact_rule *rule)
{
    char text[FACT_SIZE];
    snprintf(text, sizeof text, "%s", unknown);
    rule->tell(text);
    recording_add_fact(record, rule->name, "%s", text);
}

void machine_add_facts(struct timing_record *record)
{
    static const struct fact_rule rules[] = {
        {"processor", tell_processor},
        {"processors allowed", tell_processors},
        {"governor", tell_governor},
        {"turbo", tell_turbo},
        {"SMT", tell_smt},
        {"virtualisation", tell_virtualisation},
        {"container", tell_container},
        {"kernel", tell_kernel},
        {"clock source", tell_clock_source},
        {"pinning", tell_pinning},
        {"nice", tell_priority},
        {"load at the start", tell_load},
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        add_fact(record, &rules[i]);
}

void machine_add_final_facts(struct timing_record *record)
{
    static const struct fact_rule load = {"load at the end", tell_load};
    add_fact(record, &load);
}
