/* Reads any wnio:Dokument by local names: patterns differ in version, order and cardinality, a citizen's letter must
 * not be lost for that. What is missing is "". */
#include <openssl/evp.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/doc/xml.h"
#include "modules/forms/wzor/wzor.h"

#define UPO_NS "http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"
#define NAMES_MAX ((size_t)4000)

bool wzor_is(const wzor_doc *doc)
{
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;

    return xml_is(root, NULL, "Dokument") && !xml_is(root, UPO_NS, "Dokument") &&
           (xml_child(root, NULL, "TrescDokumentu") || xml_child(root, NULL, "DaneDokumentu"));
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The characters that count: digits of base64, then at most two "=". False when there is anything else. */
static bool base64_digits(const char *text, char *out, size_t *ret_n, size_t *ret_padding)
{
    size_t n = 0;
    size_t padding = 0;

    for (; *text; text++) {
        const char c = *text;
        bool digit = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';

        if (is_space(c))
            continue;
        if (c == '=' ? ++padding > 2 : !digit || padding > 0)
            return false;
        out[n++] = c;
    }
    *ret_n = n;
    *ret_padding = padding;
    return n % 4 == 0;
}

static bool decode_base64(TALLOC_CTX *mem, const char *text, struct wzor_zalacznik *z)
{
    MEM_SCOPE(tmp, mem);
    char *digits = mem_array(tmp, char, strlen(text) + 1);
    size_t n = 0;
    size_t padding = 0;

    if (!base64_digits(text, digits, &n, &padding))
        return false;
    z->dane = mem_array(mem, unsigned char, n / 4 * 3 + 1);
    z->n_dane = n / 4 * 3 - padding;
    return n == 0 || EVP_DecodeBlock(z->dane, (const unsigned char *)digits, (int)n) >= 0;
}

/* ---- parties ---- */

static void add_word(struct buf *b, const char *separator, const char *word)
{
    if (!*word)
        return;
    if (b->len)
        buf_str(b, separator);
    buf_str(b, word);
}

static void add_children(TALLOC_CTX *mem, struct buf *b, const xmlNode *parent, const char *name)
{
    for (const xmlNode *c = xml_child(parent, NULL, name); c; c = xml_next(c, NULL, name))
        add_word(b, " ", xml_text(mem, c));
}

static const char *osoba_name(TALLOC_CTX *mem, const xmlNode *osoba)
{
    struct buf b = buf_new(mem, NAMES_MAX);

    add_children(mem, &b, osoba, "Imie");
    add_children(mem, &b, osoba, "ImieDrugie");
    add_children(mem, &b, osoba, "Nazwisko");
    return buf_text(&b);
}

/* Names of all parties below Adresaci or Nadawcy. */
static const char *strony(TALLOC_CTX *mem, const xmlNode *list)
{
    struct buf b = buf_new(mem, NAMES_MAX);

    for (const xmlNode *p = xml_child(list, NULL, "Podmiot"); p; p = xml_next(p, NULL, "Podmiot")) {
        const xmlNode *osoba = xml_child(p, NULL, "Osoba");

        add_word(&b, ", ", osoba ? osoba_name(mem, osoba) : xml_text(mem, xml_path(p, "Instytucja/NazwaInstytucji")));
    }
    return buf_text(&b);
}

static const char *adres(TALLOC_CTX *mem, const xmlNode *nadawcy)
{
    const xmlNode *podmiot = xml_child(nadawcy, NULL, "Podmiot");
    const xmlNode *a = xml_path(podmiot, "Osoba/Adres");
    struct buf ulica = buf_new(mem, NAMES_MAX);
    struct buf miejsce = buf_new(mem, NAMES_MAX);
    struct buf all = buf_new(mem, NAMES_MAX);

    if (!a)
        a = xml_path(podmiot, "Instytucja/Adres");
    if (!a)
        return "";
    add_children(mem, &ulica, a, "Ulica");
    add_children(mem, &ulica, a, "Budynek");
    add_word(&ulica, "/", xml_text(mem, xml_child(a, NULL, "Lokal")));
    add_children(mem, &miejsce, a, "KodPocztowy");
    add_children(mem, &miejsce, a, "Miejscowosc");
    add_word(&all, ", ", buf_text(&ulica));
    add_word(&all, ", ", buf_text(&miejsce));
    return buf_text(&all);
}

static const char *podpis(TALLOC_CTX *mem, const xmlNode *tresc)
{
    const xmlNode *p = xml_child(tresc, NULL, "Podpis");
    struct buf b = buf_new(mem, NAMES_MAX);

    if (!p)
        return "";
    add_word(&b, "", osoba_name(mem, p));
    add_word(&b, ", ", xml_text(mem, xml_child(p, NULL, "Stanowisko")));
    return buf_text(&b);
}

/* ---- content ---- */

static const char *rodzaj(TALLOC_CTX *mem, const xmlNode *tresc)
{
    const xmlNode *r = xml_child(tresc, NULL, "RodzajWnioskuRozszerzony");
    const char *names[] = { "jakisInny", "jakiInny", "rodzaj" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = xml_get(mem, r, names[i]);

        if (value && *value)
            return value;
    }
    return "";
}

/* "2026-11-23" of a date or dateTime; "" when it is neither. */
static const char *iso_date(TALLOC_CTX *mem, const xmlNode *data)
{
    const char *text = xml_text(mem, xml_child(data, NULL, "Czas"));

    for (int i = 0; i < 10; i++) {
        bool dash = i == 4 || i == 7;

        if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return "";
    }
    return mem_strndup(mem, text, 10);
}

static int count(const xmlNode *list, const char *name)
{
    int n = 0;

    for (const xmlNode *c = xml_child(list, NULL, name); c; c = xml_next(c, NULL, name))
        n++;
    return n;
}

static void add_akapity(TALLOC_CTX *mem, const xmlNode *list, struct wzor_odczyt *o)
{
    for (const xmlNode *c = xml_child(list, NULL, "Informacja"); c; c = xml_next(c, NULL, "Informacja"))
        o->akapity[o->n_akapitow++] = xml_text(mem, c);
}

static void read_akapity(TALLOC_CTX *mem, const xmlNode *tresc, struct wzor_odczyt *o)
{
    const xmlNode *main = xml_child(tresc, NULL, "Informacje");
    const xmlNode *more = xml_child(tresc, NULL, "InformacjeDodatkowe");

    o->akapity = mem_array(mem, const char *, (size_t)(count(main, "Informacja") + count(more, "Informacja")) + 1);
    add_akapity(mem, main, o);
    add_akapity(mem, more, o);
}

static enum err read_zalacznik(struct ctx *ctx, const xmlNode *node, int lp, struct wzor_zalacznik *z)
{
    MEM_SCOPE(tmp, ctx->mem);
    const char *kodowanie = xml_get(tmp, node, "kodowanie");

    z->nazwa = xml_get(ctx->mem, node, "nazwaPliku");
    if (!z->nazwa || !*z->nazwa)
        z->nazwa = mem_printf(ctx->mem, "zalacznik-%d", lp);
    z->mime = xml_get(ctx->mem, node, "format");
    if (!z->mime)
        z->mime = "";
    if (kodowanie && strcasecmp(kodowanie, "base64") != 0)
        return ERR_OK;
    if (decode_base64(ctx->mem, xml_text(tmp, xml_child(node, NULL, "DaneZalacznika")), z))
        return ERR_OK;
    return ctx_fail_field(ctx, "pliki",
                          mem_printf(ctx->mem, "Załącznik „%s” jest uszkodzony (błędne kodowanie Base64).", z->nazwa));
}

static enum err read_zalaczniki(struct ctx *ctx, const xmlNode *tresc, struct wzor_odczyt *o)
{
    const xmlNode *list = xml_child(tresc, NULL, "Zalaczniki");
    enum err e = ERR_OK;

    o->zalaczniki = mem_array(ctx->mem, struct wzor_zalacznik, (size_t)count(list, "Zalacznik") + 1);
    for (const xmlNode *z = xml_child(list, NULL, "Zalacznik"); z && !e; z = xml_next(z, NULL, "Zalacznik")) {
        e = read_zalacznik(ctx, z, o->n_zalacznikow + 1, &o->zalaczniki[o->n_zalacznikow]);
        o->n_zalacznikow++;
    }
    return e;
}

enum err wzor_read(struct ctx *ctx, wzor_doc *doc, struct wzor_odczyt *ret_o)
{
    TALLOC_CTX *mem = ctx->mem;
    struct wzor_odczyt o = { .n_akapitow = 0 };
    const xmlNode *dane;
    const xmlNode *tresc;
    enum err e;

    if (!wzor_is(doc))
        return ctx_fail(ctx, ERR_INVALID, "To nie jest pismo według wzoru dokumentu elektronicznego.",
                        "root is no wnio:Dokument");
    dane = xml_child(xmlDocGetRootElement(doc), NULL, "DaneDokumentu");
    tresc = xml_child(xmlDocGetRootElement(doc), NULL, "TrescDokumentu");
    o.tytul = xml_text(mem, xml_child(tresc, NULL, "Tytul"));
    if (!*o.tytul)
        o.tytul = xml_text(mem, xml_path(dane, "Naglowek/NazwaDokumentu"));
    o.rodzaj = rodzaj(mem, tresc);
    o.miejscowosc = xml_text(mem, xml_child(tresc, NULL, "MiejscowoscDokumentu"));
    o.data = iso_date(mem, xml_child(dane, NULL, "Data"));
    o.znak_sprawy = xml_text(mem, xml_path(dane, "Naglowek/Identyfikator/Wartosc"));
    o.nadawca = strony(mem, xml_child(dane, NULL, "Nadawcy"));
    o.nadawca_adres = adres(mem, xml_child(dane, NULL, "Nadawcy"));
    o.adresat = strony(mem, xml_child(dane, NULL, "Adresaci"));
    o.podpis = podpis(mem, tresc);
    read_akapity(mem, tresc, &o);
    e = read_zalaczniki(ctx, tresc, &o);
    if (!e)
        *ret_o = o;
    return e;
}
