/* Writes a „pismo ogólne”: one struct in, one XML document out. Reading is in wzor_read.c. */
#include "modules/forms/wzor/wzor.h"

#include <openssl/evp.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/doc/xml.h"
#include "core/law/date.h"

#define STYLE "type=\"text/xsl\" href=\"" WZOR_NS "styl.xsl\""

struct names {
    xmlNs *wnio, *str, *meta, *adr, *oso, *inst;
};

/* ---- what cannot be written ---- */

/* Production Char of XML 1.0, for the control characters that people can type or paste. */
static bool is_writable(const char *s)
{
    size_t len = strlen(s);

    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)s[i];

        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return false;
        if (c == 0xEF && (strncmp(s + i, "\xEF\xBF\xBE", 3) == 0 || strncmp(s + i, "\xEF\xBF\xBF", 3) == 0))
            return false;
    }
    return xml_is_utf8(s, len);
}

struct pole {
    const char *field; /* of the form */
    const char *label;
    const char *text;
};

static enum err check_texts(struct ctx *ctx, const struct pole *pola, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (pola[i].text && !is_writable(pola[i].text))
            return ctx_fail_field(ctx, pola[i].field,
                                  mem_printf(ctx->mem,
                                             "Pole „%s” zawiera niedozwolone znaki sterujące. Usuń je albo "
                                             "wpisz tekst ponownie.",
                                             pola[i].label));
    return ERR_OK;
}
#define CHECK_TEXTS(ctx, ...)                                                                                          \
    check_texts((ctx), (const struct pole[]){ __VA_ARGS__ },                                                           \
                sizeof((const struct pole[]){ __VA_ARGS__ }) / sizeof(struct pole))

static enum err check_osoba(struct ctx *ctx, const struct wzor_osoba *o)
{
    if (!o)
        return ERR_OK;
    return CHECK_TEXTS(ctx, { "imie", "Imię", o->imie }, { "nazwisko", "Nazwisko", o->nazwisko },
                       { "pesel", "PESEL", o->pesel }, { "ulica", "Ulica", o->ulica },
                       { "budynek", "Numer budynku", o->budynek }, { "lokal", "Numer lokalu", o->lokal },
                       { "kod_pocztowy", "Kod pocztowy", o->kod_pocztowy },
                       { "miejscowosc", "Miejscowość", o->miejscowosc }, { "telefon", "Telefon", o->telefon },
                       { "email", "E-mail", o->email });
}

static enum err check_instytucja(struct ctx *ctx, const struct wzor_instytucja *i)
{
    if (!i)
        return ERR_OK;
    return CHECK_TEXTS(ctx, { "jst", "Identyfikator urzędu", i->teryt }, { "jst", "Nazwa urzędu", i->nazwa },
                       { "jst", "Siedziba urzędu", i->miejscowosc });
}

static enum err check_pliki(struct ctx *ctx, const struct wzor_pismo *p)
{
    size_t max = (size_t)ctx->app->conf.max_document;
    size_t total = 0;

    for (int i = 0; i < p->n_pliki; i++) {
        const struct wzor_plik *f = &p->pliki[i];
        enum err e = CHECK_TEXTS(ctx, { "pliki", "Nazwa pliku", f->nazwa }, { "pliki", "Rodzaj pliku", f->mime });

        if (e)
            return e;
        if (f->n_dane > WZOR_MAX_PLIK)
            return ctx_fail_field(ctx, "pliki",
                                  mem_printf(ctx->mem, "Plik „%s” jest za duży. Załącznik może mieć najwyżej %zu MB.",
                                             f->nazwa, WZOR_MAX_PLIK / 1000000));
        total += (f->n_dane + 2) / 3 * 4;
    }
    if (total > max)
        return ctx_fail_field(ctx, "pliki",
                              mem_printf(ctx->mem, "Załączniki są razem za duże. Mogą mieć łącznie najwyżej %zu MB.",
                                         max / 4 * 3 / 1000000));
    return ERR_OK;
}

static enum err check(struct ctx *ctx, const struct wzor_pismo *p)
{
    enum err e =
        CHECK_TEXTS(ctx, { "tytul", "Tytuł", p->tytul }, { "rodzaj", "Rodzaj pisma", p->rodzaj },
                    { "miejscowosc", "Miejscowość", p->miejscowosc }, { "tresc", "Treść", p->tresc },
                    { "znak_sprawy", "Znak sprawy", p->znak_sprawy }, { "podpis", "Imię", p->podpis_imie },
                    { "podpis", "Nazwisko", p->podpis_nazwisko }, { "podpis", "Stanowisko", p->podpis_stanowisko });

    if (!e)
        e = check_osoba(ctx, p->od_osoby);
    if (!e)
        e = check_osoba(ctx, p->do_osoby);
    if (!e)
        e = check_instytucja(ctx, p->od_instytucji);
    if (!e)
        e = check_instytucja(ctx, p->do_instytucji);
    return e ? e : check_pliki(ctx, p);
}

/* ---- the parts of the document ---- */

/* An element only when there is something in it. */
static void add_some(xmlNode *parent, xmlNs *ns, const char *name, const char *text)
{
    if (text && *text)
        xml_add(parent, ns, name, text);
}

static void add_date(const struct names *n, xmlNode *parent, const char *value)
{
    xmlNode *data = xml_add(parent, n->meta, "Data", NULL);

    xml_attr(data, "typDaty", "stworzony");
    xml_add(data, n->meta, "Czas", value);
}

static void add_adres(const struct names *n, xmlNode *parent, const struct wzor_osoba *o)
{
    xmlNode *adres = xml_add(parent, n->adr, "Adres", NULL);

    add_some(adres, n->adr, "KodPocztowy", o->kod_pocztowy);
    add_some(adres, n->adr, "Miejscowosc", o->miejscowosc);
    add_some(adres, n->adr, "Ulica", o->ulica);
    add_some(adres, n->adr, "Budynek", o->budynek);
    add_some(adres, n->adr, "Lokal", o->lokal);
    if (!adres->children) {
        xmlUnlinkNode(adres);
        xmlFreeNode(adres);
    }
}

static bool has(const char *s)
{
    return s && *s;
}

static void add_osoba(const struct names *n, xmlNode *podmiot, const struct wzor_osoba *o)
{
    xmlNode *osoba = xml_add(podmiot, n->oso, "Osoba", NULL);

    if (has(o->pesel))
        xml_add(xml_add(osoba, n->oso, "IdOsoby", NULL), n->oso, "PESEL", o->pesel);
    xml_add(osoba, n->oso, "Imie", o->imie);
    xml_add(osoba, n->oso, "Nazwisko", o->nazwisko);
    add_adres(n, osoba, o);
    if (has(o->telefon) || has(o->email)) {
        xmlNode *kontakt = xml_add(osoba, n->adr, "Kontakt", NULL);

        add_some(kontakt, n->adr, "Telefon", o->telefon);
        add_some(kontakt, n->adr, "Email", o->email);
    }
}

static void add_instytucja(const struct names *n, xmlNode *podmiot, const struct wzor_instytucja *i)
{
    xmlNode *inst = xml_add(podmiot, n->inst, "Instytucja", NULL);

    if (has(i->teryt)) {
        xmlNode *id = xml_add(xml_add(inst, n->inst, "IdInstytucji", NULL), n->inst, "InnyIdentyfikator", NULL);

        xml_add(id, n->inst, "TypIdentyfikatora", "TERYT");
        xml_add(id, n->inst, "WartoscIdentyfikatora", i->teryt);
    }
    xml_add(inst, n->inst, "NazwaInstytucji", i->nazwa);
    if (has(i->miejscowosc))
        xml_add(xml_add(inst, n->adr, "Adres", NULL), n->adr, "Miejscowosc", i->miejscowosc);
}

static void add_strona(const struct names *n, xmlNode *dane, const char *name, const struct wzor_osoba *o,
                       const struct wzor_instytucja *i)
{
    xmlNode *podmiot = xml_add(xml_add(dane, n->str, name, NULL), n->meta, "Podmiot", NULL);

    if (o)
        add_osoba(n, podmiot, o);
    else if (i)
        add_instytucja(n, podmiot, i);
}

static void add_dane(struct ctx *ctx, const struct names *n, xmlNode *root, const struct wzor_pismo *p)
{
    xmlNode *dane = xml_add(root, n->wnio, "DaneDokumentu", NULL);
    xmlNode *naglowek = xml_add(dane, n->str, "Naglowek", NULL);

    xml_add(naglowek, n->str, "NazwaDokumentu", "Pismo ogólne do podmiotu publicznego");
    if (has(p->znak_sprawy))
        xml_add(xml_add(naglowek, n->meta, "Identyfikator", NULL), n->meta, "Wartosc", p->znak_sprawy);
    add_date(n, dane, date_text(ctx->mem, date_of(p->czas)));
    add_strona(n, dane, "Adresaci", p->do_osoby, p->do_instytucji);
    add_strona(n, dane, "Nadawcy", p->od_osoby, p->od_instytucji);
}

/* The end of the paragraph that starts at s: an empty line (white space only) or the end of the text. */
static const char *paragraph_end(const char *s, const char **ret_next)
{
    for (const char *line = s; *line;) {
        const char *end = strchr(line, '\n');
        const char *next;

        if (!end)
            break;
        next = end + 1 + strspn(end + 1, " \t\r");
        if (*next == '\n' || !*next) {
            *ret_next = next + strspn(next, " \t\r\n");
            return end;
        }
        line = end + 1;
    }
    *ret_next = s + strlen(s);
    return *ret_next;
}

static void add_akapit(struct ctx *ctx, const struct names *n, xmlNode *informacje, const char *s, size_t len)
{
    char *text = mem_strndup(ctx->mem, s, len);
    size_t o = 0;

    /* A carriage return would be written as a character reference. */
    for (const char *c = text; *c; c++)
        if (*c != '\r')
            text[o++] = *c;
    while (o > 0 && (text[o - 1] == ' ' || text[o - 1] == '\t' || text[o - 1] == '\n'))
        o--;
    text[o] = '\0';
    xml_add(informacje, n->wnio, "Informacja", text);
}

static void add_tekst(struct ctx *ctx, const struct names *n, xmlNode *tresc, const char *text)
{
    xmlNode *informacje = xml_add(tresc, n->wnio, "Informacje", NULL);
    const char *next = text + strspn(text, " \t\r\n");

    if (!*next)
        xml_add(informacje, n->wnio, "Informacja", NULL);
    while (*next) {
        const char *start = next;
        const char *end = paragraph_end(start, &next);

        add_akapit(ctx, n, informacje, start, (size_t)(end - start));
    }
}

static void add_podpis(const struct names *n, xmlNode *tresc, const struct wzor_pismo *p)
{
    xmlNode *podpis;

    if (!has(p->podpis_imie) && !has(p->podpis_nazwisko))
        return;
    podpis = xml_add(tresc, n->wnio, "Podpis", NULL);
    add_some(podpis, n->oso, "Imie", p->podpis_imie);
    add_some(podpis, n->oso, "Nazwisko", p->podpis_nazwisko);
    add_some(podpis, n->wnio, "Stanowisko", p->podpis_stanowisko);
}

static void add_pliki(struct ctx *ctx, const struct names *n, xmlNode *tresc, const struct wzor_pismo *p)
{
    xmlNode *list = p->n_pliki > 0 ? xml_add(tresc, n->str, "Zalaczniki", NULL) : NULL;

    for (int i = 0; i < p->n_pliki; i++) {
        MEM_SCOPE(tmp, ctx->mem);
        const struct wzor_plik *f = &p->pliki[i];
        xmlNode *z = xml_add(list, n->str, "Zalacznik", NULL);
        char *base64 = mem_array(tmp, char, (f->n_dane + 2) / 3 * 4 + 1);

        EVP_EncodeBlock((unsigned char *)base64, f->dane, (int)f->n_dane);
        xml_attr(z, "nazwaPliku", f->nazwa);
        xml_attr(z, "format", f->mime);
        xml_attr(z, "kodowanie", "base64");
        xml_add(z, n->str, "DaneZalacznika", base64);
    }
}

static void add_tresc(struct ctx *ctx, const struct names *n, xmlNode *root, const struct wzor_pismo *p)
{
    xmlNode *tresc = xml_add(root, n->wnio, "TrescDokumentu", NULL);

    xml_attr(tresc, "format", "text/xml");
    xml_attr(tresc, "kodowanie", "XML");
    xml_add(tresc, n->wnio, "MiejscowoscDokumentu", p->miejscowosc);
    xml_add(tresc, n->wnio, "Tytul", p->tytul);
    xml_attr(xml_add(tresc, n->wnio, "RodzajWnioskuRozszerzony", NULL), "rodzaj",
             has(p->rodzaj) ? p->rodzaj : "inne pismo");
    add_tekst(ctx, n, tresc, p->tresc ? p->tresc : "");
    add_podpis(n, tresc, p);
    add_pliki(ctx, n, tresc, p);
}

static struct names declare(xmlNode *root)
{
#define SCHEMA(path, prefix) xmlNewNs(root, BAD_CAST "http://crd.gov.pl/xml/schematy/" path, BAD_CAST prefix)
    return (struct names){
        .wnio = root->ns,
        .str = SCHEMA("struktura/2009/11/16/", "str"),
        .meta = SCHEMA("meta/2009/11/16/", "meta"),
        .adr = SCHEMA("adres/2009/11/09/", "adr"),
        .oso = SCHEMA("osoba/2009/11/16/", "oso"),
        .inst = SCHEMA("instytucja/2009/11/16/", "inst"),
    };
#undef SCHEMA
}

enum err wzor_build(struct ctx *ctx, const struct wzor_pismo *p, void **ret_xml, size_t *ret_len)
{
    MEM_SCOPE(tmp, ctx->mem);
    enum err e = check(ctx, p);
    struct names names;
    xmlDoc *doc;
    xmlNode *root;

    if (e)
        return e;
    if (!p->od_osoby == !p->od_instytucji || !p->do_osoby == !p->do_instytucji)
        return ctx_fail(ctx, ERR_INTERNAL, "Nie można sporządzić pisma.", "wzor: one sender and one addressee, please");
    doc = xml_new(tmp, "Dokument", "wnio", WZOR_NS);
    root = xmlDocGetRootElement(doc);
    xmlAddPrevSibling(root, xmlNewDocPI(doc, BAD_CAST "xml-stylesheet", BAD_CAST STYLE));
    names = declare(root);
    add_date(&names, xml_add(root, names.wnio, "OpisDokumentu", NULL), date_iso_local(ctx->mem, p->czas));
    add_dane(ctx, &names, root, p);
    add_tresc(ctx, &names, root, p);
    *ret_xml = xml_bytes(ctx->mem, doc, ret_len);
    return ERR_OK;
}
