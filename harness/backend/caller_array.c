/* Calls about mipmapped arrays on external memory. */
/* SPDX-License-Identifier: Apache-2.0 */
#include "backend/caller_array.h"

#include "backend/call.h"
#include "backend/guard.h"
#include "extres/driver.h"

typedef int map_function(void **out, void *memory, const void *desc);
typedef int free_function(void *array);
typedef int level_function(void **out, void *array, unsigned level);
typedef int runtime_info_function(struct cudaChannelFormatDesc *format, struct cudaExtent *extent,
                                  unsigned *flags, void *array);
typedef int driver_info_function(CUDA_ARRAY3D_DESCRIPTOR *descriptor, void *array);
typedef int copy_function(const void *parameters, void *stream);

/* A format in the words of either API. */
static const struct format_names {
    enum channel_kind kind;
    unsigned bits;
    enum cudaChannelFormatKind runtime;
    CUarray_format driver;
} formats[] = {
    {CHANNEL_UNSIGNED, 8, cudaChannelFormatKindUnsigned, CU_AD_FORMAT_UNSIGNED_INT8},
    {CHANNEL_UNSIGNED, 16, cudaChannelFormatKindUnsigned, CU_AD_FORMAT_UNSIGNED_INT16},
    {CHANNEL_UNSIGNED, 32, cudaChannelFormatKindUnsigned, CU_AD_FORMAT_UNSIGNED_INT32},
    {CHANNEL_SIGNED, 8, cudaChannelFormatKindSigned, CU_AD_FORMAT_SIGNED_INT8},
    {CHANNEL_SIGNED, 16, cudaChannelFormatKindSigned, CU_AD_FORMAT_SIGNED_INT16},
    {CHANNEL_SIGNED, 32, cudaChannelFormatKindSigned, CU_AD_FORMAT_SIGNED_INT32},
    {CHANNEL_FLOAT, 16, cudaChannelFormatKindFloat, CU_AD_FORMAT_HALF},
    {CHANNEL_FLOAT, 32, cudaChannelFormatKindFloat, CU_AD_FORMAT_FLOAT},
};

enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

/* NULL for what no API has a word for. */
static const struct format_names *find_format(const struct array_format *format)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (formats[i].kind == format->kind && formats[i].bits == format->bits)
            return &formats[i];
    }
    return NULL;
}

static struct cudaExternalMemoryMipmappedArrayDesc runtime_desc(const struct array_desc *desc)
{
    const struct array_shape *shape = &desc->shape;
    const struct format_names *format = find_format(&shape->format);
    int bits = (int)shape->format.bits;
    return (struct cudaExternalMemoryMipmappedArrayDesc){
        .offset = desc->offset,
        .formatDesc = {.x = bits,
                       .y = shape->format.channels > 1 ? bits : 0,
                       .z = shape->format.channels > 2 ? bits : 0,
                       .w = shape->format.channels > 3 ? bits : 0,
                       .f = format == NULL ? cudaChannelFormatKindNone : format->runtime},
        .extent = {shape->width, shape->height, shape->depth},
        .flags = shape->flags,
        .numLevels = shape->levels,
        .reserved = {desc->reserved},
    };
}

static CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC driver_desc(const struct array_desc *desc)
{
    const struct array_shape *shape = &desc->shape;
    const struct format_names *format = find_format(&shape->format);
    return (CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC){
        .offset = desc->offset,
        .arrayDesc = {.Width = shape->width,
                      .Height = shape->height,
                      .Depth = shape->depth,
                      .Format = format == NULL ? CU_AD_FORMAT_MAX : format->driver,
                      .NumChannels = shape->format.channels,
                      .Flags = shape->flags},
        .numLevels = shape->levels,
        .reserved = {desc->reserved},
    };
}

/* The descriptor of the API at hand, in guarded memory; NULL for NULL. */
static void *place_desc(enum extres_api api, const struct array_desc *desc, size_t *size)
{
    if (desc == NULL)
        return NULL;
    if (api == EXTRES_API_RUNTIME) {
        struct cudaExternalMemoryMipmappedArrayDesc filled = runtime_desc(desc);
        *size = sizeof filled;
        return guard_place(GUARD_DESCRIPTOR, &filled, sizeof filled);
    }
    CUDA_EXTERNAL_MEMORY_MIPMAPPED_ARRAY_DESC filled = driver_desc(desc);
    *size = sizeof filled;
    return guard_place(GUARD_DESCRIPTOR, &filled, sizeof filled);
}

int call_map_array(struct caller *caller, cudaMipmappedArray_t *out, cudaExternalMemory_t memory,
                   const struct array_desc *desc)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_MAP_ARRAY);
    size_t desc_size = 0;
    void *desc_copy = place_desc(caller->api, desc, &desc_size);
    void *none = NULL;
    void **out_copy = out == NULL ? NULL : guard_place(GUARD_OUT, &none, sizeof none);
    call.record.object = (uintptr_t)memory;
    call.record.offset = desc != NULL ? desc->offset : 0;
    call.record.flags = desc != NULL ? desc->shape.flags : 0;
    call.record.null_argument = out == NULL || desc == NULL;
    call_enter(&call);
    int result = ((map_function *)call.address)(out_copy, memory, desc_copy);
    guard_scribble(desc_copy, desc_size);
    if (out != NULL && result == 0) {
        *out = *out_copy;
        call.record.pointer = (uintptr_t)*out_copy;
    }
    return call_end(&call, result);
}

int call_free_array(struct caller *caller, cudaMipmappedArray_t array)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_FREE_ARRAY);
    call.record.pointer = (uintptr_t)array;
    call_enter(&call);
    return call_end(&call, ((free_function *)call.address)(array));
}

int call_get_level(struct caller *caller, cudaArray_t *out, cudaMipmappedArray_t array, unsigned level)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_GET_LEVEL);
    void *none = NULL;
    void **out_copy = guard_place(GUARD_OUT, &none, sizeof none);
    call.record.object = (uintptr_t)array;
    call_enter(&call);
    int result = ((level_function *)call.address)(out_copy, array, level);
    if (result == 0)
        *out = *out_copy;
    return call_end(&call, result);
}

static unsigned count_channels(const struct cudaChannelFormatDesc *format)
{
    return (format->x != 0) + (format->y != 0) + (format->z != 0) + (unsigned)(format->w != 0);
}

static int ask_runtime(const struct call *call, cudaArray_t level, struct array_shape *out)
{
    const struct cudaChannelFormatDesc no_format = {.x = 0};
    const struct cudaExtent no_extent = {.width = 0};
    const unsigned no_flags = 0;
    struct cudaChannelFormatDesc *format = guard_place(GUARD_DESCRIPTOR, &no_format, sizeof no_format);
    struct cudaExtent *extent = guard_place(GUARD_OUT, &no_extent, sizeof no_extent);
    unsigned *flags = guard_place(GUARD_HANDLES, &no_flags, sizeof no_flags);
    int result = ((runtime_info_function *)call->address)(format, extent, flags, level);
    *out = (struct array_shape){
        .format = {CHANNEL_KIND_COUNT, (unsigned)format->x, count_channels(format)},
        .width = extent->width,
        .height = extent->height,
        .depth = extent->depth,
        .flags = *flags,
        .levels = 1,
    };
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (formats[i].runtime == format->f)
            out->format.kind = formats[i].kind;
    }
    return result;
}

static int ask_driver(const struct call *call, cudaArray_t level, struct array_shape *out)
{
    const CUDA_ARRAY3D_DESCRIPTOR nothing = {.Width = 0};
    CUDA_ARRAY3D_DESCRIPTOR *descriptor = guard_place(GUARD_DESCRIPTOR, &nothing, sizeof nothing);
    int result = ((driver_info_function *)call->address)(descriptor, level);
    *out = (struct array_shape){
        .format = {CHANNEL_KIND_COUNT, 0, descriptor->NumChannels},
        .width = descriptor->Width,
        .height = descriptor->Height,
        .depth = descriptor->Depth,
        .flags = descriptor->Flags,
        .levels = 1,
    };
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (formats[i].driver == descriptor->Format) {
            out->format.kind = formats[i].kind;
            out->format.bits = formats[i].bits;
        }
    }
    return result;
}

int call_level_shape(struct caller *caller, cudaArray_t level, struct array_shape *out)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_LEVEL_SHAPE);
    struct array_shape told;
    call.record.object = (uintptr_t)level;
    call_enter(&call);
    int result = caller->api == EXTRES_API_RUNTIME ? ask_runtime(&call, level, &told)
                                                   : ask_driver(&call, level, &told);
    if (result == 0)
        *out = told;
    return call_end(&call, result);
}

enum direction { TO_LEVEL, FROM_LEVEL };

static void *place_runtime_copy(cudaArray_t level, const struct array_shape *shape, void *host,
                                enum direction direction)
{
    const struct cudaPitchedPtr rows = {host, shape->width * array_element_size(shape), shape->width,
                                        array_rows(shape)};
    struct cudaMemcpy3DParms copy = {
        .extent = {shape->width, array_rows(shape), array_slices(shape)},
        .kind = direction == TO_LEVEL ? cudaMemcpyHostToDevice : cudaMemcpyDeviceToHost,
    };
    if (direction == TO_LEVEL) {
        copy.srcPtr = rows;
        copy.dstArray = level;
    } else {
        copy.srcArray = level;
        copy.dstPtr = rows;
    }
    return guard_place(GUARD_DESCRIPTOR, &copy, sizeof copy);
}

static void *place_driver_copy(cudaArray_t level, const struct array_shape *shape, void *host,
                               enum direction direction)
{
    size_t row_size = shape->width * array_element_size(shape);
    CUDA_MEMCPY3D copy = {
        .srcMemoryType = direction == TO_LEVEL ? CU_MEMORYTYPE_HOST : CU_MEMORYTYPE_ARRAY,
        .dstMemoryType = direction == TO_LEVEL ? CU_MEMORYTYPE_ARRAY : CU_MEMORYTYPE_HOST,
        .WidthInBytes = row_size,
        .Height = array_rows(shape),
        .Depth = array_slices(shape),
    };
    if (direction == TO_LEVEL) {
        copy.srcHost = host;
        copy.srcPitch = row_size;
        copy.srcHeight = array_rows(shape);
        copy.dstArray = (CUarray)level;
    } else {
        copy.srcArray = (CUarray)level;
        copy.dstHost = host;
        copy.dstPitch = row_size;
        copy.dstHeight = array_rows(shape);
    }
    return guard_place(GUARD_DESCRIPTOR, &copy, sizeof copy);
}

static int copy_level(struct caller *caller, cudaArray_t level, const struct array_shape *shape, void *host,
                      enum direction direction, cudaStream_t stream)
{
    struct call call = call_begin(caller, EXTRES_OPERATION_COPY_LEVEL_ASYNC);
    bool runtime = caller->api == EXTRES_API_RUNTIME;
    void *parameters = runtime ? place_runtime_copy(level, shape, host, direction)
                               : place_driver_copy(level, shape, host, direction);
    call.record.object = (uintptr_t)level;
    call.record.stream = (uintptr_t)stream;
    call_enter(&call);
    int result = ((copy_function *)call.address)(parameters, stream);
    guard_scribble(parameters, runtime ? sizeof(struct cudaMemcpy3DParms) : sizeof(CUDA_MEMCPY3D));
    return call_end(&call, result);
}

int call_copy_to_level(struct caller *caller, cudaArray_t level, const struct array_shape *shape,
                       const void *from, cudaStream_t stream)
{
    return copy_level(caller, level, shape, (void *)from, TO_LEVEL, stream);
}

int call_copy_from_level(struct caller *caller, void *to, cudaArray_t level, const struct array_shape *shape,
                         cudaStream_t stream)
{
    return copy_level(caller, level, shape, to, FROM_LEVEL, stream);
}
