/* Proofs and heads as texts that others read. Values are digits, letters of numbers and hexadecimal: nothing to escape,
 * except in the heads, which go through jansson. */
#include <inttypes.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/ctx/db.h"
#include "drzewo_sql.h"
#include "modules/esp/drzewo/drzewo.h"

#define TEXT_MAX ((size_t)16 << 10)
#define HEADS_MAX ((size_t)16 << 20)

static const char *hex(TALLOC_CTX *mem, const struct merkle_hash *h)
{
    char text[MERKLE_HEX + 1];

    merkle_hex(h, text);
    return mem_strdup(mem, text);
}

const char *dowod_txt(struct ctx *ctx, const struct dowod *d)
{
    struct buf b = buf_new(ctx->mem, TEXT_MAX);

    buf_printf(&b,
               "Lubuski e-Urzad, dowod wlaczenia poswiadczenia do drzewa, wersja 1\njednostka: %s\nposwiadczenie: %s\n"
               "skrot pliku: %s\nglowa: %" PRId64 "\npozycja: %" PRId64 "\nposwiadczen: %" PRId64
               "\nskrot liscia: %s\n",
               d->jst, d->numer, d->sha256, d->glowa, d->pozycja, d->rozmiar, hex(ctx->mem, &d->lisc));
    for (int i = 0; i < d->sciezka.n; i++)
        buf_printf(&b, "%s: %s\n", d->z_lewej[i] ? "lewy" : "prawy", hex(ctx->mem, &d->sciezka.hash[i]));
    buf_printf(&b, "korzen: %s\n", hex(ctx->mem, &d->korzen));
    return buf_text(&b);
}

const char *dowod_json(struct ctx *ctx, const struct dowod *d)
{
    struct buf b = buf_new(ctx->mem, TEXT_MAX);

    buf_printf(&b,
               "{\"wersja\":1,\"jednostka\":\"%s\",\"poswiadczenie\":\"%s\",\"sha256\":\"%s\",\"glowa\":%" PRId64
               ",\"pozycja\":%" PRId64 ",\"poswiadczen\":%" PRId64 ",\"lisc\":\"%s\",\"sciezka\":[",
               d->jst, d->numer, d->sha256, d->glowa, d->pozycja, d->rozmiar, hex(ctx->mem, &d->lisc));
    for (int i = 0; i < d->sciezka.n; i++)
        buf_printf(&b, "%s{\"strona\":\"%s\",\"skrot\":\"%s\"}", i ? "," : "", d->z_lewej[i] ? "lewa" : "prawa",
                   hex(ctx->mem, &d->sciezka.hash[i]));
    buf_printf(&b, "],\"korzen\":\"%s\"}\n", hex(ctx->mem, &d->korzen));
    return buf_text(&b);
}

static void add_head(struct buf *b, const struct db_rows *r, int i)
{
    MEM_SCOPE(tmp, b->mem);
    json_t *o =
        json_pack("{s:s, s:s, s:I, s:s, s:s, s:s, s:s}", "typ", "glowa", "jst", db_str(r, i, "jst"), "numer",
                  (json_int_t)db_int(r, i, "numer"), "tresc", db_str(r, i, "tresc"), "podpis", db_str(r, i, "podpis"),
                  "znacznik", db_str(r, i, "znacznik"), "certyfikaty", db_str(r, i, "certyfikaty"));
    const char *text = json_text(tmp, o);

    if (!text)
        mem_exhausted(1);
    buf_str(b, text);
    buf_char(b, '\n');
}

enum err drzewo_heads_jsonl(struct ctx *ctx, const char *jst, int64_t after, const char **ret_text)
{
    struct buf b = buf_new(ctx->mem, HEADS_MAX);
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_drzewo_heads, DB_ARGS(db_text(jst), db_i64(after)), &rows);

    for (int i = 0; !e && i < rows->n; i++)
        add_head(&b, rows, i);
    if (!e)
        *ret_text = buf_text(&b);
    return e;
}
