/* The list of exporters. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "exporter.h"

#include <string.h>

const struct exporter_operations *const exporters[] = {&exporter_vulkan, &exporter_drm, &exporter_shared,
                                                       NULL};

const struct exporter_operations *exporter_find(const char *name)
{
    for (size_t i = 0; exporters[i] != NULL; i++) {
        if (strcmp(exporters[i]->name, name) == 0) {
            return exporters[i];
        }
    }
    return NULL;
}
