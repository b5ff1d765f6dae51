/* Files: stored once a unit, read back whole, and never when they are another unit's or damaged. */
#include "tests/unit/core/second.h"

#include <string.h>

#include "core/ctx/blob.h"

enum { CHUNK = 256 * 1024 };

static unsigned char *content(struct ctx *ctx, size_t n, unsigned seed)
{
    unsigned char *p = mem_zero_bytes(ctx->mem, 1, n + 1, "content");

    for (size_t i = 0; i < n; i++)
        p[i] = (unsigned char)((i * 31 + i / 251 + seed) & 0xff);
    return p;
}

static const size_t SIZES[] = { 0, 1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17 };
enum { N_SIZES = sizeof SIZES / sizeof SIZES[0] };

static void check_stored(struct ctx *ctx, const struct blob_info *info, const void *data, size_t n)
{
    char sha[BLOB_SHA_LEN + 1];
    void *back = NULL;
    size_t len = 99;

    blob_sha256(data, n, sha);
    assert_string_equal(info->sha256, sha);
    assert_int_equal(info->size, n);
    assert_int_equal(blob_get(ctx, sha, n, &back, &len), ERR_OK);
    assert_int_equal(len, n);
    assert_memory_equal(back, data, n);
    assert_int_equal(((char *)back)[n], 0);
}

static void known_hash(void **state)
{
    char sha[BLOB_SHA_LEN + 1];

    (void)state;
    blob_sha256("abc", 3, sha);
    assert_string_equal(sha, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    blob_sha256("", 0, sha);
    assert_string_equal(sha, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void put_and_get(void **state)
{
    for (int i = 0; i < N_SIZES; i++) {
        struct ctx *ctx = fx_clerk(state, "referent");
        const unsigned char *data = content(ctx, SIZES[i], (unsigned)i);
        struct blob_info info;

        assert_int_equal(blob_put(ctx, data, SIZES[i], &info), ERR_OK);
        check_stored(ctx, &info, data, SIZES[i]);
    }
}

/* The same content twice: one file, no parts left over. */
static void same_content_costs_nothing(void **state)
{
    struct ctx *ctx = fx_clerk(state, "referent");
    size_t n = 2 * CHUNK + 5;
    const unsigned char *data = content(ctx, n, 77);
    struct blob_info first;
    struct blob_info again;
    int64_t blobs = 0;
    int64_t parts = 0;

    assert_int_equal(blob_put(ctx, data, n, &first), ERR_OK);
    blobs = fx_count(ctx, "store.blob");
    parts = fx_count(ctx, "store.blob_czesc");
    assert_int_equal(blob_put(ctx, data, n, &again), ERR_OK);
    assert_string_equal(first.sha256, again.sha256);
    assert_int_equal(fx_count(ctx, "store.blob"), blobs);
    assert_int_equal(fx_count(ctx, "store.blob_czesc"), parts);

    assert_int_equal(blob_put(ctx, "jeden raz\0", 10, &again), ERR_OK);
    assert_int_equal(blob_put(ctx, "jeden raz\0", 10, &again), ERR_OK);
    assert_int_equal(fx_count(ctx, "store.blob"), blobs + 1);
    assert_int_equal(fx_count(ctx, "store.blob_czesc"), parts + 1);
    check_stored(ctx, &first, data, n);
}

static void other_units_have_nothing(void **state)
{
    struct ctx *ctx = fx_clerk(state, "referent");
    struct blob_info info;
    void *back = NULL;
    size_t len = 0;

    assert_int_equal(blob_put(ctx, "tylko Santok", 12, &info), ERR_OK);
    fx_clerk(state, "inna-referent");
    assert_int_equal(blob_get(ctx, info.sha256, 100, &back, &len), ERR_NOTFOUND);
    assert_null(back);
    ctx_forgive(ctx);
    /* The other unit's own copy is its own. */
    assert_int_equal(blob_put(ctx, "tylko Santok", 12, &info), ERR_OK);
    assert_int_equal(blob_get(ctx, info.sha256, 100, &back, &len), ERR_OK);
    fx_clerk(state, "referent");
    assert_int_equal(blob_get(ctx, info.sha256, 12, &back, &len), ERR_OK);
}

static void too_large_or_not_there(void **state)
{
    struct ctx *ctx = fx_clerk(state, "referent");
    struct blob_info info;
    void *back = NULL;
    size_t len = 0;

    assert_int_equal(blob_put(ctx, "dwanaście", 10, &info), ERR_OK);
    assert_int_equal(blob_get(ctx, info.sha256, 9, &back, &len), ERR_INVALID);
    ctx_forgive(ctx);
    assert_int_equal(blob_get(ctx, "nie ma", 9, &back, &len), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(blob_get(ctx, "", 9, &back, &len), ERR_NOTFOUND);
    ctx_forgive(ctx);
}

/* Programs may not change what is stored, so the damage is made on the way in: a file whose parts do not fit its name. */
static void damage_is_found(void **state)
{
    static const struct db_sql file = { "t_file", "SELECT store.zapisz($1, 10, NULL)", 1 };
    static const struct db_sql part = { "t_part", "SELECT store.dopisz($1, 0, $2::bytea)", 2 };
    static const char *const parts[] = { "zły plik!", "cały", NULL };

    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct ctx *ctx = second_ctx(fx_app(), FX_JST);
        char sha[BLOB_SHA_LEN + 1];
        struct db_rows *r = NULL;
        void *back = NULL;
        size_t len = 0;

        blob_sha256("cały plik", strlen("cały plik"), sha);
        assert_int_equal(db_query(ctx, &file, DB_ARGS(db_text(sha)), &r), ERR_OK);
        if (parts[i])
            assert_int_equal(db_query(ctx, &part, DB_ARGS(db_text(sha), db_bytes(parts[i], strlen(parts[i]))), &r),
                             ERR_OK);
        assert_int_equal(blob_get(ctx, sha, 100, &back, &len), ERR_INTERNAL);
        assert_string_equal(ctx->fail.message, "Plik jest uszkodzony.");
        assert_null(back);
        ctx_free(ctx);
    }
}

/* A part that goes beyond the size of its file, or one for a file that is complete, is not taken. */
static void a_complete_file_takes_no_more(void **state)
{
    static const struct db_sql part = { "t_more", "SELECT store.dopisz($1, $2::int, $3::bytea)", 3 };
    static const int sizes[] = { 10, 11 };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct ctx *ctx = second_ctx(fx_app(), FX_JST);
        struct blob_info info;
        struct db_rows *r = NULL;

        assert_int_equal(blob_put(ctx, "pełny plik", 11, &info), ERR_OK);
        assert_int_equal(db_query(ctx, &part, DB_ARGS(db_text(info.sha256), db_i64(sizes[i]), db_bytes("x", 1)), &r),
                         ERR_DENIED);
        ctx_free(ctx);
    }
}

static void nothing_stored_can_be_changed(void **state)
{
    static const struct db_sql changes[] = {
        { "t_update", "UPDATE store.blob_czesc SET dane = ''::bytea WHERE jst = app_jst() AND sha256 = $1", 1 },
        { "t_delete", "DELETE FROM store.blob_czesc WHERE jst = app_jst() AND sha256 = $1", 1 },
        { "t_drop", "DELETE FROM store.blob WHERE jst = app_jst() AND sha256 = $1", 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct ctx *ctx = second_ctx(fx_app(), FX_JST);
        struct blob_info info;

        assert_int_equal(blob_put(ctx, "treść", 7, &info), ERR_OK);
        assert_int_equal(db_exec(ctx, &changes[i], DB_ARGS(db_text(info.sha256)), NULL), ERR_DENIED);
        ctx_free(ctx);
    }
}

/* Whichever call fails, a rolled-back transaction leaves nothing. */
static void faults_leave_nothing(void **state)
{
    struct ctx *outer = *state;
    size_t n = 2 * CHUNK + 3;
    const unsigned char *data = content(outer, n, 42);
    char sha[BLOB_SHA_LEN + 1];
    enum err e = ERR_BUSY;

    blob_sha256(data, n, sha);
    for (int fail = 1; e; fail++) {
        struct ctx *ctx = second_ctx(outer->app, FX_JST);
        struct blob_info info;
        void *back = NULL;
        size_t len = 0;

        assert_true(fail < 50);
        db_fail_at(fail);
        e = blob_put(ctx, data, n, &info);
        db_fail_at(0);
        assert_true(e == ERR_OK || e == ERR_BUSY);
        db_rollback(ctx);
        ctx_forgive(ctx);
        assert_int_equal(blob_get(ctx, sha, n, &back, &len), ERR_NOTFOUND);
        ctx_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(known_hash),
        fx_test(put_and_get),
        fx_test(same_content_costs_nothing),
        fx_test(other_units_have_nothing),
        fx_test(too_large_or_not_there),
        fx_test(damage_is_found),
        fx_test(a_complete_file_takes_no_more),
        fx_test(nothing_stored_can_be_changed),
        fx_test(faults_leave_nothing),
    };

    return fx_run(tests);
}
