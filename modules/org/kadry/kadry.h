/* Clerks and komórki of the unit in which the transaction acts. */
#ifndef MODULES_ORG_KADRY_KADRY_H
#define MODULES_ORG_KADRY_KADRY_H

#include "core/ctx/ctx.h"

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

struct kadry_nowy {
    const char *imie, *nazwisko, *stanowisko, *login, *email;
    const char *komorka_kod, *komorka_nazwa; /* made when the unit has no komórka of that code */
    bool kieruje;
    uint64_t roles;
};

/* Adds a clerk with an account of his own; a link to set the password goes to his e-mail. ERR_CONFLICT when the log-in
 * name is taken, ERR_INVALID per field. */
MUST_CHECK enum err kadry_add(struct ctx *ctx, const struct kadry_nowy *n, int64_t *ret_id);

/* Sets roles, post and whether the clerk is active. An administrator cannot take that role from himself. */
MUST_CHECK enum err kadry_change(struct ctx *ctx, int64_t id, const char *stanowisko, uint64_t roles, bool aktywny);

/* A new second factor; *ret_secret (base32) is shown once. */
MUST_CHECK enum err kadry_totp(struct ctx *ctx, int64_t id, const char **ret_secret);

/* All clerks, also inactive ones: id, name, stanowisko, komorka, aktywny, roles (space separated). */
MUST_CHECK enum err kadry_all(struct ctx *ctx, struct db_rows **ret_rows);

/* ---- shared by kadry.c and kadry_region.c ---- */

enum { KADRY_LINK_HOURS = 48 };

/* ERR_INVALID with the field when the log-in name, the address or the code of the komórka cannot be. */
MUST_CHECK enum err kadry_account_ok(struct ctx *ctx, const char *login, const char *email, const char *komorka_kod);

/* Queues the e-mail with the link that sets the password, good for KADRY_LINK_HOURS. */
MUST_CHECK enum err kadry_send_link(struct ctx *ctx, const char *email, const char *token);

#endif
