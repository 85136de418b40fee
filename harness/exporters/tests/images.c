/* Images of an exporter: what is written to one is read back, and its neighbour is left alone. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "images.h"

#include <string.h>
#include <unistd.h>

enum { WIDTH = 32, HEIGHT = 16, SIZE = WIDTH * HEIGHT * 4 };

static const struct array_shape shape = {
    .format = {CHANNEL_UNSIGNED, 8, 4}, .width = WIDTH, .height = HEIGHT, .levels = 3};

static bool holds(const struct subject *subject, struct outside *images, size_t index, int value)
{
    unsigned char expected[SIZE];
    unsigned char seen[SIZE] = {0};
    memset(expected, value, SIZE);
    return subject->operations->read_image(images, index, seen, SIZE) && memcmp(seen, expected, SIZE) == 0;
}

static bool fill(const struct subject *subject, struct outside *images, size_t index, int value)
{
    unsigned char bytes[SIZE];
    memset(bytes, value, SIZE);
    return subject->operations->write_image(images, index, bytes, SIZE);
}

static void test_two(struct subject *subject)
{
    const struct exporter_operations *exporter = subject->operations;
    bool offered = false;
    struct outside *images = exporter->create_images(subject->exporter, &shape, 2, false, &offered);
    if (!offered) {
        skip("two images in one object", "the device has none that others can import");
        return;
    }
    if (!check_call(subject, images != NULL, "two images are made")) {
        return;
    }
    uint64_t second = exporter->image_offset(images, 1);
    check(exporter->image_offset(images, 0) == 0 && second >= SIZE, "%s: one lies behind the other",
          exporter->name);
    check_call(subject, fill(subject, images, 0, 0x11) && fill(subject, images, 1, 0x22), "both are written");
    check_call(subject, holds(subject, images, 0, 0x11) && holds(subject, images, 1, 0x22),
               "and read back, each for itself");
    exporter->destroy(images);
}

static void test_dedicated(struct subject *subject)
{
    const struct exporter_operations *exporter = subject->operations;
    bool offered = false;
    struct outside *image = exporter->create_images(subject->exporter, &shape, 1, true, &offered);
    if (!check_call(subject, offered && image != NULL, "an image in a dedicated allocation is made")) {
        return;
    }
    check(exporter->memory_dedicated(image), "%s: and it says so", exporter->name);
    int fd = exporter->export_fd(image);
    check_call(subject, fd >= 0, "its memory is exported");
    close(fd);
    exporter->destroy(image);
}

void test_images(struct subject *subject)
{
    if (subject->operations->create_images == NULL || !offered(subject, EXTRES_MEMORY_OPAQUE_FD)) {
        skip("images", "not offered");
        return;
    }
    test_two(subject);
    test_dedicated(subject);
}
