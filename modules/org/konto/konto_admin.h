/* Accounts made from the command line, whose owners need confirm nothing. */
#ifndef MODULES_ORG_KONTO_KONTO_ADMIN_H
#define MODULES_ORG_KONTO_KONTO_ADMIN_H

#include "core/ctx/ctx.h"

struct konto_zakladane {
    const char *login;
    const char *rodzaj; /* "pracownik", "obywatel" */
    const char *email;
    const char *haslo; /* as password_hash() gives it */
};

/* *ret_id is 0 when the log-in name is taken. */
MUST_CHECK enum err konto_admin_add(struct ctx *ctx, const struct konto_zakladane *k, int64_t *ret_id);

/* A new second factor of a clerk's account; ERR_NOTFOUND. */
MUST_CHECK enum err konto_admin_totp(struct ctx *ctx, const char *login, const char *secret);

#endif
