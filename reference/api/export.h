/* How a function of the API becomes visible outside the library; all else is built hidden. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_EXPORT_H
#define REFERENCE_EXPORT_H

#if defined(_WIN32)
#define EXTRES_EXPORT __declspec(dllexport)
#else
#define EXTRES_EXPORT __attribute__((visibility("default")))
#endif

#endif
