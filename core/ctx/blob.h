/* Files, content-addressed by SHA-256, in chunks in the database, in the same transaction as the row that names
 * them. The key is (ctx->jst, sha256): units share nothing. Narrow on purpose, so that an object store can stand
 * behind it one day. */
#ifndef CORE_BLOB_H
#define CORE_BLOB_H

#include <stddef.h>
#include <stdint.h>

#include "core/ctx/ctx.h"

#define BLOB_SHA_LEN 64 /* hexadecimal digits, lower case */

struct blob_info {
    char sha256[BLOB_SHA_LEN + 1];
    int64_t size;
};

/* Stores the bytes once; the same content again costs nothing. */
MUST_CHECK enum err blob_put(struct ctx *ctx, const void *data, size_t len, struct blob_info *ret_info);

/* The whole content in ctx->mem; ERR_NOTFOUND when this unit has no such file, ERR_INVALID when it is larger than
 * max, ERR_INTERNAL when the bytes do not match their name any more. */
MUST_CHECK enum err blob_get(struct ctx *ctx, const char *sha256, size_t max, void **ret_data, size_t *ret_len);

/* Lower-case hex SHA-256 of bytes. */
void blob_sha256(const void *data, size_t len, char ret_hex[BLOB_SHA_LEN + 1]);

#endif
