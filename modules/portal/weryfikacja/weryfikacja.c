/* Judges a file. A receipt is authentic only when it is, byte for byte, what the office issued and its seal is good: a
 * good signature alone could be anybody's whose certificate is trusted here. */
#include "modules/portal/weryfikacja/weryfikacja.h"

#include <string.h>

#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/doc/xml.h"
#include "core/sig/verify_box.h"
#include "modules/eod/pismo/pismo.h"
#include "modules/esp/upo/upo.h"

enum { RECEIPT_MAX = 512 << 10 }; /* one with all its time stamps has 60 kB */

const char *weryfikacja_stan_name(enum weryfikacja_stan stan)
{
    switch (stan) {
    case WERYFIKACJA_AUTENTYCZNE:
        return "autentyczne";
    case WERYFIKACJA_NIEPEWNE:
        return "niepewne";
    case WERYFIKACJA_ZMIENIONE:
        return "zmienione";
    case WERYFIKACJA_NIEZNANE:
        return "nieznane";
    case WERYFIKACJA_DOKUMENT:
        return "dokument";
    case WERYFIKACJA_PODPISANY:
        return "podpisany";
    case WERYFIKACJA_NIESPRAWDZONE:
        return "niesprawdzone";
    case WERYFIKACJA_NIEROZPOZNANE:
        break;
    }
    return "nierozpoznane";
}

/* The UPP or UPD inside; NULL when the file is no receipt. */
static const xmlNode *receipt_in(const xmlDoc *doc)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    const xmlNode *upp;

    if (!xml_is(root, UPO_NS, "Dokument"))
        return NULL;
    upp = xml_child(root, UPO_NS, "UPP");
    return upp ? upp : xml_child(root, UPO_NS, "UPD");
}

/* The public row of this number; *ret_row stays NULL when nobody issued it. */
static enum err find(struct ctx *ctx, const char *numer, struct db_rows **ret_row)
{
    struct db_rows *row = NULL;
    enum err e = upo_public(ctx, numer, &row);

    if (!e)
        *ret_row = row;
    if (e != ERR_NOTFOUND)
        return e;
    ctx_forgive(ctx);
    return ERR_OK;
}

struct plik {
    const void *data;
    size_t len;
};

static void judge_issued(const struct verify_report *report, bool same, struct weryfikacja *w)
{
    bool good = report->indication == VERIFY_TOTAL_PASSED;

    if (same && good) {
        w->stan = WERYFIKACJA_AUTENTYCZNE;
        w->opis = "To poświadczenie jest autentyczne i niezmienione.";
    } else if (same) {
        w->stan = WERYFIKACJA_NIEPEWNE;
        w->opis = "To dokładnie ten plik, który wystawił urząd, ale jego pieczęci nie można teraz w pełni sprawdzić.";
        w->powod = report->reason;
    } else {
        w->stan = WERYFIKACJA_ZMIENIONE;
        w->opis =
            "To nie jest poświadczenie, które urząd wystawił pod tym numerem. Plik został zmieniony albo podrobiony.";
        w->powod = good
                       ? "Podpis pod plikiem jest poprawny technicznie, ale plik różni się od wystawionego przez urząd."
                       : report->reason;
    }
}

static void judge_unknown(const struct verify_report *report, struct weryfikacja *w)
{
    w->stan = WERYFIKACJA_NIEZNANE;
    w->opis = "Żaden urząd nie wystawił w tym systemie poświadczenia o takim numerze.";
    w->powod = report->indication == VERIFY_TOTAL_PASSED
                   ? "Podpis pod plikiem jest poprawny technicznie, ale to nie potwierdza, że wystawił go urząd."
                   : report->reason;
}

static enum err check(struct ctx *ctx, const struct plik *p, enum verify_profile profile, int64_t at,
                      struct verify_report **ret)
{
    struct verify_request rq = { .data = p->data, .len = p->len, .profile = profile, .at = at };

    *ret = mem_zero(ctx->mem, struct verify_report);
    return verify_document(ctx, &rq, *ret);
}

/* Where the office knows the file its certificate is judged as of the day of issue, else as of now. */
static enum err judge_receipt(struct ctx *ctx, const struct plik *p, const xmlNode *receipt, struct weryfikacja *w)
{
    const char *numer = xml_text(ctx->mem, xml_child(receipt, UPO_NS, "IdentyfikatorPoswiadczenia"));
    struct verify_report *report = NULL;
    struct db_rows *row = NULL;
    bool same;
    enum err e = find(ctx, numer, &row);

    if (e)
        return e;
    same = row && strcmp(db_str(row, 0, "sha256"), w->sha256) == 0;
    e = check(ctx, p, VERIFY_NARROW, same ? db_int(row, 0, "wystawiono_us") : ctx->now, &report);
    if (e)
        return e;
    w->raport = report;
    if (report->indication == VERIFY_TOTAL_PASSED && report->n > 0)
        w->pieczec = report->signatures[0].signer;
    w->fakty = row;
    if (row)
        judge_issued(report, same, w);
    else
        judge_unknown(report, w);
    return ERR_OK;
}

/* *ret_found: the file is, byte for byte, a letter that an office signed. */
static enum err judge_letter(struct ctx *ctx, struct weryfikacja *w, bool *ret_found)
{
    struct db_rows *row = NULL;
    enum err e = pismo_public_file(ctx, w->sha256, &row);

    *ret_found = !e && row->n > 0;
    if (*ret_found) {
        w->stan = WERYFIKACJA_AUTENTYCZNE;
        w->opis = "Ten plik jest dokładnie pismem, które podpisał i opieczętował urząd.";
        w->pismo = row;
    }
    return e;
}

/* A file of strangers: what its signatures are worth. */
static void judge_signed(struct weryfikacja *w)
{
    w->stan = WERYFIKACJA_PODPISANY;
    w->powod = w->raport->reason;
    switch (w->raport->indication) {
    case VERIFY_TOTAL_PASSED:
        w->opis = w->raport->n == 1 ? "Podpis pod tym plikiem jest poprawny." : "Podpisy pod tym plikiem są poprawne.";
        w->powod = "";
        break;
    case VERIFY_INDETERMINATE:
        w->opis = "Podpisu pod tym plikiem nie można potwierdzić.";
        break;
    case VERIFY_TOTAL_FAILED:
    case VERIFY_NONE:
        w->opis = "Podpis pod tym plikiem jest nieważny.";
        break;
    }
}

static enum err judge_document(struct ctx *ctx, struct weryfikacja *w)
{
    struct db_rows *rows = NULL;
    bool letter = false;
    enum err e = judge_letter(ctx, w, &letter);

    if (e || letter)
        return e;
    e = upo_about_document(ctx, w->sha256, &rows);

    if (e)
        return e;
    if (rows->n > 0) {
        w->stan = WERYFIKACJA_DOKUMENT;
        w->opis = rows->n == 1 ? "Ten plik jest dokładnie tym dokumentem, którego dotyczy poniższe poświadczenie."
                               : "Ten plik jest dokładnie tym dokumentem, którego dotyczą poniższe poświadczenia.";
        w->fakty = rows;
    } else if (w->raport->n > 0) {
        judge_signed(w);
    } else if (w->raport->indication != VERIFY_NONE) {
        w->stan = WERYFIKACJA_NIESPRAWDZONE;
        w->opis = "Nie udało się sprawdzić, czy ten plik jest podpisany.";
        w->powod = w->raport->reason;
    } else {
        w->stan = WERYFIKACJA_NIEROZPOZNANE;
        w->opis = "Ten plik nie jest podpisany, nie jest poświadczeniem ani dokumentem, którego dotyczy jakiekolwiek "
                  "poświadczenie.";
        w->powod = "Wystarczy zmiana jednego znaku, aby plik przestał być rozpoznawany. Wyślij plik dokładnie taki, "
                   "jaki został "
                   "pobrany albo złożony.";
    }
    return ERR_OK;
}

enum err weryfikacja_of_file(struct ctx *ctx, const void *data, size_t len, struct weryfikacja *ret_w)
{
    const struct plik p = { data, len };
    struct weryfikacja w = { .opis = "", .powod = "", .pieczec = "" };
    struct verify_report *report = NULL;
    char sha[BLOB_SHA_LEN + 1];
    const xmlNode *receipt = NULL;
    xmlDoc *doc = NULL;
    enum err e;

    if (len == 0)
        return ctx_fail_field(ctx, "plik", "Wybierz plik, który chcesz sprawdzić.");
    blob_sha256(data, len, sha);
    w.sha256 = mem_strdup(ctx->mem, sha);
    e = check(ctx, &p, VERIFY_FOREIGN, ctx->now, &report);
    if (e)
        return e;
    w.raport = report;
    /* what broke the sandbox is not parsed here, nor what is larger than any receipt */
    if (!report->dead && len <= RECEIPT_MAX && xml_parse(ctx->mem, data, len, len, &doc, NULL) == ERR_OK)
        receipt = receipt_in(doc);
    e = receipt ? judge_receipt(ctx, &p, receipt, &w) : judge_document(ctx, &w);
    if (!e)
        *ret_w = w;
    return e;
}
