/* Znak sprawy: the sign of a case, and of a letter in it.
 *
 *     komórka . symbol . numer [ . numer w grupie ] . rok [ . prowadzący [ . numer pisma ] ] [ . ]
 *     OŚ-IV-UII.6220.13.2025.SPA
 *
 * Up to the year it names the case; what follows belongs to the letter. Signs of other offices may have any shape: they
 * are kept as text and never refused. Numbers are given out elsewhere, by a counter row. */
#ifndef CORE_ZNAK_H
#define CORE_ZNAK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"
#include "core/base/mem.h"

#define ZNAK_KOMORKA_MAX 40 /* bytes */
#define ZNAK_SYMBOL_MAX 10
#define ZNAK_PROWADZACY_MAX 6 /* characters */
#define ZNAK_NUMBER_MAX 999999999
#define ZNAK_YEAR_MIN 1999
#define ZNAK_YEAR_MAX 2099
#define ZNAK_FOREIGN_MAX 250 /* characters */

struct znak {
    char komorka[ZNAK_KOMORKA_MAX + 1];
    char symbol[ZNAK_SYMBOL_MAX + 1]; /* class of the JRWA; text, zeros in front count */
    int numer;
    int podnumer; /* number within a group under a base case; 0 = none */
    int rok;
    char prowadzacy[2 * ZNAK_PROWADZACY_MAX + 1]; /* the clerk's mark; "" = none */
    int numer_pisma;                              /* 0 = none */
};

/* Reads a sign made by this office's rules. False, and *ret_znak untouched, for every other text. */
MUST_CHECK bool znak_parse(const char *s, struct znak *ret_znak);

/* The sign of a case from its parts; podnumer 0 for a case that is in no group. False when a part breaks the rules. */
MUST_CHECK bool znak_make(const char *komorka, const char *symbol, int numer, int podnumer, int rok,
                          struct znak *ret_znak);

/* Adds the clerk's mark ("" for none) and the number of the letter (0 for none; needs a mark). */
MUST_CHECK bool znak_mark(struct znak *znak, const char *prowadzacy, int numer_pisma);

/* Letters (Polish ones too) and digits in parts joined by hyphens, each beginning with a letter: "OŚ-IV". For screens
 * where a unit names its departments. */
bool znak_komorka_ok(const char *s);

/* The sign of the case, "OR.0142.7.2026", and of the letter, "OR.0142.7.2026.AK.3". Belong to mem. */
const char *znak_sprawa_text(TALLOC_CTX *mem, const struct znak *znak);
const char *znak_pismo_text(TALLOC_CTX *mem, const struct znak *znak);

/* Both name the same case, whatever letter of it they name. */
bool znak_same_case(const struct znak *a, const struct znak *b);

/* A sender's sign as one line of text, at most ZNAK_FOREIGN_MAX characters; takes valid UTF-8. Belongs to mem. */
const char *znak_foreign(TALLOC_CTX *mem, const char *s);

/* Looks in a text ("w sprawie OR.1431.7.2026 z dnia …") for the first sign made by this office's rules. *ret_at (may be
 * NULL) is where it begins and *ret_len (may be NULL) its length in bytes, so that a caller can go on behind it. */
MUST_CHECK bool znak_find(const char *text, struct znak *ret_znak, size_t *ret_at, size_t *ret_len);

#endif
