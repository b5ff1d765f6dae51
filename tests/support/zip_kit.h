/* ZIP files for tests, with room for lies. */
#ifndef TESTS_SUPPORT_ZIP_KIT_H
#define TESTS_SUPPORT_ZIP_KIT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/mem.h"

struct zip_file {
    const char *name;
    const char *data;
    size_t len; /* 0: strlen(data) */
    bool packed;
    bool described;           /* sizes only after the data */
    const char *directory_as; /* name in the directory when it differs */
};

/* What is wrong with the whole; zero fields mean nothing is. */
struct zip_lies {
    const char *before; /* bytes put before the first file */
    const char *gap;    /* between the first and the second file */
    const char *after;  /* at the end */
    const char *comment;
    int more;      /* added to the number of files said */
    unsigned size; /* of the first file as the directory says, when not 0 */
};

void *zip_kit(TALLOC_CTX *mem, const struct zip_file *files, int n, const struct zip_lies *lies, size_t *ret_len);

#endif
