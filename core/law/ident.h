/* Identifiers of people, bodies, accounts, land and addresses: read at the edge, checked, kept in one spelling.
 *
 * Every x_parse() takes what a person typed or a file holds, ignores blanks at both ends, and on success fills the
 * struct with the normal spelling in `text`. On failure it returns false and leaves the struct untouched. A valid
 * number is well formed and its check digit agrees; whether it was issued, only the register knows. */
#ifndef CORE_IDENT_H
#define CORE_IDENT_H

#include <stdbool.h>

#include "core/base/err.h"
#include "core/base/mem.h"
#include "core/law/date.h"

/* ---- people and bodies ---- */

struct pesel {
    char text[12];
    struct date born;
    bool female;
};

/* 11 digits; the day of birth in it must exist. */
MUST_CHECK bool pesel_parse(const char *s, struct pesel *ret_pesel);

/* The number agrees with the date of birth and the sex on record. */
bool pesel_agrees(const struct pesel *pesel, struct date born, bool female);

struct nip {
    char text[11];
};

/* 10 digits; hyphens and spaces between them and "PL" before them are ignored. The first three are the code of a tax
 * office, as the schemas of the Ministry of Finance have it (TNrNIP). */
MUST_CHECK bool nip_parse(const char *s, struct nip *ret_nip);

struct regon {
    char text[15];
    bool is_local; /* 14 digits: a local unit of the body in the first nine */
};

/* 9 or 14 digits, spaces and hyphens ignored. */
MUST_CHECK bool regon_parse(const char *s, struct regon *ret_regon);

struct krs {
    char text[11];
};

/* Exactly 10 digits, zeros in front included; there is no check digit. */
MUST_CHECK bool krs_parse(const char *s, struct krs *ret_krs);

struct pkd {
    char text[8];
};

/* DD.KK.P, "47.11.Z". Form only: the dictionary of the edition (2007, 2025) decides. */
MUST_CHECK bool pkd_parse(const char *s, struct pkd *ret_pkd);

/* ---- accounts ---- */

struct nrb {
    char text[27];
    char bank[9]; /* numer rozliczeniowy */
};

/* 26 digits; spaces and hyphens between them and "PL" before them are ignored. */
MUST_CHECK bool nrb_parse(const char *s, struct nrb *ret_nrb);

/* "25 8597 0001 0020 0200 0013 0003" with no-break spaces; belongs to mem. */
const char *nrb_text(TALLOC_CTX *mem, const struct nrb *nrb);

/* ---- land ---- */

struct kw {
    char text[16]; /* GW1G/00098765/7 */
    char sad[5];   /* code of the court: GW1G */
};

/* Land register number: court, eight digits, check digit. */
MUST_CHECK bool kw_parse(const char *s, struct kw *ret_kw);

enum teryt_level { TERYT_WOJEWODZTWO, TERYT_POWIAT, TERYT_GMINA };

struct teryt {
    char text[8];
    enum teryt_level level;
};

/* TERC code of 2, 4 or 7 digits. Form only: even voivodship 02 to 32, powiat and gmina not 00, kind 1 2 3 4 5 8 9. */
MUST_CHECK bool teryt_parse(const char *s, struct teryt *ret_teryt);

/* The województwo, its powiats 0801-0812, its cities 0861 and 0862, or a gmina in one of these. */
bool teryt_is_lubuskie(const struct teryt *teryt);

enum egib_level { EGIB_JEDNOSTKA, EGIB_OBREB, EGIB_DZIALKA, EGIB_BUDYNEK, EGIB_LOKAL };

#define EGIB_TEXT_MAX 80

struct egib {
    char text[EGIB_TEXT_MAX];
    enum egib_level level;
    char teryt[8];    /* of the unit, without the low line: 0809034 */
    char obreb[5];    /* "" when the identifier ends before it; so with the others */
    char arkusz[10];  /* number of the map sheet */
    char dzialka[20]; /* 118/12 */
    char budynek[10];
    char lokal[10];
};

/* Identifier of the land and building register: WWPPGG_R[.XXXX[[.AR_n].n[/m][.n_BUD[.n_LOK]]]]. */
MUST_CHECK bool egib_parse(const char *s, struct egib *ret_egib);

/* The same, and it names a plot: nothing shorter, nothing longer. */
MUST_CHECK bool dzialka_parse(const char *s, struct egib *ret_egib);

/* ---- e-Doręczenia ---- */

enum ade_check {
    ADE_CHECK_RIGHT,
    ADE_CHECK_WRONG,   /* probably a typing error: warn, do not refuse */
    ADE_CHECK_UNKNOWN, /* another country's address: its rule is not ours */
};

#define ADE_TEXT_MAX 48

struct ade {
    char text[ADE_TEXT_MAX]; /* AE:PL-43563-82585-JHWCF-30 */
    char country[3];
    enum ade_check check;
};

/* Address for electronic delivery. False only when the form is wrong. The rule of the check digits was found by
 * experiment and one published address breaks it, hence `check` is advice. */
MUST_CHECK bool ade_parse(const char *s, struct ade *ret_ade);

#endif
