/* A fuzzed request: lines NAME=value, an empty line, the body. CONTENT_LENGTH is that of the body unless a line says
 * otherwise. */
#ifndef TESTS_FUZZ_CGI_H
#define TESTS_FUZZ_CGI_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

#define CGI_MAX 32

struct cgi {
    char *env[CGI_MAX + 2]; /* "NAME=value", ended by NULL */
    const unsigned char *body;
    size_t len;
};

struct cgi cgi_read(TALLOC_CTX *mem, const uint8_t *data, size_t size);

/* NULL when absent. */
const char *cgi_param(const struct cgi *c, const char *name);

#endif
