/* Anybody may check a receipt: by its number, by its file, or whether a document is the one a receipt speaks of; and the
 * signatures of any signed file.
 * Nothing that is sent here is kept. */
#ifndef MODULES_PORTAL_WERYFIKACJA_WERYFIKACJA_H
#define MODULES_PORTAL_WERYFIKACJA_WERYFIKACJA_H

#include <stddef.h>

#include "core/ctx/ctx.h"

struct db_rows;
struct verify_report;

enum weryfikacja_stan {
    WERYFIKACJA_AUTENTYCZNE,   /* the very file an office issued, its seal is good */
    WERYFIKACJA_NIEPEWNE,      /* the very file an office issued, but its seal cannot be checked fully */
    WERYFIKACJA_ZMIENIONE,     /* a receipt that is not as it was issued */
    WERYFIKACJA_NIEZNANE,      /* a receipt that no office issued here */
    WERYFIKACJA_DOKUMENT,      /* no receipt, but a document of which receipts speak */
    WERYFIKACJA_PODPISANY,     /* somebody's signed file: what its signatures are worth is in raport */
    WERYFIKACJA_NIESPRAWDZONE, /* whether it is signed could not be found out; why is in raport */
    WERYFIKACJA_NIEROZPOZNANE, /* a file that means nothing here */
};

struct weryfikacja {
    enum weryfikacja_stan stan;
    const char *opis;                   /* Polish sentence: what is true */
    const char *powod;                  /* why, "" when there is nothing to add */
    const char *sha256;                 /* of the file */
    const char *pieczec;                /* whose seal, "" when none was verified */
    const struct verify_report *raport; /* of the file's signatures; indication NONE without any */
    struct db_rows *fakty;              /* public rows of receipts (modules/esp/upo upo_public()), NULL when none */
    struct db_rows
        *pismo; /* public row of an office's letter (modules/eod/pismo pismo_public()), NULL when it is none */
};

/* "autentyczne", "zmienione" …: stable words for the page and for tests. */
const char *weryfikacja_stan_name(enum weryfikacja_stan stan);

/* Judges the bytes of a file. ERR_INVALID only for an empty one. */
MUST_CHECK enum err weryfikacja_of_file(struct ctx *ctx, const void *data, size_t len, struct weryfikacja *ret_w);

#endif
