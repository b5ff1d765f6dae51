/* A certification authority's web server on loopback, for tests: what is put at a path is the answer to GET and POST
 * there; 503 while there is nothing. */
#ifndef TESTS_SUPPORT_AUTHORITY_H
#define TESTS_SUPPORT_AUTHORITY_H

#include "core/base/mem.h"

struct authority;

/* Ends with mem. */
struct authority *authority_new(TALLOC_CTX *mem);

/* "http://127.0.0.1:PORT/path"; belongs to the authority. */
const char *authority_url(struct authority *a, const char *path);

void authority_put(struct authority *a, const char *path, const void *data, size_t len);
void authority_take_away(struct authority *a, const char *path);

#endif
