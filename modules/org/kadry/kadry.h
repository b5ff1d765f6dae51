/* Clerks and komórki of the unit in which the transaction acts. */
#ifndef MODULES_ORG_KADRY_KADRY_H
#define MODULES_ORG_KADRY_KADRY_H

#include "core/ctx.h"

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

#endif
