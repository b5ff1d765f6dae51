/* Clerks and komórki of the unit in which the transaction acts. */
#ifndef MODULES_ORG_KADRY_KADRY_H
#define MODULES_ORG_KADRY_KADRY_H

#include "core/ctx/ctx.h"
#include "core/register/register.h"

struct db_rows;

struct pracownik {
    int64_t id;
    const char *name; /* "Anna Kos" */
    const char *stanowisko;
    int64_t komorka_id;
    const char *komorka_kod;
    const char *komorka_nazwa;
    bool kieruje;
    uint64_t roles;
};

/* An active clerk; ERR_INVALID „Pracownik jest nieaktywny albo nie należy do tej jednostki.” */
MUST_CHECK enum err kadry_pracownik(struct ctx *ctx, int64_t id, struct pracownik *ret_p);

/* The clerk who acts. */
MUST_CHECK enum err kadry_me(struct ctx *ctx, struct pracownik *ret_p);

/* Active clerks having at least one of the roles (0 = all): columns id, name, stanowisko, komorka, komorka_id. */
MUST_CHECK enum err kadry_list(struct ctx *ctx, uint64_t roles, struct db_rows **ret_rows);

/* Active komórki: columns id, kod, nazwa, kierownik (name or NULL). */
MUST_CHECK enum err kadry_komorki(struct ctx *ctx, struct db_rows **ret_rows);

/* ---- what an administrator of the unit does; ERR_DENIED for everybody else ---- */

/* All clerks, also those whose account is off. A new one gets an account of his own, and by e-mail a link to set its
 * password; ERR_CONFLICT when the log-in name is taken. The komórka is made when the unit has none of that code. An
 * administrator neither takes that role from himself nor turns himself off. */
extern const struct reg kadry_register;

/* A new second factor; *ret_secret (base32) is shown once. */
MUST_CHECK enum err kadry_totp(struct ctx *ctx, int64_t id, const char **ret_secret);

/* ---- shared by the register and the administrator of the region ---- */

/* A clerk's account that belongs to nobody yet. */
MUST_CHECK enum err kadry_new_account(struct ctx *ctx, const char *login, const char *email, int64_t *ret_konto_id);

/* Queues the e-mail with a link that sets the password; the clerk is there already. */
MUST_CHECK enum err kadry_send_link(struct ctx *ctx, int64_t konto_id, const char *email);

#endif
