/* Receipts: builds the XML, has it sealed, stores it and its public facts. Who may ask for one is row security's
 * job. */
#include "modules/esp/upo/upo.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/doc/xml.h"
#include "core/law/date.h"
#include "core/seal/seal.h"
#include "modules/org/jst/jst.h"
#include "upo_sql.h"

#define UPO_MAX ((size_t)1048576)
#define UPO_LT_MAX (32u << 20) /* with revocation lists inside */
#define NAZWA_MAX ((size_t)500)
#define ID_MAX ((size_t)100)
#define ZNAK_MAX ((size_t)200)

/* What the two kinds have in common while one is being made. */
struct issue {
    struct ctx *ctx;
    const struct jst *jst;
    const char *rodzaj;
    int64_t id; /* of the document or delivery */
    int64_t doreczono_at;
    int64_t wystawiono_at;
    const char *document_sha256;
    enum seal_type seal;
};

/* "2026-11-23T09:00:01.123+01:00": the law asks for the hour, people for the second, disputes for the millisecond. */
static const char *iso_ms(TALLOC_CTX *mem, int64_t us)
{
    struct date_time t;

    if (!date_local(us, &t))
        return "";
    return mem_printf(mem, "%sT%02d:%02d:%02d.%03d%c%02d:%02d", date_text(mem, t.date), t.hour, t.minute, t.second,
                      t.micro / 1000, t.offset < 0 ? '-' : '+', (t.offset < 0 ? -t.offset : t.offset) / 3600,
                      (t.offset < 0 ? -t.offset : t.offset) / 60 % 60);
}

static struct issue begin(struct ctx *ctx, const struct jst *jst, const char *rodzaj, int64_t id, const char *sha256)
{
    struct issue i = { .ctx = ctx, .jst = jst, .rodzaj = rodzaj, .id = id, .document_sha256 = sha256 };

    i.seal = strcmp(rodzaj, "UPP") == 0 ? SEAL_UPP : SEAL_UPD;
    i.doreczono_at = ctx->now;
    i.wystawiono_at = clock_now();
    /* A clock set back in between must not make a receipt that was issued before the event. */
    if (i.wystawiono_at < i.doreczono_at)
        i.wystawiono_at = i.doreczono_at;
    return i;
}

static const char *numer(const struct issue *i)
{
    return mem_printf(i->ctx->mem, "LUB-%s-%s-%d-%09" PRId64, i->rodzaj, i->jst->teryt, date_of(i->doreczono_at).year,
                      i->id);
}

/* ---- the XML ---- */

/* The signer's template sets limits in bytes; a cut falls between characters. */
static void add_cut(TALLOC_CTX *mem, xmlNode *parent, const char *name, const char *text, size_t max)
{
    size_t len = strlen(text);

    if (len > max)
        for (len = max; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80; len--)
            ;
    xml_add(parent, NULL, name, mem_strndup(mem, text, len));
}

static void add_strona(TALLOC_CTX *mem, xmlNode *parent, const char *name, const struct upo_strona *s)
{
    xmlNode *strona = xml_add(parent, NULL, name, NULL);

    add_cut(mem, strona, "Nazwa", s->nazwa[strspn(s->nazwa, " \t\r\n")] ? s->nazwa : s->id, NAZWA_MAX);
    if (!*s->id)
        return;
    add_cut(mem, strona, "IdentyfikatorPodmiotu", s->id, ID_MAX);
    xml_attr(strona->last, "TypIdentyfikatora", s->typ_id);
}

static struct upo_strona office(const struct jst *jst)
{
    return (struct upo_strona){ jst->nazwa_urzedu, "TERYT", jst->teryt };
}

static void add_info(xmlNode *parent, const char *typ, const char *text)
{
    xml_attr(xml_add(parent, NULL, "InformacjaUzupelniajaca", text), "TypInformacjiUzupelniajacej", typ);
}

static void add_infos(const struct issue *i, xmlNode *parent)
{
    add_info(parent, "Skrót SHA-256 dokumentu", i->document_sha256);
    add_info(
        parent, "Źródło",
        mem_printf(i->ctx->mem, "Poświadczenie wystawione przez Lubuski e-Urząd, %s", i->ctx->app->conf.public_url));
}

static xmlDoc *build_upp(const struct issue *i, const char *nr, const struct upo_strona *nadawca)
{
    TALLOC_CTX *mem = i->ctx->mem;
    const struct upo_strona urzad = office(i->jst);
    xmlDoc *doc = xml_new(mem, "Dokument", "pos", UPO_NS);
    xmlNode *upp = xml_add(xmlDocGetRootElement(doc), NULL, "UPP", NULL);

    xml_add(upp, NULL, "IdentyfikatorPoswiadczenia", nr);
    add_strona(mem, upp, "Adresat", &urzad);
    add_strona(mem, upp, "Nadawca", nadawca);
    xml_add(upp, NULL, "DataDoreczenia", iso_ms(mem, i->doreczono_at));
    xml_add(upp, NULL, "DataWytworzeniaPoswiadczenia", iso_ms(mem, i->wystawiono_at));
    xml_add(upp, NULL, "IdentyfikatorDokumentu", mem_printf(mem, "DOK-%" PRId64, i->id));
    add_infos(i, upp);
    return doc;
}

static xmlDoc *build_upd(const struct issue *i, const char *nr, const struct upo_strona *adresat, const char *znak)
{
    TALLOC_CTX *mem = i->ctx->mem;
    const struct upo_strona urzad = office(i->jst);
    xmlDoc *doc = xml_new(mem, "Dokument", "pos", UPO_NS);
    xmlNode *upd = xml_add(xmlDocGetRootElement(doc), NULL, "UPD", NULL);

    xml_add(upd, NULL, "IdentyfikatorPoswiadczenia", nr);
    add_strona(mem, upd, "PodmiotWystawiajacyPoswiadczenie", &urzad);
    add_strona(mem, upd, "Adresat", adresat);
    xml_add(upd, NULL, "DataOdbioru", iso_ms(mem, i->doreczono_at));
    xml_add(upd, NULL, "DataUtworzeniaPoswiadczenia", iso_ms(mem, i->wystawiono_at));
    if (*znak)
        add_cut(mem, upd, "IdentyfikatorSprawy", znak, ZNAK_MAX);
    xml_add(upd, NULL, "IdentyfikatorDokumentu", mem_printf(mem, "DOR-%" PRId64, i->id));
    add_infos(i, upd);
    return doc;
}

/* ---- sealing and storing ---- */

static enum err store(const struct issue *i, const struct upo *u)
{
    const struct who *who = &i->ctx->who;
    bool upp = i->seal == SEAL_UPP;
    enum err e =
        db_later(i->ctx, &SQL_upo_insert,
                 DB_ARGS(db_text(u->numer), db_text(u->rodzaj), upp ? db_i64(i->id) : db_null(),
                         upp ? db_null() : db_i64(i->id), who->kind == WHO_CITIZEN ? db_id(who->konto_id) : db_null(),
                         who->kind == WHO_PARTNER ? db_text(who->identyfikator) : db_null(), db_text(u->sha256),
                         db_time(u->doreczono_at), db_time(u->wystawiono_at)));

    if (e)
        return e;
    return db_later(i->ctx, &SQL_upo_publish,
                    DB_ARGS(db_text(u->numer), db_text(u->rodzaj), db_text(u->sha256), db_text(i->document_sha256),
                            db_time(u->doreczono_at), db_time(u->wystawiono_at)));
}

static enum err finish(const struct issue *i, const char *nr, xmlDoc *doc, struct upo *ret_upo)
{
    struct upo u = {
        .numer = nr, .rodzaj = i->rodzaj, .doreczono_at = i->doreczono_at, .wystawiono_at = i->wystawiono_at
    };
    struct blob_info blob;
    size_t len = 0;
    const char *xml = xml_bytes(i->ctx->mem, doc, &len);
    void *sealed = NULL;
    enum err e = ERR_OK;

    db_flush(i->ctx); /* the database stores the document while the signer seals its receipt */
    e = seal_document(i->ctx, i->seal, xml, len, &sealed, &u.xml_len);
    if (!e)
        e = blob_put(i->ctx, sealed, u.xml_len, &blob);
    if (e)
        return e;
    u.xml = sealed;
    u.sha256 = mem_strdup(i->ctx->mem, blob.sha256);
    e = store(i, &u);
    if (!e)
        *ret_upo = u;
    return e;
}

enum err upo_issue_upp(struct ctx *ctx, const struct jst *jst, const struct upo_strona *nadawca, int64_t dokument_id,
                       const char *dokument_sha256, struct upo *ret_upo)
{
    struct issue i = begin(ctx, jst, "UPP", dokument_id, dokument_sha256);
    const char *nr = numer(&i);

    return finish(&i, nr, build_upp(&i, nr, nadawca), ret_upo);
}

enum err upo_issue_upd(struct ctx *ctx, const struct jst *jst, const struct upo_strona *adresat, int64_t doreczenie_id,
                       const char *znak_sprawy, const char *pismo_sha256, struct upo *ret_upo)
{
    struct issue i = begin(ctx, jst, "UPD", doreczenie_id, pismo_sha256);
    const char *nr = numer(&i);

    return finish(&i, nr, build_upd(&i, nr, adresat, znak_sprawy), ret_upo);
}

/* ---- reading ---- */

static const char NONE[] = "Nie ma takiego poświadczenia.";

static enum err read_upo(struct ctx *ctx, const struct db_rows *r, struct upo *ret_upo)
{
    struct upo u = {
        .numer = db_str(r, 0, "numer"),
        .rodzaj = db_str(r, 0, "rodzaj"),
        .sha256 = db_str(r, 0, "sha256"),
        .doreczono_at = db_int(r, 0, "doreczono_us"),
        .wystawiono_at = db_int(r, 0, "wystawiono_us"),
    };
    void *xml = NULL;
    enum err e = blob_get(ctx, u.sha256, UPO_MAX, &xml, &u.xml_len);

    if (e)
        return e;
    u.xml = xml;
    *ret_upo = u;
    return ERR_OK;
}

enum err upo_of_dokument(struct ctx *ctx, int64_t dokument_id, struct upo *ret_upo)
{
    struct db_rows *r = NULL;
    enum err e = db_one(ctx, &SQL_upo_of_dokument, DB_ARGS(db_i64(dokument_id)), NONE, &r);

    return e ? e : read_upo(ctx, r, ret_upo);
}

enum err upo_of_doreczenie(struct ctx *ctx, int64_t doreczenie_id, struct upo *ret_upo)
{
    struct db_rows *r = NULL;
    enum err e = db_one(ctx, &SQL_upo_of_doreczenie, DB_ARGS(db_i64(doreczenie_id)), NONE, &r);

    return e ? e : read_upo(ctx, r, ret_upo);
}

enum err upo_by_numer(struct ctx *ctx, const char *jst, const char *numer_upo, struct upo *ret_upo)
{
    struct db_rows *r = NULL;
    enum err e = ctx_act_in(ctx, jst);

    if (!e)
        e = db_one(ctx, &SQL_upo_by_numer, DB_ARGS(db_text(numer_upo)), NONE, &r);
    return e ? e : read_upo(ctx, r, ret_upo);
}

enum err upo_with_evidence(struct ctx *ctx, struct upo *upo)
{
    struct db_rows *r = NULL;
    void *xml = NULL;
    enum err e = db_one(ctx, &SQL_upo_lt, DB_ARGS(db_text(upo->sha256)),
                        "To poświadczenie nie ma jeszcze postaci z dowodami ważności pieczęci (B-LT).", &r);

    if (!e)
        e = blob_get(ctx, db_str(r, 0, "lt_sha256"), UPO_LT_MAX, &xml, &upo->xml_len);
    if (e)
        return e;
    upo->xml = xml;
    upo->sha256 = db_str(r, 0, "lt_sha256");
    return ERR_OK;
}

enum err upo_public(struct ctx *ctx, const char *numer_upo, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_upo_public, DB_ARGS(db_text(numer_upo)),
                  "Nie ma takiego poświadczenia. Sprawdź, czy numer jest przepisany bez błędu.", ret_row);
}

enum err upo_about_document(struct ctx *ctx, const char *sha256, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_upo_about_document, DB_ARGS(db_text(sha256)), ret_rows);
}
