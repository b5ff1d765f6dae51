/* Systems that may call, and what each may do where (esp.partner, esp.partner_prawo): one snapshot a worker, asked about at
 * most every few seconds, so that a stranger's address is refused before his message is read. */
#ifndef SOAP_PARTNERS_H
#define SOAP_PARTNERS_H

#include <stdbool.h>

#include "core/ctx/ctx.h"

struct partners;

/* The snapshot as of now. When the database is away an older one still counts; ERR_BUSY when there is none. It is valid until
 * the next call. */
MUST_CHECK enum err partners_current(struct app *app, struct partners **partners);

/* Does anybody call from this address? */
bool partners_know_address(const struct partners *p, const char *address);

/* Does this system call from this address? */
bool partners_know(const struct partners *p, const char *identyfikator, const char *address);

/* The units in which the system may do that, as struct who wants them: "*" stands for every unit. Empty: nowhere. */
const char *const *partners_units(TALLOC_CTX *mem, const struct partners *p, const char *identyfikator,
                                  const char *usluga, const char *operacja);

/* A snapshot made by hand, which never asks the database (a fuzzing harness, a test). */
struct partners *partners_fixed(TALLOC_CTX *mem);
void partners_add_address(struct partners *p, const char *identyfikator, const char *address);
void partners_add_right(struct partners *p, const char *identyfikator, const char *usluga, const char *operacja,
                        const char *jst);

#endif
