/* What every domain function is given: memory, the clock, who acts and in which unit, the database, and the
 * place where a failure is explained. Knows nothing of HTTP, HTML or SOAP. */
#ifndef CORE_CTX_H
#define CORE_CTX_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/mem.h"

struct app; /* the program: configuration and connections of this process (core/ctx/app.h) */

/* Who acts. The kind decides which row-level policies apply (db/migrations, function app_kind()). */
enum who_kind {
    WHO_PUBLIC = 0, /* nobody logged in: sees what is published */
    WHO_CITIZEN,    /* a citizen's account: own rows in every unit */
    WHO_CLERK,      /* a clerk: rows of the unit of the session */
    WHO_PARTNER,    /* a government system over SOAP: acts in the units of its rights, sees what it sent itself */
    WHO_SYSTEM,     /* our own jobs and administration */
};

struct who {
    enum who_kind kind;
    int64_t konto_id;          /* org.konto; 0 when there is none */
    int64_t pracownik_id;      /* org.pracownik in ctx->jst; 0 unless WHO_CLERK */
    uint64_t roles;            /* bit set of enum role (core/ctx/role.h) */
    const char *name;          /* "Anna Kos"; "" for the public */
    const char *stanowisko;    /* "podinspektor"; "" unless WHO_CLERK */
    const char *identyfikator; /* partner's identifier; "" otherwise */
    /* units in which a partner may do what he asks for, "*" = every unit; ends with NULL. NULL: in none */
    const char *const *units;
};

/* TERYT of the region's own unit, in which its administrator works; the policies say the same (app_region()). */
#define REGION_JST "08"

/* Why the request failed; filled once by ctx_fail(). */
struct failure {
    enum err code;
    const char *message;    /* Polish sentence for the person */
    const char *detail;     /* for the log, never shown */
    const char *field;      /* form field to which the message belongs, or NULL */
    const char *where;      /* source file and line */
    const char *constraint; /* of the database that was broken, or NULL; core/register turns it into a sentence */
};

struct ctx {
    TALLOC_CTX *mem; /* freed after the answer */
    struct app *app;
    const char *request_id; /* shown on error pages and in every log line */
    const char *address;    /* remote address as nginx saw it; "" when not over HTTP */
    struct who who;
    const char *jst; /* TERYT of the unit in which this transaction acts; "" when in none */
    int64_t now;     /* microseconds since 1970, UTC, fixed at the start of the request */
    struct failure fail;
    bool in_tx;     /* a transaction is open (core/ctx/db.c) */
    bool read_only; /* begin transactions READ ONLY */
    bool snapshot;  /* and REPEATABLE READ: all statements of one transaction see the same moment */
    bool retry;     /* the failure may go away when the whole transaction is run again */
};

/* A context for one request or one job, child of the app's root memory. Free with ctx_free(), which also rolls
 * back what was not committed. */
struct ctx *ctx_new(struct app *app);
void ctx_free(struct ctx *ctx);

/* A context that acts as the system in one unit ("" = none): our own jobs and commands. */
struct ctx *ctx_system(struct app *app, const char *jst);

/* Turns the context of a request into the system's, for what nobody logged in may reach yet; before its transaction begins
 * (ERR_INTERNAL otherwise), and for good. Who may call these two stands in tools/codecheck, each with the reason. */
MUST_CHECK enum err ctx_as_system(struct ctx *ctx);

/* Sets the unit in which the transaction acts. For clerks it comes from the session and must not be changed:
 * ERR_DENIED; a partner stays in the units of his rights, ERR_DENIED as well. Others name the unit they file into or whose row
 * of theirs they open. */
MUST_CHECK enum err ctx_act_in(struct ctx *ctx, const char *jst);

/* Only the question: ERR_DENIED when a partner's rights do not reach the unit; "" asks for all units at once. */
MUST_CHECK enum err ctx_may_act_in(struct ctx *ctx, const char *jst);

/* Records the failure and returns its code. `message` is for the person, in Polish; `detail` is a format for the
 * log: identifiers only, no personal data. The first failure of a request is kept. */
enum err ctx_fail_(struct ctx *ctx, const char *where, enum err code, const char *message, const char *detail, ...)
    PRINTF_LIKE(5, 6);
#define CTX_STR2_(x) #x
#define CTX_STR_(x) CTX_STR2_(x)
#define ctx_fail(ctx, code, message, ...)                                                                              \
    ctx_fail_((ctx), __FILE__ ":" CTX_STR_(__LINE__), (code), (message), __VA_ARGS__)

/* The same, ERR_INVALID, for one field of a form or message. */
enum err ctx_fail_field(struct ctx *ctx, const char *field, const char *message);

/* Forgets the failure, for a caller that has dealt with it. */
void ctx_forgive(struct ctx *ctx);

#endif
