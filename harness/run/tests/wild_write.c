/* A wild write, as wild as it can be. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "run/tests/wild_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void wild_write(unsigned char byte)
{
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    if (maps == NULL)
        return;
    while (fgets(line, sizeof line, maps) != NULL) {
        uintptr_t begin;
        uintptr_t end;
        char access[8];
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s", &begin, &end, access) == 3 && access[1] == 'w' &&
            access[3] == 's')
            memset((void *)begin, byte, end - begin);
    }
    fclose(maps);
}
