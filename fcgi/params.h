/* Names with values: from the address, from a form's body, from the path. Percent-decoding and its faults. */
#ifndef FCGI_PARAMS_H
#define FCGI_PARAMS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/mem.h"

#define PARAMS_MAX 1000     /* fields in one request */
#define PARAMS_NAME_MAX 100 /* bytes of one name */

struct param {
    const char *name;
    const char *value; /* valid UTF-8, cleaned by text_clean() */
};

struct params {
    TALLOC_CTX *mem;
    struct param *list;
    size_t n;
    size_t cap;
};

struct params params_new(TALLOC_CTX *mem);

/* Adds one pair, copied. NULL when it was taken, else what is wrong with it, in English for the log. */
const char *params_add(struct params *p, const char *name, size_t name_len, const char *value, size_t value_len);

/* Adds the pairs of application/x-www-form-urlencoded text. NULL or what is wrong. */
const char *params_add_query(struct params *p, const char *text, size_t len);

/* n-th value of that name, counted from 0; NULL past the end. */
const char *params_get(const struct params *p, const char *name, int n);

/* Undoes percent-encoding once (and + when plus is set). NULL on a broken or %00 sequence. A zero byte follows. */
char *url_decode(TALLOC_CTX *mem, const char *s, size_t n, bool plus, size_t *ret_len);

/* Writes s so that it can be one value in a query: everything but letters, digits, - . _ ~ / is encoded. */
void url_encode(struct buf *out, const char *s);

/* Value of a cookie in a Cookie header, copied to mem; NULL when absent. The first one of that name counts. */
const char *cookie_get(TALLOC_CTX *mem, const char *header, const char *name);

#endif
