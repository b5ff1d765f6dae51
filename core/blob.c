/* Content-addressed files in PostgreSQL. A streamed file is written under a temporary key, because its name is only
 * known at the end; the name is given in the same transaction. */
#include "core/blob.h"

#include <openssl/evp.h>
#include <string.h>

#include "blob_sql.h"
#include "core/db.h"

enum { CHUNK = 256 * 1024 };

struct blob_writer {
    struct ctx *ctx;
    EVP_MD_CTX *sha;
    char key[BLOB_SHA_LEN + 1]; /* temporary */
    int64_t size;
    int n_chunks;
    size_t held;
    unsigned char chunk[CHUNK];
};

static void to_hex(const unsigned char *bytes, size_t n, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < n; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

void blob_sha256(const void *data, size_t len, char ret_hex[BLOB_SHA_LEN + 1])
{
    unsigned char digest[32];

    EVP_Digest(data, len, digest, NULL, EVP_sha256(), NULL);
    to_hex(digest, sizeof digest, ret_hex);
}

static enum err put_chunks(struct ctx *ctx, const char *key, const unsigned char *data, size_t len)
{
    for (int nr = 0; len > 0; nr++) {
        size_t n = len < CHUNK ? len : CHUNK;
        enum err e = db_exec(ctx, &SQL_blob_chunk_insert, DB_ARGS(db_text(key), db_i64(nr), db_bytes(data, n)), NULL);

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
    int inserted = 0;
    enum err e;

    blob_sha256(data, len, info.sha256);
    if (len > 0 && len <= CHUNK) {
        *ret_info = info;
        return db_later(ctx, &SQL_blob_insert_small,
                        DB_ARGS(db_text(ret_info->sha256), db_i64(info.size), db_bytes(data, len)));
    }
    e = db_exec(ctx, &SQL_blob_insert, DB_ARGS(db_text(info.sha256), db_i64(info.size)), &inserted);
    if (!e && inserted)
        e = put_chunks(ctx, info.sha256, data, len);
    if (!e)
        *ret_info = info;
    return e;
}

static int writer_free(struct blob_writer *w)
{
    EVP_MD_CTX_free(w->sha);
    return 0;
}

enum err blob_writer_new(struct ctx *ctx, struct blob_writer **ret_w)
{
    struct blob_writer *w = mem_zero(ctx->mem, struct blob_writer);
    unsigned char nonce[32];
    const char *seed = mem_printf(w, "%s %p", ctx->request_id, (void *)w);

    w->ctx = ctx;
    w->sha = EVP_MD_CTX_new();
    talloc_set_destructor(w, writer_free);
    if (!w->sha || !EVP_DigestInit_ex(w->sha, EVP_sha256(), NULL) ||
        !EVP_Digest(seed, strlen(seed), nonce, NULL, EVP_sha256(), NULL))
        return ctx_fail(ctx, ERR_INTERNAL, "Nie można zapisać pliku.", "sha256 init");
    to_hex(nonce, sizeof nonce, w->key);
    memcpy(w->key, "tmp-", 4);
    *ret_w = w;
    return ERR_OK;
}

static enum err flush(struct blob_writer *w)
{
    enum err e;

    if (w->held == 0)
        return ERR_OK;
    e = db_exec(w->ctx, &SQL_blob_chunk_insert,
                DB_ARGS(db_text(w->key), db_i64(w->n_chunks), db_bytes(w->chunk, w->held)), NULL);
    w->n_chunks++;
    w->held = 0;
    return e;
}

enum err blob_writer_add(struct blob_writer *w, const void *data, size_t len)
{
    const unsigned char *p = data;

    EVP_DigestUpdate(w->sha, data, len);
    w->size += (int64_t)len;
    while (len > 0) {
        size_t n = CHUNK - w->held < len ? CHUNK - w->held : len;

        memcpy(w->chunk + w->held, p, n);
        w->held += n;
        p += n;
        len -= n;
        if (w->held == CHUNK) {
            enum err e = flush(w);

            if (e)
                return e;
        }
    }
    return ERR_OK;
}

enum err blob_writer_close(struct blob_writer *w, struct blob_info *ret_info)
{
    unsigned char digest[32];
    struct blob_info info = { .size = w->size };
    int inserted = 0;
    enum err e = flush(w);

    if (e)
        return e;
    EVP_DigestFinal_ex(w->sha, digest, NULL);
    to_hex(digest, sizeof digest, info.sha256);
    e = db_exec(w->ctx, &SQL_blob_insert, DB_ARGS(db_text(info.sha256), db_i64(info.size)), &inserted);
    if (!e && inserted)
        e = db_exec(w->ctx, &SQL_blob_chunks_rename, DB_ARGS(db_text(w->key), db_text(info.sha256)), NULL);
    else if (!e)
        e = db_exec(w->ctx, &SQL_blob_chunks_drop, DB_ARGS(db_text(w->key)), NULL);
    if (!e)
        *ret_info = info;
    talloc_free(w);
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
