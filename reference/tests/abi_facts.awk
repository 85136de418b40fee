# abi_facts.awk: lists what C headers declare, from what "cc -E -dD" makes of them.
# SPDX-License-Identifier: Apache-2.0
#
# Writes a fact a line, its fields parted by tabs:
#   enumerator  TAG     NAME
#   record      KEYWORD TAG                     KEYWORD is struct or union
#   member      KEYWORD TAG     PATH            PATH as in offsetof; members of unnamed ones belong to the outer one
#   typedef     NAME    TYPE                    TYPE is the type of a pointer to NAME
#   function    NAME    TYPE                    TYPE is the type of a pointer to NAME
#   macro       NAME                            an object-like macro with a value
#   alias       NAME    TARGET                  a macro that is another name of a function
# Names that do not begin as CUDA's do are left out. It understands the C that API headers are written in: one declarator
# a declaration, no bit-fields, no members that are pointers to functions.

BEGIN {
    OFS = "\t"
}

/^#define (cu|CU)[A-Za-z0-9_]+ / {
    macro($2, substr($0, index($0, $2) + length($2) + 1))
}

/^#/ {
    next
}

{
    scan($0)
}

function ours(name) {
    return name ~ /^(cu|CU)/
}

function trim(text) {
    gsub(/[ \t]+/, " ", text)
    sub(/^ /, "", text)
    sub(/ $/, "", text)
    return text
}

function last_identifier(text) {
    sub(/[^A-Za-z0-9_]*$/, "", text)
    match(text, /[A-Za-z0-9_]*$/)
    return substr(text, RSTART)
}

# cuda.h wraps the target in a macro where a per-thread variant exists.
function macro(name, value) {
    value = trim(value)
    sub(/^__CUDA(RT)?_API_PT[DS][SZ]\(/, "", value)
    sub(/\)$/, "", value)
    if (value ~ /^cu[A-Za-z0-9_]*$/) {
        if (value != name && value !~ /^cuda/)
            print "alias", name, value
    } else if (value != "") {
        print "macro", name
    }
}

# Cuts the text into declarations: at a semicolon outside of braces, and after the body of a function.
function scan(line,    mark) {
    while (match(line, /[;{}]/)) {
        mark = substr(line, RSTART, 1)
        declaration = declaration substr(line, 1, RSTART - 1)
        line = substr(line, RSTART + 1)
        if (mark == "{" && depth++ == 0)
            in_function = declaration ~ /\)[ \t]*$/
        if (mark == "}")
            depth--
        if (depth == 0 && (mark == ";" || (mark == "}" && in_function))) {
            declare(trim(declaration))
            declaration = ""
        } else {
            declaration = declaration mark
        }
    }
    declaration = declaration line " "
}

function declare(text,    is_typedef) {
    gsub(/__attribute__ *\(\([^()]*(\([^()]*\))?[^()]*\)\)/, "", text)
    sub(/^ *(__extension__ )?(extern )?/, "", text)
    text = trim(text)
    is_typedef = sub(/^typedef /, "", text)
    if (text ~ /^(struct|union|enum)[^(]*\{/)
        declare_braced(text, is_typedef)
    else if (is_typedef)
        declare_typedef(text)
    else
        declare_function(text)
}

function declare_braced(text, is_typedef,    head, body, tail, keyword, tag) {
    head = trim(substr(text, 1, index(text, "{") - 1))
    body = substr(text, index(text, "{") + 1)
    match(body, /\}[^}]*$/)
    tail = trim(substr(body, RSTART + 1))
    body = substr(body, 1, RSTART - 1)
    tag = last_identifier(head)
    keyword = head
    sub(/ .*/, "", keyword)
    if (!ours(tag))
        return
    if (keyword == "enum") {
        list_enumerators(tag, body)
    } else {
        print "record", keyword, tag
        list_members(keyword OFS tag, "", body)
    }
    if (is_typedef)
        declare_typedef(keyword " " tag " " tail)
}

function list_enumerators(tag, body,    count, parts, i) {
    count = split(body, parts, ",")
    for (i = 1; i <= count; i++) {
        sub(/=.*/, "", parts[i])
        if (trim(parts[i]) != "")
            print "enumerator", tag, trim(parts[i])
    }
}

function list_members(record, prefix, body,    member, nested) {
    while ((member = next_member(body)) != "") {
        body = substr(body, length(member) + 2)
        nested = ""
        if (index(member, "{")) {
            nested = substr(member, index(member, "{") + 1)
            match(nested, /\}[^}]*$/)
            member = substr(nested, RSTART + 1)
            nested = substr(nested, 1, RSTART - 1)
        }
        sub(/\[.*/, "", member)
        member = trim(member) == "" ? "" : prefix last_identifier(member)
        if (member != "")
            print "member", record, member
        if (nested != "")
            list_members(record, member == "" ? prefix : member ".", nested)
    }
}

# The text up to the first semicolon outside of braces.
function next_member(body,    length_so_far, nesting, mark) {
    while (match(substr(body, length_so_far + 1), /[;{}]/)) {
        length_so_far += RSTART
        mark = substr(body, length_so_far, 1)
        nesting += (mark == "{") - (mark == "}")
        if (mark == ";" && nesting == 0)
            return substr(body, 1, length_so_far - 1)
    }
    return ""
}

function declare_typedef(text,    name) {
    if (match(text, /\( *\* *[A-Za-z0-9_]+\)/)) {
        name = last_identifier(substr(text, RSTART, RLENGTH))
        sub(name, "*", text)
    } else {
        name = last_identifier(text)
        sub(name "$", "*", text)
    }
    if (ours(name))
        print "typedef", name, text
}

function declare_function(text,    name) {
    if (!match(text, /[A-Za-z0-9_]+ ?\(/))
        return
    name = last_identifier(substr(text, RSTART, RLENGTH))
    if (!ours(name))
        return
    sub(name " ?", "(*)", text)
    print "function", name, text
}
