/* The names and descriptions of error numbers, from the one table of them. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "core/error.h"

#include <stddef.h>

struct error {
    int number;
    const char *runtime_name;
    const char *driver_name;
    const char *description;
};

static const struct error errors[] = {
#define EXTRES_ERROR(number, runtime_name, driver_name, description) \
    {number, runtime_name, driver_name, description},
#include "extres/error_codes.def"
#undef EXTRES_ERROR
};

/* Where the number is unknown, an entry of which all is NULL. */
static struct error find(int number)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].number == number)
            return errors[i];
    }
    return (struct error){.number = number};
}

const char *error_runtime_name(int number)
{
    return find(number).runtime_name;
}

const char *error_driver_name(int number)
{
    return find(number).driver_name;
}

const char *error_description(int number)
{
    return find(number).description;
}
