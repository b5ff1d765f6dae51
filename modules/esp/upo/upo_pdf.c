/* The receipt on paper: what the sealed XML says, and where anybody can check it. The XML stays the receipt; the PDF is sealed
 * too, so that it can be passed on as a file. */
#include <stdbool.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/doc/print.h"
#include "core/doc/xml.h"
#include "core/law/date.h"
#include "core/seal/seal.h"
#include "modules/esp/upo/upo.h"

/* Names of the elements, in the order of the receipt, and what people call them. */
static const struct {
    const char *element;
    const char *label;
} FACTS[] = {
    { "IdentyfikatorPoswiadczenia", "Numer poświadczenia" },
    { "PodmiotWystawiajacyPoswiadczenie", "Urząd, który doręczył pismo" },
    { "Adresat", "Adresat" },
    { "Nadawca", "Nadawca" },
    { "DataDoreczenia", "Data i godzina doręczenia" },
    { "DataOdbioru", "Data i godzina odbioru" },
    { "DataWytworzeniaPoswiadczenia", "Data wytworzenia poświadczenia" },
    { "DataUtworzeniaPoswiadczenia", "Data utworzenia poświadczenia" },
    { "IdentyfikatorSprawy", "Znak sprawy" },
    { "IdentyfikatorDokumentu", "Identyfikator dokumentu" },
};

static const char *readable_time(TALLOC_CTX *mem, const char *iso)
{
    struct date_time t;
    int64_t us = 0;

    if (!xml_time(iso, &us) || !date_local(us, &t))
        return iso;
    return mem_printf(mem, "%s, godz. %02d:%02d:%02d", date_long(mem, t.date), t.hour, t.minute, t.second);
}

/* A party is its name with the identifier; a time is readable; anything else is its text. */
static const char *value(TALLOC_CTX *mem, const xmlNode *node)
{
    const xmlNode *nazwa = xml_child(node, NULL, "Nazwa");
    const xmlNode *id = xml_child(node, NULL, "IdentyfikatorPodmiotu");

    if (strncmp((const char *)node->name, "Data", 4) == 0)
        return readable_time(mem, xml_text(mem, node));
    if (!nazwa)
        return xml_text(mem, node);
    if (!id)
        return xml_text(mem, nazwa);
    return mem_printf(mem, "%s (%s: %s)", xml_text(mem, nazwa), xml_get(mem, id, "TypIdentyfikatora"),
                      xml_text(mem, id));
}

static void add_facts(TALLOC_CTX *mem, struct print *p, const xmlNode *receipt)
{
    for (size_t i = 0; i < sizeof FACTS / sizeof FACTS[0]; i++) {
        const xmlNode *node = xml_child(receipt, NULL, FACTS[i].element);

        if (node)
            print_fact(p, FACTS[i].label, value(mem, node));
    }
}

static bool is_hash(const char *s)
{
    return strlen(s) == 64 && strspn(s, "0123456789abcdef") == 64;
}

/* Hashes come last: broken over two lines of ordinary text one would get a hyphen that is not in it. */
static void add_infos(TALLOC_CTX *mem, struct print *p, const xmlNode *receipt, bool hashes)
{
    const char *name = "InformacjaUzupelniajaca";

    for (const xmlNode *n = xml_child(receipt, NULL, name); n; n = xml_next(n, NULL, name)) {
        const char *typ = xml_get(mem, n, "TypInformacjiUzupelniajacej");
        const char *text = xml_text(mem, n);

        if (hashes && is_hash(text))
            print_mono(p, typ ? typ : "Informacja", text);
        else if (!hashes && !is_hash(text))
            print_fact(p, typ ? typ : "Informacja", text);
    }
}

static struct print *begin(struct ctx *ctx, const struct upo *upo, const char *author)
{
    const char *title = strcmp(upo->rodzaj, "UPP") == 0 ? "Urzędowe poświadczenie przedłożenia (UPP)"
                                                        : "Urzędowe poświadczenie doręczenia (UPD)";
    struct print *p = print_new(ctx, &(struct pdf_info){ .title = mem_printf(ctx->mem, "%s %s", title, upo->numer),
                                                         .author = author,
                                                         .footer = "Lubuski e-Urząd",
                                                         .header = mem_printf(ctx->mem, "%s · %s", author, upo->numer),
                                                         .unit = ctx->jst,
                                                         .number = upo->numer });

    print_letterhead(p, author, NULL);
    print_heading(p, 1, title);
    return p;
}

static void add_check(struct ctx *ctx, struct print *p, const struct upo *upo)
{
    const char *base = ctx->app->conf.public_url;

    print_rule(p);
    print_space(p, 2);
    print_check(p, mem_printf(ctx->mem, "%s/weryfikacja?numer=%s", base, upo->numer),
                mem_printf(ctx->mem,
                           "Kod prowadzi do strony %s/weryfikacja, na której każdy może sprawdzić poświadczenie, "
                           "wpisując jego numer albo wysyłając plik XML.\nPoświadczeniem jest plik XML opatrzony "
                           "pieczęcią elektroniczną urzędu. Ten wydruk pokazuje jego treść; jako plik PDF też ma "
                           "pieczęć urzędu.",
                           base));
}

static struct print *receipt_print(struct ctx *ctx, const struct upo *upo, xmlDoc *doc)
{
    const xmlNode *receipt = xml_child(xmlDocGetRootElement(doc), UPO_NS, upo->rodzaj);
    const char *office = strcmp(upo->rodzaj, "UPP") == 0 ? "Adresat" : "PodmiotWystawiajacyPoswiadczenie";
    struct print *p = begin(ctx, upo, xml_text(ctx->mem, xml_child(xml_child(receipt, NULL, office), NULL, "Nazwa")));

    add_facts(ctx->mem, p, receipt);
    add_infos(ctx->mem, p, receipt, false);
    print_space(p, 2);
    add_infos(ctx->mem, p, receipt, true);
    print_mono(p, "Skrót SHA-256 pliku XML poświadczenia", upo->sha256);
    add_check(ctx, p, upo);
    return p;
}

enum err upo_pdf(struct ctx *ctx, const struct upo *upo, const void **ret_pdf, size_t *ret_len)
{
    xmlDoc *doc = NULL;
    void *bytes = NULL;
    void *sealed = NULL;
    size_t len = 0;
    enum err e = xml_parse(ctx->mem, upo->xml, upo->xml_len, upo->xml_len, &doc, NULL);

    if (e)
        return ctx_fail(ctx, ERR_INTERNAL, "Poświadczenie jest uszkodzone.", "upo=%s", upo->numer);
    e = print_pdf(receipt_print(ctx, upo, doc), &bytes, &len);
    if (!e)
        e = seal_document(ctx, SEAL_PDF, bytes, len, &sealed, ret_len);
    if (!e)
        *ret_pdf = sealed;
    return e;
}
