/* Telling the other side that this runtime imports shared objects. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "extres/shared_object.h"

#include "api/export.h"

EXTRES_EXPORT int extres_imports_shared_objects(void)
{
    return (int)EXTRES_SHARED_VERSION;
}
