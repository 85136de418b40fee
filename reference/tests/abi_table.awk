# abi_table.awk: chooses the facts of one side that are to be compared, and writes them as entries of its table.
# SPDX-License-Identifier: Apache-2.0
#
# awk -f abi_table.awk OURS THIS_SIDE, both made by abi_facts.awk. What we declare decides what is compared: of the
# toolkit only what bears on it is taken, but of that everything, so that what we lack is found. A typedef's and a
# function's type is in both tables the one that we declare; the compiler says whether it is this side's.

BEGIN {
    FS = "\t"
    # Macros that have no enumeration to belong to, by the families of which we declare all.
    families = "^(cudaArray(Default|Layered|SurfaceLoadStore|Cubemap|TextureGather|ColorAttachment|Sparse|Deferred.*)$" \
               "|cudaDevice(Schedule|BlockingSync|MapHost|LmemResize|SyncMemops|Mask)" \
               "|cudaEvent|cudaExternal|cudaHostAlloc|cudaInitDevice|cudaNvSci" \
               "|cudaStream(Default|NonBlocking|Legacy|PerThread)$" \
               "|CUDA_ARRAY3D_|CUDA_EXTERNAL_|CUDA_NVSCISYNC_|CU_MEMHOSTALLOC_|CU_STREAM_(LEGACY|PER_THREAD)$)"
}

FNR == 1 {
    side++
}

side == 1 {
    declared[$1, $2] = $3
    note_type($1, $2, $3)
    next
}

# Headers repeat declarations.
seen[$0]++ {
    next
}

$1 == "enumerator" && (("enum " $2) in declared_type) {
    printf "ABI_ENUMERATOR(%s, %s)\n", $2, $3
}

$1 == "record" && (($2 " " $3) in declared_type) {
    printf "ABI_RECORD(%s %s)\n", $2, $3
}

$1 == "member" && (($2 " " $3) in declared_type) {
    printf "ABI_MEMBER(%s %s, %s)\n", $2, $3, $4
}

$1 == "typedef" && (("typedef", $2) in declared) {
    printf "ABI_TYPEDEF(%s, %s)\n", $2, declared["typedef", $2]
    next
}

# Another name of an enumeration or a record that we declare.
$1 == "typedef" {
    type = $3
    if (sub(/ \*$/, "", type) && (type in declared_type))
        printf "ABI_TYPEDEF(%s, %s)\n", $2, $3
}

$1 == "function" && (("function", $2) in declared) && !listed[$2]++ {
    printf "ABI_FUNCTION(%s, %s)\n", $2, declared["function", $2]
}

# The version decides whether there is a comparison, so it is none of the things compared.
$1 == "macro" && $2 !~ /_VERSION$/ && ((("macro", $2) in declared) || $2 ~ families) {
    printf "ABI_MACRO(%s)\n", $2
}

$1 == "alias" && (("function", $3) in declared) {
    printf "ABI_ALIAS(%s, %s)\n", $2, $3
}

# Enumerations, records, and typedefs of them.
function note_type(kind, name, type) {
    if (kind == "enumerator")
        declared_type["enum " name] = 1
    else if (kind == "record")
        declared_type[name " " type] = 1
    else if (kind == "typedef" && sub(/ \*$/, "", type) && (type in declared_type))
        declared_type[name] = 1
}
