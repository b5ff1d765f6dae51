/* /weryfikacja/dowod/…: the proof that a receipt stands in its unit's tree of the day; /weryfikacja/glowa/… and
 * /weryfikacja/glowy/…: the heads of the trees; /weryfikacja/samodzielnie: what to do with the files
 * (docs/sprawdzanie.md). Open to everybody and cached. */
#include <inttypes.h>
#include <string.h>

#include "fcgi/page.h"
#include "modules/esp/drzewo/drzewo.h"
#include "modules/esp/upo/upo.h"

static const char NOT_YET[] =
    "To poświadczenie nie jest jeszcze w zamkniętym drzewie. Dowód będzie dostępny następnego "
    "dnia po wystawieniu poświadczenia.";

/* The receipt's public row and its proof. */
static enum err find(struct req *rq, struct db_rows **ret_upo, struct dowod *ret_dowod)
{
    enum err e = upo_public(rq->ctx, req_param(rq, "numer"), ret_upo);

    return e ? e : drzewo_dowod(rq->ctx, db_str(*ret_upo, 0, "jst"), db_str(*ret_upo, 0, "numer"), ret_dowod);
}

static const char *hex(const struct req *rq, const struct merkle_hash *h)
{
    char text[MERKLE_HEX + 1];

    merkle_hex(h, text);
    return mem_strdup(rq->ctx->mem, text);
}

static void add_proof(struct req *rq, struct view *v, const struct dowod *d)
{
    xml_node *node =
        view_row(v, "dowod", VIEW_S("jst", d->jst), VIEW_S("dzien", d->dzien), VIEW_I("pozycja", d->pozycja),
                 VIEW_I("rozmiar", d->rozmiar), VIEW_I("glowa", d->glowa), VIEW_B("zamknieta", d->zamknieta),
                 VIEW_S("glowa_sha256", d->glowa_sha256), VIEW_S("utworzono_at", d->utworzono_at),
                 VIEW_S("lisc", hex(rq, &d->lisc)), VIEW_S("korzen", hex(rq, &d->korzen)));

    for (int i = 0; i < d->sciezka.n; i++)
        view_sub(v, node, "skrot", VIEW_S("strona", d->z_lewej[i] ? "lewa" : "prawa"),
                 VIEW_S("wartosc", hex(rq, &d->sciezka.hash[i])));
}

static enum err show(struct req *rq)
{
    struct view *v = view_new(rq, "dowod");
    struct db_rows *upo = NULL;
    struct dowod d;
    enum err e = find(rq, &upo, &d);

    if (e)
        return e;
    view_title(v, "Dowód w drzewie poświadczeń");
    view_text(view_row(v, "crumb", VIEW_S("href", "/weryfikacja")), "Sprawdzanie poświadczeń");
    view_columns(v, NULL, upo, 0);
    if (d.stan == DRZEWO_WLACZONE)
        add_proof(rq, v, &d);
    return view_send(v);
}

static enum err send_text(struct req *rq, const char *mime, const char *name, const char *text)
{
    return page_bytes(rq, mime, name, text, strlen(text));
}

static enum err file(struct req *rq)
{
    const char *name = req_param(rq, "plik");
    bool json = strcmp(name, "dowod.json") == 0;
    struct db_rows *upo = NULL;
    struct dowod d;
    enum err e;

    if (!json && strcmp(name, "dowod.txt") != 0)
        return ctx_fail(rq->ctx, ERR_NOTFOUND, "Nie ma takiego pliku.", "plik");
    e = find(rq, &upo, &d);
    if (e)
        return e;
    if (d.stan != DRZEWO_WLACZONE)
        return ctx_fail(rq->ctx, ERR_NOTFOUND, NOT_YET, "numer=%s", d.numer);
    return json ? send_text(rq, "application/json", name, dowod_json(rq->ctx, &d))
                : send_text(rq, "text/plain; charset=utf-8", name, dowod_txt(rq->ctx, &d));
}

static enum err head_file(struct req *rq)
{
    static const struct {
        const char *name;
        const char *column;
        const char *mime;
        bool binary;
    } files[] = {
        { "glowa.txt", "tresc", "text/plain; charset=utf-8", false },
        { "glowa.sig", "podpis", "application/octet-stream", true },
        { "glowa.tst", "znacznik", "application/octet-stream", true },
        { "certyfikaty.pem", "certyfikaty", "application/x-pem-file", false },
    };
    const char *name = req_param(rq, "plik");
    struct db_rows *row = NULL;
    enum err e = drzewo_head(rq->ctx, req_param(rq, "jst"), req_id(rq, "numer"), &row);

    for (size_t i = 0; !e && i < sizeof files / sizeof files[0]; i++) {
        size_t len = 0;
        const void *data;

        if (strcmp(files[i].name, name) != 0)
            continue;
        if (!files[i].binary)
            return send_text(rq, files[i].mime, name, db_str(row, 0, files[i].column));
        data = db_blob(rq->ctx->mem, row, 0, files[i].column, &len);
        return page_bytes(rq, files[i].mime, name, data, len);
    }
    return e ? e : ctx_fail(rq->ctx, ERR_NOTFOUND, "Nie ma takiego pliku.", "plik");
}

/* At most 500 at once; ?po= goes on from a number. */
static enum err heads(struct req *rq)
{
    const char *text = "";
    enum err e = drzewo_heads_jsonl(rq->ctx, req_param(rq, "jst"), req_id(rq, "po"), &text);

    if (!e && !*text)
        e = ctx_fail(rq->ctx, ERR_NOTFOUND, "Ta jednostka nie ma (dalszych) głów drzewa.", "jst");
    return e ? e
             : send_text(rq, "application/x-ndjson", mem_printf(rq->ctx->mem, "glowy-%s.jsonl", req_param(rq, "jst")),
                         text);
}

static enum err show_how(struct req *rq)
{
    struct view *v = view_new(rq, "samodzielnie");

    view_title(v, "Jak samodzielnie sprawdzić poświadczenie urzędu");
    view_text(view_row(v, "crumb", VIEW_S("href", "/weryfikacja")), "Sprawdzanie poświadczeń");
    return view_send(v);
}

const struct route dowod_routes[] = {
    { GET, "/weryfikacja/samodzielnie", ROLE_PUBLIC, show_how, ROUTE_CACHED, NULL },
    { GET, "/weryfikacja/dowod/{numer}", ROLE_PUBLIC, show, ROUTE_CACHED, NULL },
    { GET, "/weryfikacja/dowod/{numer}/{plik}", ROLE_PUBLIC, file, ROUTE_CACHED, NULL },
    { GET, "/weryfikacja/glowa/{jst}/{numer}/{plik}", ROLE_PUBLIC, head_file, ROUTE_CACHED, NULL },
    { GET, "/weryfikacja/glowy/{jst}", ROLE_PUBLIC, heads, ROUTE_CACHED, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};
