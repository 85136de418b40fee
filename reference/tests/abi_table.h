/* abi_table.h: what an ABI is made of, as a table that two sets of headers fill in and a test compares. */
/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRES_REFERENCE_TESTS_ABI_TABLE_H
#define EXTRES_REFERENCE_TESTS_ABI_TABLE_H

#include <stddef.h>

struct abi_entry {
    const char *kind;
    const char *name;
    long long value;
};

/* Generated from our headers and from the toolkit's; in no order. The tests may sort them. */
extern struct abi_entry abi_ours[];
extern const size_t abi_ours_count;
extern struct abi_entry abi_toolkit[];
extern const size_t abi_toolkit_count;

/* CUDA_VERSION of the two sides. */
extern const int abi_ours_version;
extern const int abi_toolkit_version;

/* What abi_table.awk writes. They are macros because they turn names into text and into constants. */
#define ABI_ENUMERATOR(tag, name) {"enumerator", #tag "." #name, name},

#define ABI_RECORD(record)        {"size", #record, sizeof(record)}, {"alignment", #record, _Alignof(record)},

#define ABI_MEMBER(record, member)                                           \
    {"offset", #record "." #member, offsetof(record, member)},               \
        {"member size", #record "." #member, sizeof(((record *)0)->member)}, \
        {"member type", #record "." #member, ABI_BASIC_TYPE(((record *)0)->member)},

/* 1 if the type is the one that our headers declare. */
#define ABI_TYPEDEF(name, ...)  {"typedef", #name, _Generic((name *)0, __VA_ARGS__ : 1, default : 0)},
#define ABI_FUNCTION(name, ...) {"prototype", #name, _Generic(&name, __VA_ARGS__ : 1, default : 0)},

#define ABI_MACRO(name)         {"macro", #name, (long long)(name)},
#define ABI_ALIAS(name, target) {"exported name", #name " is " #target, 1},

/* Tells apart what may have the same size: signedness, floating point, pointers. 0 for all else. */
#define ABI_BASIC_TYPE(value)                                                                                \
    _Generic((value), char : 1, signed char : 2, unsigned char : 3, int : 4, unsigned int : 5, long : 6,     \
             unsigned long : 7, long long : 8, unsigned long long : 9, float : 10, double : 11, void * : 12, \
             const void * : 13, char * : 14, int * : 15, unsigned int * : 16, long * : 17, default : 0)

#endif
