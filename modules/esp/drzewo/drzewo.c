/* Making heads: leaves, roots, text; then the signer. */
#include "modules/esp/drzewo/drzewo.h"

#include <inttypes.h>
#include <string.h>

#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/seal/seal_heads.h"
#include "core/seal/treehead.h"
#include "drzewo_obieg_sql.h"
#include "drzewo_sql.h"

static const char BROKEN[] = "Dziennik głów drzewa jest niespójny. Trzeba go sprawdzić poleceniem „journal verify”.";

/* The head before, and whether another one of this day may follow it. */
static enum err before(struct ctx *ctx, struct date dzien, struct treehead *h, bool *ret_open)
{
    struct db_rows *last = NULL;
    struct date last_day;
    enum err e = db_query(ctx, &SQL_drzewo_last, DB_NONE, &last);

    if (e)
        return e;
    *ret_open = true;
    if (h->numer != (last->n ? db_int(last, 0, "numer") : 0) + 1)
        return ctx_fail(ctx, ERR_INTERNAL, BROKEN, "jst=%s counter=%" PRId64, ctx->jst, h->numer);
    if (last->n == 0)
        return ERR_OK;
    if (!date_parse(db_str(last, 0, "dzien"), &last_day) || !merkle_parse(db_str(last, 0, "sha256"), &h->poprzednia))
        return ctx_fail(ctx, ERR_INTERNAL, BROKEN, "jst=%s head=%" PRId64, ctx->jst, h->numer - 1);
    *ret_open =
        date_compare(dzien, last_day) > 0 || (date_compare(dzien, last_day) == 0 && !db_flag(last, 0, "zamknieta"));
    return ERR_OK;
}

static enum err leaves(struct ctx *ctx, const char *jst, const char *dzien, int64_t n, struct merkle_hash **ret_hashes,
                       int *ret_n)
{
    MEM_SCOPE(tmp, ctx->mem);
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_drzewo_leaves, DB_ARGS(db_text(jst), db_text(dzien), db_i64(n)), &rows);

    if (e)
        return e;
    *ret_hashes = mem_array(ctx->mem, struct merkle_hash, (size_t)rows->n + 1);
    for (int i = 0; i < rows->n; i++)
        (*ret_hashes)[i] = treehead_leaf(tmp, db_str(rows, i, "numer"), db_str(rows, i, "sha256"));
    *ret_n = rows->n;
    return ERR_OK;
}

static enum err receipts_root(struct ctx *ctx, struct treehead *h)
{
    struct merkle_hash *hashes = NULL;
    int n = 0;
    enum err e = leaves(ctx, ctx->jst, date_text(ctx->mem, h->dzien), INT64_MAX, &hashes, &n);

    if (e)
        return e;
    h->n_lisci = n;
    h->korzen_lisci = merkle_root(hashes, (size_t)n);
    talloc_free(hashes);
    return ERR_OK;
}

/* The root is taken over what was just recorded, not over the live ends, which move. */
static enum err chains_root(struct ctx *ctx, struct treehead *h)
{
    MEM_SCOPE(tmp, ctx->mem);
    struct merkle_hash *hashes;
    struct db_rows *rows = NULL;
    enum err e = db_exec(ctx, &SQL_drzewo_add_chains, DB_ARGS(db_i64(h->numer)), NULL);

    if (!e)
        e = db_query(ctx, &SQL_drzewo_chains, DB_NONE, &rows);
    if (e)
        return e;
    hashes = mem_array(tmp, struct merkle_hash, (size_t)rows->n + 1);
    for (int i = 0; i < rows->n; i++)
        hashes[i] = treehead_chain(tmp, db_str(rows, i, "obiekt"), db_int(rows, i, "obiekt_id"), db_int(rows, i, "lp"),
                                   db_str(rows, i, "hash"));
    h->n_lancuchow = rows->n;
    h->korzen_lancuchow = merkle_root(hashes, (size_t)rows->n);
    return ERR_OK;
}

static enum err store(struct ctx *ctx, const struct treehead *h)
{
    const char *text = treehead_text(ctx->mem, h);
    char leaves_hex[MERKLE_HEX + 1];
    char chains_hex[MERKLE_HEX + 1];
    char sha[BLOB_SHA_LEN + 1];

    merkle_hex(&h->korzen_lisci, leaves_hex);
    merkle_hex(&h->korzen_lancuchow, chains_hex);
    blob_sha256(text, strlen(text), sha);
    return db_exec(ctx, &SQL_drzewo_add_head,
                   DB_ARGS(db_i64(h->numer), db_text(date_text(ctx->mem, h->dzien)), db_bool(h->zamknieta),
                           db_i64(h->n_lisci), db_text(leaves_hex), db_i64(h->n_lancuchow), db_text(chains_hex),
                           db_time(h->czas), db_text(text), db_text(sha)),
                   NULL);
}

enum err drzewo_make(struct ctx *ctx, struct date dzien, bool close, int64_t *ret_numer)
{
    struct treehead h = { .dzien = dzien, .zamknieta = close, .czas = ctx->now };
    struct db_rows *next = NULL;
    bool open = false;
    int added = 0;
    enum err e = db_query(ctx, &SQL_drzewo_next, DB_NONE, &next);

    *ret_numer = 0;
    if (e)
        return e;
    h.numer = db_int(next, 0, "numer");
    memcpy(h.jst, ctx->jst, strnlen(ctx->jst, sizeof h.jst - 1));
    e = before(ctx, dzien, &h, &open);
    if (!e && open)
        e = db_exec(ctx, &SQL_drzewo_add_leaves, DB_ARGS(db_text(date_text(ctx->mem, dzien))), &added);
    if (e || !open || (added == 0 && !close))
        return e;
    e = receipts_root(ctx, &h);
    if (!e)
        e = chains_root(ctx, &h);
    if (!e)
        e = store(ctx, &h);
    if (!e)
        *ret_numer = h.numer;
    return e;
}

/* ---- signing ---- */

static enum err keep(struct ctx *ctx, const struct seal_head *head, int64_t numer, int *n)
{
    int changed = 0;
    enum err e = ctx_act_in(ctx, head->jst);

    if (!e)
        e = db_exec(ctx, &SQL_drzewo_sign,
                    DB_ARGS(db_i64(numer), db_bytes(head->signature, head->n_signature),
                            db_bytes(head->token, head->n_token), db_text(head->certificates)),
                    &changed);
    *n += changed;
    return e;
}

enum err drzewo_sign(struct ctx *ctx, int *ret_n, int *ret_left)
{
    struct seal_head *heads;
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_drzewo_unsigned, DB_NONE, &rows);

    *ret_n = 0;
    *ret_left = 0;
    if (e || rows->n == 0)
        return e;
    heads = mem_array(ctx->mem, struct seal_head, (size_t)rows->n);
    for (int i = 0; i < rows->n; i++)
        heads[i] = (struct seal_head){ .jst = db_str(rows, i, "jst"), .text = db_str(rows, i, "tresc") };
    e = seal_heads(ctx, heads, rows->n);
    for (int i = 0; !e && i < rows->n; i++) {
        if (heads[i].problem)
            (*ret_left)++;
        else
            e = keep(ctx, &heads[i], db_int(rows, i, "numer"), ret_n);
    }
    return e;
}

/* ---- proofs ---- */

static enum err prove(struct ctx *ctx, struct dowod *d)
{
    struct merkle_hash *hashes = NULL;
    int n = 0;
    enum err e = leaves(ctx, d->jst, d->dzien, d->rozmiar, &hashes, &n);

    if (e)
        return e;
    if (n != d->rozmiar || d->pozycja >= n)
        return ctx_fail(ctx, ERR_INTERNAL, BROKEN, "jst=%s dzien=%s leaves=%d", d->jst, d->dzien, n);
    d->lisc = hashes[d->pozycja];
    merkle_path(hashes, (size_t)n, (size_t)d->pozycja, &d->sciezka);
    merkle_path_sides((size_t)d->pozycja, (size_t)n, d->z_lewej);
    talloc_free(hashes);
    if (!merkle_path_ok(&d->lisc, (size_t)d->pozycja, (size_t)n, &d->sciezka, &d->korzen))
        return ctx_fail(ctx, ERR_INTERNAL, BROKEN, "jst=%s dzien=%s: the leaves do not give the root", d->jst,
                        d->dzien);
    d->stan = DRZEWO_WLACZONE;
    return ERR_OK;
}

enum err drzewo_dowod(struct ctx *ctx, const char *jst, const char *numer, struct dowod *ret_dowod)
{
    struct dowod d = { .stan = DRZEWO_CZEKA, .jst = jst, .numer = numer, .dzien = "" };
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_drzewo_leaf, DB_ARGS(db_text(numer), db_text(jst)), &r);

    if (e)
        return e;
    if (r->n == 1 && !db_is_null(r, 0, "numer")) {
        d.numer = db_str(r, 0, "numer_upo");
        d.sha256 = db_str(r, 0, "upo_sha256");
        d.dzien = db_str(r, 0, "dzien");
        d.pozycja = db_int(r, 0, "lp");
        d.rozmiar = db_int(r, 0, "n_lisci");
        d.glowa = db_int(r, 0, "numer");
        d.zamknieta = db_flag(r, 0, "zamknieta");
        d.glowa_sha256 = db_str(r, 0, "sha256");
        d.utworzono_at = db_str(r, 0, "utworzono_at");
        if (!merkle_parse(db_str(r, 0, "korzen_lisci"), &d.korzen))
            return ctx_fail(ctx, ERR_INTERNAL, BROKEN, "jst=%s head=%" PRId64, jst, d.glowa);
        e = prove(ctx, &d);
    }
    if (!e)
        *ret_dowod = d;
    return e;
}

enum err drzewo_head(struct ctx *ctx, const char *jst, int64_t numer, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_drzewo_head, DB_ARGS(db_text(jst), db_i64(numer)), "Nie ma takiej głowy drzewa.", ret_row);
}
