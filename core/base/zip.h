/* Reading ZIP files of strangers, from memory, without a second meaning: no gaps, no bytes before or after, no comment,
 * every local header the same as its entry in the directory, no name twice, none that leaves the container. What some
 * other program could read differently is refused, so that what was verified is what is seen. */
#ifndef CORE_ZIP_H
#define CORE_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

#define ZIP_MAX_ENTRIES 1000
#define ZIP_MAX_TOTAL ((size_t)64 << 20) /* all files together, unpacked */
#define ZIP_MAX_RATIO 200                /* of one file; small files may have more */

struct zip_entry {
    const char *name; /* UTF-8, relative, "/" between parts; ends with "/" when it is a folder */
    const unsigned char *packed;
    size_t packed_len;
    size_t len;
    uint32_t crc;
    bool is_deflated;
};

struct zip {
    int n;
    struct zip_entry *entries; /* in the order of the file */
};

/* Reads the directory. False with a Polish reason. Names belong to mem, the rest points into data. */
bool zip_open(TALLOC_CTX *mem, const void *data, size_t len, struct zip *ret, const char **ret_problem);

/* The bytes of one file, in mem or pointing into the data; NULL when they do not unpack to what the directory says. */
const void *zip_read(TALLOC_CTX *mem, const struct zip_entry *entry);

#endif
