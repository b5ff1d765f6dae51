/* The administrator of the region: a clerk of REGION_JST with the role ROLE_REGION. He sees who administers each unit and
 * appoints its administrators, who do the rest; letters and other work of the units are not his to see. The policies
 * „region” of org.komorka, org.pracownik and org.pracownik_rola say the same. */
#ifndef MODULES_ORG_KADRY_KADRY_REGION_H
#define MODULES_ORG_KADRY_KADRY_REGION_H

#include "core/ctx/ctx.h"

struct db_rows;
struct record;

/* Every unit: teryt, nazwa_jst, administratorzy (names parted by ", ", "" for none), pracownicy (how many work there). */
MUST_CHECK enum err kadry_region_units(struct ctx *ctx, struct db_rows **ret_rows);

/* Clerks of one unit: id, name, stanowisko, komorka, aktywny, roles. */
MUST_CHECK enum err kadry_region_clerks(struct ctx *ctx, const char *teryt, struct db_rows **ret_rows);

/* A new clerk, read against kadry_register, whose one role is administrator, whatever he was given; a link to set the password goes
 * to his e-mail. ERR_DENIED for everybody but the region's administrator, ERR_NOTFOUND when there is no such unit,
 * ERR_CONFLICT when the log-in name is taken, ERR_INVALID with the first fault. */
MUST_CHECK enum err kadry_region_appoint(struct ctx *ctx, const char *teryt, const struct record *rec, int64_t *ret_id);

/* Gives a clerk who is there already the role of administrator, or takes it from him; what he is already stays. His own role
 * is not his to decide. ERR_DENIED, ERR_INVALID for himself, ERR_NOTFOUND when nobody of that number works in the unit. */
MUST_CHECK enum err kadry_region_administrator(struct ctx *ctx, const char *teryt, int64_t id, bool is);

#endif
