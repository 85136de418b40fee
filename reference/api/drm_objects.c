/* Telling the other side that this runtime imports DRM objects. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/drm_objects.h"

#include "api/export.h"

EXTRES_EXPORT int extres_imports_drm_objects(void)
{
    return EXTRES_DRM_VERSION;
}
