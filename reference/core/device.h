/* The devices that the reference simulates: what they are called and what they can do. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_DEVICE_H
#define REFERENCE_DEVICE_H

#include <stdint.h>

#include "extres/driver_device_attribute.h"

/* Two, so that what belongs to a device can be told from what does not. They have separate memory sizes and
 * contexts, and one CPU; whatever one can import, the other can. */
enum { DEVICE_COUNT = 2 };

struct device {
    int ordinal;
    const char *name;
    uint64_t memory_size; /* bytes that may be allocated on it */
};

/* NULL when there is no such device. Constant for the life of the process. */
const struct device *device_at(int ordinal);

/* The value of an attribute, or cudaErrorInvalidValue for one that CUDA 13 does not have. */
int device_attribute(const struct device *device, int attribute, int *value);

/* The identity by which applications match the device with that of another API. */
void device_uuid(const struct device *device, unsigned char uuid[16]);

#endif
