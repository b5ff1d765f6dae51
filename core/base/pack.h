/* Values one after another in a byte string, each with its length: how our own processes hand structures to each other.
 * A reader never trusts the writer: after a value that is not there `bad` is set and all further ones are empty. */
#ifndef CORE_PACK_H
#define CORE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"

void pack_int(struct buf *b, int64_t value);
void pack_bytes(struct buf *b, const void *data, size_t len);
void pack_text(struct buf *b, const char *s); /* with its zero byte; NULL is written as "" */

struct unpack {
    const unsigned char *at;
    const unsigned char *end;
    bool bad;
};

struct unpack unpack_new(const void *data, size_t len);
int64_t unpack_int(struct unpack *u);
/* A count that is followed by as many values: between 0 and max, else bad and 0. */
int unpack_count(struct unpack *u, int max);
/* Both borrowed from the packed bytes. */
const void *unpack_bytes(struct unpack *u, size_t *ret_len);
const char *unpack_text(struct unpack *u);
/* Everything was there and nothing is left over. */
bool unpack_done(const struct unpack *u);

#endif
