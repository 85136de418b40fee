/* Measurements become cases of the tier timing; the names of the floors. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "timing/measurement.h"

#include <stdio.h>
#include <stdlib.h>

#include "timing/taking.h"

/* A declaration that is made instead of written, with its name. It lives as long as the program. */
struct made_declaration {
    struct case_declaration declaration;
    char name[64];
};

struct floor_names {
    const char *title;
    const char *name;
};

static const struct floor_names floor_names[FLOOR_COUNT] = {
    [FLOOR_CLOCK_READ] = {"clock read", "clock_read"},
    [FLOOR_SPIN_HAND_OVER] = {"spinning hand-over", "spin_hand_over"},
    [FLOOR_SPIN_ROUND_TRIP] = {"spinning round trip", "spin_round_trip"},
    [FLOOR_FUTEX_HAND_OVER] = {"futex hand-over", "futex_hand_over"},
    [FLOOR_FUTEX_AFTER_1_MS] = {"futex hand-over after 1 ms", "futex_after_1_ms"},
    [FLOOR_FUTEX_AFTER_10_MS] = {"futex hand-over after 10 ms", "futex_after_10_ms"},
    [FLOOR_FUTEX_AFTER_100_MS] = {"futex hand-over after 100 ms", "futex_after_100_ms"},
    [FLOOR_FUTEX_YIELDING_AFTER_1_MS] = {"futex hand-over after 1 ms, yielding", "futex_yielding_after_1_ms"},
};

const char *floor_title(enum timing_floor floor)
{
    return floor_names[floor].title;
}

const char *floor_name(enum timing_floor floor)
{
    return floor_names[floor].name;
}

uint64_t measurement_most_operations(const struct case_declaration *declaration)
{
    const struct measurement *measurement = declaration->measurement;
    for (size_t i = 0; i < MEASUREMENT_VARIANTS && measurement->variants[i].name != NULL; i++) {
        const struct measurement_variant *variant = &measurement->variants[i];
        if (variant->parameter == declaration->parameter && variant->most_operations != 0)
            return variant->most_operations;
    }
    return measurement->most_operations;
}

static void add_case(const struct measurement *measurement, const struct measurement_variant *variant)
{
    struct made_declaration *made = calloc(1, sizeof *made);
    if (made == NULL) {
        fputs("extres: out of memory while registering measurements\n", stderr);
        abort();
    }
    snprintf(made->name, sizeof made->name, "timing.%s%s%s", measurement->name, variant != NULL ? "_" : "",
             variant != NULL ? variant->name : "");
    made->declaration = (struct case_declaration){
        .name = made->name,
        .statement = measurement->statement,
        .types = measurement->types,
        .apis = measurement->apis,
        .tier = TIER_TIMING,
        .other_process = measurement->other_process,
        .timeout_milliseconds = TAKING_TIMEOUT_MILLISECONDS,
        .measurement = measurement,
        .parameter = variant != NULL ? variant->parameter : 0,
        .file = measurement->file,
        .line = measurement->line,
        .body = take_as_case,
    };
    registry_add(&made->declaration);
}

void measurement_add(const struct measurement *measurement)
{
    if (measurement->state_size > MEASUREMENT_STATE) {
        fprintf(stderr, "extres: the state of the measurement %s is too large\n", measurement->name);
        abort();
    }
    if (measurement->variants[0].name == NULL)
        add_case(measurement, NULL);
    for (size_t i = 0; i < MEASUREMENT_VARIANTS && measurement->variants[i].name != NULL; i++)
        add_case(measurement, &measurement->variants[i]);
}
