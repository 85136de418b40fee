/* error_codes_test.c: the test reference.error_codes: error_codes.def against the enumerations. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "abi_table.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct error_code {
    long long number;
    const char *runtime_name;
    const char *driver_name;
    const char *description;
};

static const struct error_code error_codes[] = {
#define EXTRES_ERROR(number, runtime_name, driver_name, description) \
    {number, runtime_name, driver_name, description},
#include "extres/error_codes.def"
#undef EXTRES_ERROR
};

static const size_t error_code_count = sizeof(error_codes) / sizeof(error_codes[0]);

/* Finds "TAG.name" among the enumerators of our headers. */
static bool is_declared(const char *tag, const char *name, long long number)
{
    size_t length = strlen(tag);
    for (size_t i = 0; i < abi_ours_count; i++) {
        const struct abi_entry *entry = &abi_ours[i];
        if (strcmp(entry->kind, "enumerator") == 0 && strncmp(entry->name, tag, length) == 0 &&
            entry->name[length] == '.' && strcmp(entry->name + length + 1, name) == 0)
            return entry->value == number;
    }
    return false;
}

static size_t count_enumerators(const char *tag)
{
    size_t count = 0;
    size_t length = strlen(tag);
    for (size_t i = 0; i < abi_ours_count; i++) {
        const struct abi_entry *entry = &abi_ours[i];
        count += strcmp(entry->kind, "enumerator") == 0 && strncmp(entry->name, tag, length) == 0 &&
                 entry->name[length] == '.';
    }
    return count;
}

/* Returns how many of the checks failed: 0 or 1. An absent name is no failure. */
static size_t check_name(const char *tag, const char *name, long long number)
{
    if (name == NULL || is_declared(tag, name, number))
        return 0;
    printf("enum %s has no %s = %lld\n", tag, name, number);
    return 1;
}

static size_t check_order(size_t index)
{
    if (index == 0 || error_codes[index - 1].number <= error_codes[index].number)
        return 0;
    printf("%lld stands before %lld\n", error_codes[index - 1].number, error_codes[index].number);
    return 1;
}

/* Every name is declared, so equal numbers of names mean that none is missing. */
static size_t check_count(const char *tag, size_t names)
{
    size_t enumerators = count_enumerators(tag);
    if (names == enumerators)
        return 0;
    printf("enum %s has %zu enumerators, the table %zu names\n", tag, enumerators, names);
    return 1;
}

int main(void)
{
    size_t failures = 0;
    size_t runtime_names = 0;
    size_t driver_names = 0;
    for (size_t i = 0; i < error_code_count; i++) {
        const struct error_code *code = &error_codes[i];
        failures += check_name("cudaError", code->runtime_name, code->number);
        failures += check_name("cudaError_enum", code->driver_name, code->number);
        failures += check_order(i);
        runtime_names += code->runtime_name != NULL;
        driver_names += code->driver_name != NULL;
    }
    failures += check_count("cudaError", runtime_names);
    failures += check_count("cudaError_enum", driver_names);
    printf("%zu lines: %zu names of the runtime API, %zu of the driver API; failures %zu\n", error_code_count,
           runtime_names, driver_names, failures);
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
