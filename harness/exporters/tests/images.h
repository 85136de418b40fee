/* The test of an exporter's images. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HARNESS_EXPORTERS_IMAGES_H
#define HARNESS_EXPORTERS_IMAGES_H

#include "subject.h"

void test_images(struct subject *subject);

#endif
