/* Looks into a file that was sent: nothing of it is believed, nothing is stored here. A bad signature is a finding,
 * not a reason to refuse: the letter has arrived all the same. */
#include "modules/esp/skrytka/ogledziny.h"

#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/doc/mime.h"
#include "core/doc/xml.h"
#include "core/sig/verify_box.h"
#include "modules/forms/wzor/wzor.h"

#define NAME_MAX_BYTES ((size_t)200)
#define TITLE_MAX_BYTES ((size_t)400)
#define SIGN_MAX_BYTES ((size_t)100)

/* ---- text from outside ---- */

/* At most max bytes of valid text on one line: control characters become spaces, a cut falls between characters. */
static char *one_line(TALLOC_CTX *mem, const char *s, size_t max)
{
    char *out = mem_strdup(mem, s && xml_is_utf8(s, strlen(s)) ? s : "");
    size_t len = strlen(out);

    if (len > max) {
        for (len = max; len > 0 && ((unsigned char)out[len] & 0xC0) == 0x80; len--)
            ;
        out[len] = '\0';
    }
    for (char *c = out; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = ' ';
    return out;
}

/* The last part of a path, without characters that file systems or headers give a meaning to. A long name is cut before
 * its extension. */
static const char *file_name(TALLOC_CTX *mem, const char *given, const char *otherwise)
{
    const char *s = given ? given : "";
    char *name;
    char *start;
    const char *dot;

    for (const char *c = s; *c; c++)
        if ((*c == '/' || *c == '\\') && c[1])
            s = c + 1;
    dot = strrchr(s, '.');
    if (dot && strlen(s) > NAME_MAX_BYTES && strlen(dot) <= 12)
        name =
            mem_printf(mem, "%s%s", one_line(mem, mem_strndup(mem, s, (size_t)(dot - s)), NAME_MAX_BYTES - strlen(dot)),
                       one_line(mem, dot, 12));
    else
        name = one_line(mem, s, NAME_MAX_BYTES);
    for (char *c = name; *c; c++)
        if (strchr("/\\:*?\"<>|", *c))
            *c = '_';
    start = name + strspn(name, " .");
    for (char *end = start + strlen(start); end > start && (end[-1] == ' ' || end[-1] == '.'); end--)
        end[-1] = '\0';
    return *start ? start : otherwise;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s);
    size_t m = strlen(end);

    return n >= m && strcasecmp(s + n - m, end) == 0;
}

/* ---- the file as a whole ---- */

/* „<” is the first thing after a byte-order mark and white space. */
static bool starts_like_xml(const char *data, size_t len)
{
    size_t i = len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    while (i < len && (data[i] == ' ' || data[i] == '\t' || data[i] == '\n' || data[i] == '\r'))
        i++;
    return i < len && data[i] == '<';
}

static enum err check_size(struct ctx *ctx, const struct zlozenie *z)
{
    size_t max = (size_t)ctx->app->conf.max_document;

    if (z->n_dane == 0)
        return ctx_fail_field(ctx, "plik", "Dokument jest pusty.");
    if (z->n_dane > max)
        return ctx_fail_field(ctx, "plik",
                              mem_printf(ctx->mem,
                                         "Dokument jest za duży. Może mieć najwyżej %zu MB razem z załącznikami.",
                                         max / 1048576));
    return ERR_OK;
}

static enum err unreadable(struct ctx *ctx, const char *problem)
{
    ctx->fail.field = "plik";
    if (problem == XML_TOO_COMPLEX)
        return ctx_fail(ctx, ERR_INVALID, "Dokument ma zbyt wiele elementów lub atrybutów, by go bezpiecznie odczytać.",
                        "xml: %s", problem);
    return ctx_fail(
        ctx, ERR_INVALID,
        "Dokument nie jest poprawnym plikiem XML w kodowaniu UTF-8 albo zawiera niedozwoloną definicję typu "
        "(DOCTYPE).",
        "xml: %s", problem);
}

/* What is called XML must be readable as XML; what only looks like it (a page, a drawing) may be a file like any
 * other. */
static enum err look_at_format(struct ctx *ctx, const struct zlozenie *z, struct ogledziny *o, xmlDoc **ret_doc)
{
    const char *reason = NULL;
    const char *problem = NULL;
    bool named_xml = ends_with(o->nazwa_pliku, ".xml") || ends_with(o->nazwa_pliku, ".xades");
    bool is_xml = (named_xml || starts_like_xml(z->dane, z->n_dane)) &&
                  xml_parse(ctx->mem, z->dane, z->n_dane, z->n_dane, ret_doc, &problem) == ERR_OK;
    bool is_file =
        !named_xml && mime_acceptable(ctx->mem, o->nazwa_pliku, mime_of(ctx->mem, z->dane, z->n_dane), &reason);

    o->mime = is_file ? mime_for_name(o->nazwa_pliku) : "text/xml";
    if (is_file)
        o->tytul = o->nazwa_pliku;
    if (is_xml || is_file)
        return ERR_OK;
    return problem ? unreadable(ctx, problem) : ctx_fail_field(ctx, "plik", reason);
}

/* ---- signature ---- */

/* Somebody poses as a person whom a trusted profile would name (check 31): the office's administrators should know. */
static void alarm_forgery(const struct ctx *ctx, const struct verify_report *r)
{
    for (int i = 0; i < r->n; i++)
        if (r->signatures[i].checks & VERIFY_CHECK(31))
            log_warn(ctx, "identity.forged", LOG_S("certyfikat", r->signatures[i].cert_sha256));
}

static void note_report(struct ctx *ctx, const struct verify_report *r, struct ogledziny *o)
{
    o->podpis = verify_indication_name(r->indication);
    o->raport = verify_text(ctx->mem, r, true);
    o->odcisk = r->n > 0 && *r->signatures[0].fingerprint ? r->signatures[0].fingerprint : NULL;
    o->powtorzyc = r->n_missing > 0 && strcmp(r->subindication, "TRY_LATER") == 0;
    o->sprawdzenie = r;
}

/* The first thing done with the bytes, in the sandbox. */
static enum err look_at_signature(struct ctx *ctx, const struct zlozenie *z, struct ogledziny *o,
                                  struct verify_report *ret_report)
{
    struct verify_request rq = {
        .data = z->dane, .len = z->n_dane, .max = z->n_dane, .profile = VERIFY_FOREIGN, .at = ctx->now
    };
    enum err e = verify_document(ctx, &rq, ret_report);

    if (e)
        return e;
    alarm_forgery(ctx, ret_report);
    note_report(ctx, ret_report, o);
    return ERR_OK;
}

/* ---- attachments ---- */

static enum err look_at_attachment(struct ctx *ctx, const struct wzor_zalacznik *z, int lp,
                                   struct obejrzany_zalacznik *ret_z)
{
    const char *name = file_name(ctx->mem, z->nazwa, mem_printf(ctx->mem, "zalacznik-%d", lp));
    const char *reason = NULL;
    size_t max = (size_t)ctx->app->conf.max_file;

    /* A reference to a file elsewhere would give the office a letter without its attachment. */
    if (!z->dane)
        return ctx_fail_field(
            ctx, "pliki", mem_printf(ctx->mem, "Załącznika „%s” nie ma w dokumencie. Dołącz plik do dokumentu.", name));
    if (z->n_dane > max)
        return ctx_fail_field(
            ctx, "pliki",
            mem_printf(ctx->mem, "Załącznik „%s” jest za duży. Może mieć najwyżej %zu MB.", name, max / 1048576));
    if (!mime_acceptable(ctx->mem, name, mime_of(ctx->mem, z->dane, z->n_dane), &reason))
        return ctx_fail_field(ctx, "pliki", reason);
    *ret_z = (struct obejrzany_zalacznik){ name, mime_for_name(name), z->dane, z->n_dane };
    return ERR_OK;
}

static enum err look_at_attachments(struct ctx *ctx, const struct wzor_odczyt *w, struct ogledziny *o)
{
    int max = ctx->app->conf.max_files;
    enum err e = ERR_OK;

    if (w->n_zalacznikow > max)
        return ctx_fail_field(
            ctx, "pliki",
            mem_printf(ctx->mem, "Za dużo załączników: %d. Można dołączyć najwyżej %d.", w->n_zalacznikow, max));
    o->zalaczniki = mem_array(ctx->mem, struct obejrzany_zalacznik, (size_t)w->n_zalacznikow + 1);
    for (int i = 0; i < w->n_zalacznikow && !e; i++)
        e = look_at_attachment(ctx, &w->zalaczniki[i], i + 1, &o->zalaczniki[i]);
    o->n_zalacznikow = w->n_zalacznikow;
    return e;
}

/* ---- content ---- */

/* The title, case sign and attachments of a letter. Where the signature is good only the bytes it covers are read
 * (verifier check 33), so that nothing outside of them can pose as signed. */
static enum err look_at_letter(struct ctx *ctx, xmlDoc *doc, const struct verify_report *report, struct ogledziny *o)
{
    struct wzor_odczyt w;
    enum err e;

    if (report->indication == VERIFY_TOTAL_PASSED && report->signed_bytes &&
        xml_parse(ctx->mem, report->signed_bytes, report->signed_len, report->signed_len, &doc, NULL))
        return ctx_fail(ctx, ERR_INTERNAL, "Nie udało się odczytać podpisanej treści.", "signed bytes do not parse");
    if (!wzor_is(doc))
        return ERR_OK;
    e = wzor_read(ctx, doc, &w);
    if (e)
        return e;
    if (*w.tytul)
        o->tytul = one_line(ctx->mem, w.tytul, TITLE_MAX_BYTES);
    o->znak_sprawy = one_line(ctx->mem, w.znak_sprawy, SIGN_MAX_BYTES);
    return look_at_attachments(ctx, &w, o);
}

static const char *namespace_of(const xmlDoc *doc)
{
    const xmlNode *root = xmlDocGetRootElement(doc);

    return root && root->ns && root->ns->href ? (const char *)root->ns->href : "";
}

enum err ogledziny(struct ctx *ctx, const struct zlozenie *z, struct ogledziny *ret_o)
{
    struct ogledziny o = { .tytul = "(bez tytułu)", .wzor = "", .znak_sprawy = "" };
    struct verify_report *report = mem_zero(ctx->mem, struct verify_report);
    xmlDoc *doc = NULL;
    enum err e = check_size(ctx, z);

    if (e)
        return e;
    o.nazwa_pliku =
        file_name(ctx->mem, z->nazwa_pliku, starts_like_xml(z->dane, z->n_dane) ? "dokument.xml" : "dokument");
    e = look_at_signature(ctx, z, &o, report);
    /* what broke the sandbox is taken in unread: it has arrived, and a person will look at it with care */
    if (!e && report->dead)
        o.mime = "application/octet-stream";
    else if (!e)
        e = look_at_format(ctx, z, &o, &doc);
    /* what only looked like XML and bears no signature is a file like any other */
    if (!e && !doc && !report->dead && report->n == 0) {
        *report = verify_report_of(VERIFY_NONE, "", 0, "Podpisu w pliku tego rodzaju nie sprawdzono.");
        note_report(ctx, report, &o);
    }
    if (!e && doc) {
        o.wzor = mem_strdup(ctx->mem, namespace_of(doc));
        e = look_at_letter(ctx, doc, report, &o);
    }
    if (!e)
        *ret_o = o;
    return e;
}
