/* Content-addressed files in PostgreSQL, in parts so that no row is large. */
#include "core/ctx/blob.h"

#include <openssl/evp.h>
#include <string.h>

#include "blob_sql.h"
#include "core/base/hex.h"
#include "core/ctx/db.h"

enum { CHUNK = 256 * 1024 };

void blob_sha256(const void *data, size_t len, char ret_hex[BLOB_SHA_LEN + 1])
{
    unsigned char digest[32];

    EVP_Digest(data, len, digest, NULL, EVP_sha256(), NULL);
    hex_text(digest, sizeof digest, ret_hex);
}

static enum err put_chunks(struct ctx *ctx, const char *key, const unsigned char *data, size_t len)
{
    for (int nr = 0; len > 0; nr++) {
        size_t n = len < CHUNK ? len : CHUNK;
        struct db_rows *rows = NULL;
        enum err e = db_query(ctx, &SQL_blob_chunk_insert, DB_ARGS(db_text(key), db_i64(nr), db_bytes(data, n)), &rows);

        if (e)
            return e;
        data += n;
        len -= n;
    }
    return ERR_OK;
}

enum err blob_put(struct ctx *ctx, const void *data, size_t len, struct blob_info *ret_info)
{
    struct blob_info info = { .size = (int64_t)len };
    struct db_rows *rows = NULL;
    enum err e;

    blob_sha256(data, len, info.sha256);
    if (len > 0 && len <= CHUNK) {
        *ret_info = info;
        return db_later(ctx, &SQL_blob_insert,
                        DB_ARGS(db_text(ret_info->sha256), db_i64(info.size), db_bytes(data, len)));
    }
    e = db_query(ctx, &SQL_blob_insert, DB_ARGS(db_text(info.sha256), db_i64(info.size), db_null()), &rows);
    if (!e && db_flag(rows, 0, "stored"))
        e = put_chunks(ctx, info.sha256, data, len);
    if (!e)
        *ret_info = info;
    return e;
}

static enum err join_chunks(struct ctx *ctx, const struct db_rows *rows, size_t size, unsigned char *out)
{
    size_t at = 0;

    for (int i = 0; i < rows->n; i++) {
        MEM_SCOPE(tmp, ctx->mem);
        size_t n = 0;
        const void *part = db_blob(tmp, rows, i, "dane", &n);

        if (at + n > size)
            return ctx_fail(ctx, ERR_INTERNAL, "Plik jest uszkodzony.", "blob longer than recorded");
        memcpy(out + at, part, n);
        at += n;
    }
    out[at] = '\0';
    return at == size ? ERR_OK : ctx_fail(ctx, ERR_INTERNAL, "Plik jest uszkodzony.", "blob shorter than recorded");
}

enum err blob_get(struct ctx *ctx, const char *sha256, size_t max, void **ret_data, size_t *ret_len)
{
    struct db_rows *rows = NULL;
    char actual[BLOB_SHA_LEN + 1];
    unsigned char *data = NULL;
    size_t size = 0;
    enum err e = db_one(ctx, &SQL_blob_size, DB_ARGS(db_text(sha256)), "Nie ma takiego pliku.", &rows);

    if (e)
        return e;
    size = (size_t)db_int(rows, 0, "rozmiar");
    if (size > max)
        return ctx_fail(ctx, ERR_INVALID, "Plik jest za duży, aby go otworzyć.", "size=%zu max=%zu", size, max);
    e = db_query(ctx, &SQL_blob_chunks, DB_ARGS(db_text(sha256)), &rows);
    if (e)
        return e;
    data = mem_zero_bytes(ctx->mem, 1, size + 1, "blob");
    e = join_chunks(ctx, rows, size, data);
    talloc_free(rows);
    if (e)
        return e;
    blob_sha256(data, size, actual);
    if (strcmp(actual, sha256) != 0)
        return ctx_fail(ctx, ERR_INTERNAL, "Plik jest uszkodzony.", "blob content does not match its name");
    *ret_data = data;
    *ret_len = size;
    return ERR_OK;
}
