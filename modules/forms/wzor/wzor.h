/* „Pismo ogólne do podmiotu publicznego”, CRD pattern http://crd.gov.pl/wzor/2013/12/12/1410/ : building the XML
 * that is previewed, signed and sent, and reading it leniently (order and cardinality of the pattern are not
 * confirmed). */
#ifndef MODULES_FORMS_WZOR_WZOR_H
#define MODULES_FORMS_WZOR_WZOR_H

#include <stdbool.h>
#include <stddef.h>

#include "core/ctx/ctx.h"

#define WZOR_NS "http://crd.gov.pl/wzor/2013/12/12/1410/"

typedef struct _xmlDoc wzor_doc; /* libxml2's xmlDoc */

struct wzor_osoba {
    const char *imie;
    const char *nazwisko;
    const char *pesel; /* "" = none */
    const char *ulica, *budynek, *lokal, *kod_pocztowy, *miejscowosc, *telefon, *email;
};

struct wzor_instytucja {
    const char *teryt; /* written as inst:InnyIdentyfikator TERYT */
    const char *nazwa;
    const char *miejscowosc;
};

struct wzor_plik {
    const char *nazwa;
    const char *mime;
    const void *dane;
    size_t n_dane;
};

struct wzor_pismo {
    const char *tytul;
    const char *rodzaj; /* "wniosek", "skarga", "zawiadomienie", "inne pismo", "odpowiedź" */
    const char *miejscowosc;
    const char *tresc;                 /* paragraphs parted by empty lines */
    const char *znak_sprawy;           /* "" = none */
    int64_t czas;                      /* microseconds */
    const struct wzor_osoba *od_osoby; /* exactly one of the two senders */
    const struct wzor_instytucja *od_instytucji;
    const struct wzor_osoba *do_osoby; /* exactly one of the two addressees */
    const struct wzor_instytucja *do_instytucji;
    const char *podpis_imie, *podpis_nazwisko, *podpis_stanowisko; /* the clerk who signs; NULL for citizens */
    const struct wzor_plik *pliki;
    int n_pliki;
};

/* Largest file that fits in the document: its base64 is one text node, of which the XML reader takes 10 000 000
 * bytes. */
#define WZOR_MAX_PLIK ((size_t)7000000)

/* The document as bytes (UTF-8, with the xml-stylesheet instruction), in ctx->mem.
 * ERR_INVALID, with the field: control characters, a file larger than WZOR_MAX_PLIK, all files together too large for
 * conf.max_document. */
MUST_CHECK enum err wzor_build(struct ctx *ctx, const struct wzor_pismo *p, void **ret_xml, size_t *ret_len);

struct wzor_zalacznik {
    const char *nazwa;
    const char *mime; /* as declared */
    void *dane;       /* decoded base64; NULL when kodowanie is not base64 */
    size_t n_dane;
};

/* What can be read of any wnio:Dokument (any pattern version, by local names). Missing things are "". */
struct wzor_odczyt {
    const char *tytul;
    const char *rodzaj;
    const char *miejscowosc;
    const char *data; /* ISO date on the letter */
    const char *znak_sprawy;
    const char *nadawca; /* names */
    const char *nadawca_adres;
    const char *adresat;
    const char *podpis; /* "Joanna Nowicka, wójt gminy" */
    int n_akapitow;
    const char **akapity;
    int n_zalacznikow;
    struct wzor_zalacznik *zalaczniki;
};

/* Is the root a wnio:Dokument of some pattern (and no receipt, which has a root of the same name)? */
bool wzor_is(const wzor_doc *doc);

/* Reads a parsed document; ERR_INVALID when the root is no wnio:Dokument or an attachment's base64 is broken. */
MUST_CHECK enum err wzor_read(struct ctx *ctx, wzor_doc *doc, struct wzor_odczyt *ret_o);

#endif
