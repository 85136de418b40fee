/* Leak checking through the address sanitizer's runtime, where the build has it. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "platform/leak_check.h"

#ifdef __SANITIZE_ADDRESS__
#define HAS_LEAK_CHECK 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_LEAK_CHECK 1
#endif
#endif

#ifdef HAS_LEAK_CHECK
#include <sanitizer/lsan_interface.h>

bool leak_check_finds_any(void)
{
    return __lsan_do_recoverable_leak_check() != 0;
}
#else
bool leak_check_finds_any(void)
{
    return false;
}
#endif
