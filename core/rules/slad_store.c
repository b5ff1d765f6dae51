/* A trace as JSON, as text, and in the database. */
#include "core/rules/slad.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/rules/slad_priv.h"
#include "slad_sql.h"

#define TEXT_MAX (4u << 20)

static const char *dumped(TALLOC_CTX *mem, const json_t *j)
{
    char *text = json_dumps(j, JSON_COMPACT);
    const char *copy;

    if (!text)
        mem_exhausted(1);
    copy = mem_strdup(mem, text);
    free(text);
    return copy;
}

static const char *field(const json_t *o, const char *name)
{
    const char *text = json_string_value(json_object_get(o, name));

    return text ? text : "";
}

/* ---- showing ---- */

static json_t *unconfirmed(const struct slad *s)
{
    json_t *list = json_array();
    json_t *p;
    size_t i;

    json_array_foreach(s->parametry, i, p)
    {
        if (strcmp(field(p, "stan"), "confirmed") != 0)
            json_array_append(list, json_object_get(p, "klucz"));
    }
    return list;
}

const char *slad_json(TALLOC_CTX *mem, const struct slad *s)
{
    MEM_SCOPE(tmp, mem);
    const struct odmowa *o = slad_refusal(s);
    json_t *j = o ? json_pack("{s:{s:s,s:s,s:s,s:s}}", "odmowa", "kod", o->kod, "klucz", o->klucz, "dzien",
                              date_text(tmp, o->dzien), "opis", o->opis)
                  : json_pack("{s:O,s:O,s:O,s:o}", "wynik", s->wynik, "slad", s->kroki, "parametry", s->parametry,
                              "niepotwierdzone", unconfirmed(s));
    const char *text = dumped(mem, j);

    json_decref(j);
    return text;
}

static void step_text(struct buf *b, const json_t *k)
{
    buf_printf(b, "%3" JSON_INTEGER_FORMAT ". %s: %s = %s", json_integer_value(json_object_get(k, "lp")),
               field(k, "opis"), field(k, "dzialanie"), field(k, "wynik"));
    if (*field(k, "zaokraglenie"))
        buf_printf(b, ", %s", field(k, "zaokraglenie"));
    if (*field(k, "podstawa"))
        buf_printf(b, " [%s]", field(k, "podstawa"));
    buf_char(b, '\n');
}

static void row_text(struct buf *b, const json_t *p)
{
    buf_printf(b, "     %s = %s %s od %s%s%s, %s%s\n", field(p, "klucz"), field(p, "wartosc"), field(p, "jednostka"),
               field(p, "od"), *field(p, "do") ? " do " : "", field(p, "do"), field(p, "podstawa"),
               strcmp(field(p, "stan"), "confirmed") == 0 ? "" : " (niepotwierdzony)");
}

const char *slad_text(TALLOC_CTX *mem, const struct slad *s)
{
    struct buf b = buf_new(mem, TEXT_MAX);
    const struct odmowa *o = slad_refusal(s);
    const char *key;
    json_t *j;
    size_t i;

    if (o) {
        buf_printf(&b, "odmowa (%s): %s\n", o->kod, o->opis);
        return buf_text(&b);
    }
    json_object_foreach(s->wynik, key, j) buf_printf(&b, "%s = %s\n", key, json_string_value(j));
    json_array_foreach(s->kroki, i, j) step_text(&b, j);
    json_array_foreach(s->parametry, i, j) row_text(&b, j);
    return buf_text(&b);
}

/* ---- keeping ---- */

/* Everything the hash is over: what was calculated for which object, with which knowledge. */
struct zapis {
    const char *obiekt;
    int64_t id;
    const char *rodzaj, *dzien;
    int64_t wiedza;
    const char *wynik, *kroki, *parametry;
};

static const char *hash(struct ctx *ctx, const struct zapis *z)
{
    MEM_SCOPE(tmp, ctx->mem);
    const char *text = mem_printf(tmp, "%s\n%s\n%" PRId64 "\n%s\n%s\n%" PRId64 "\n%s\n%s\n%s\n", ctx->jst, z->obiekt,
                                  z->id, z->rodzaj, z->dzien, z->wiedza, z->wynik, z->kroki, z->parametry);
    char *hex = mem_array(ctx->mem, char, BLOB_SHA_LEN + 1);

    blob_sha256(text, strlen(text), hex);
    return hex;
}

static enum err index_rows(struct ctx *ctx, const struct slad *s, int64_t slad_id)
{
    enum err e = ERR_OK;
    json_t *p;
    size_t i;

    json_array_foreach(s->parametry, i, p)
    {
        if (!e)
            e = db_later(ctx, &SQL_slad_parametr_insert,
                         DB_ARGS(db_i64(slad_id), db_text(field(p, "jst")), db_text(field(p, "klucz")),
                                 db_text(field(p, "od")), db_i64(json_integer_value(json_object_get(p, "wersja")))));
    }
    return e;
}

enum err slad_store(struct ctx *ctx, const struct slad *s, const char *obiekt, int64_t id, const char **ret_sha256)
{
    const struct zapis z = {
        .obiekt = obiekt,
        .id = id,
        .rodzaj = s->rodzaj,
        .dzien = date_text(ctx->mem, s->dzien),
        .wiedza = ctx->now,
        .wynik = dumped(ctx->mem, s->wynik),
        .kroki = dumped(ctx->mem, s->kroki),
        .parametry = dumped(ctx->mem, s->parametry),
    };
    const char *sha = hash(ctx, &z);
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_slad_insert,
                          DB_ARGS(db_text(obiekt), db_i64(id), db_text(z.rodzaj), db_text(z.dzien), db_time(z.wiedza),
                                  db_text(z.wynik), db_text(z.kroki), db_text(z.parametry), db_text(sha)),
                          &r);

    if (!e)
        e = index_rows(ctx, s, db_int(r, 0, "id"));
    if (!e)
        *ret_sha256 = sha;
    return e;
}

enum err slad_has(struct ctx *ctx, const char *obiekt, int64_t id, const char *rodzaj, bool *ret_has)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_slad_has, DB_ARGS(db_text(obiekt), db_i64(id), db_text(rodzaj)), &r);

    if (!e)
        *ret_has = db_flag(r, 0, "jest");
    return e;
}

enum err slad_get(struct ctx *ctx, const char *obiekt, int64_t id, const char *rodzaj, struct db_rows **ret_row)
{
    struct db_rows *r = NULL;
    struct zapis z = { .obiekt = obiekt, .id = id };
    enum err e = db_one(ctx, &SQL_slad_get, DB_ARGS(db_text(obiekt), db_i64(id), db_text(rodzaj)),
                        "Tego nie obliczano według parametrów prawa, więc nie ma przebiegu obliczenia.", &r);

    if (e)
        return e;
    z.rodzaj = db_str(r, 0, "rodzaj");
    z.dzien = db_str(r, 0, "dzien");
    z.wiedza = db_int(r, 0, "wiedza_us");
    z.wynik = db_str(r, 0, "wynik");
    z.kroki = db_str(r, 0, "kroki");
    z.parametry = db_str(r, 0, "parametry");
    if (strcmp(hash(ctx, &z), db_str(r, 0, "sha256")) != 0)
        return ctx_fail(ctx, ERR_INTERNAL, "Zapis przebiegu obliczenia został zmieniony.", "obiekt=%s id=%" PRId64,
                        obiekt, id);
    *ret_row = r;
    return ERR_OK;
}
