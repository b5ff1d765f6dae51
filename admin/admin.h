/* The command line of administrators: eurzad-admin -c FILE COMMAND …
 *
 * Every command returns an exit status: 0 done, 1 the thing checked is wrong, 2 used wrongly, 3 could not be done. */
#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include "core/ctx/ctx.h"

struct command {
    const char *name;
    const char *usage; /* arguments and one sentence, in Polish */
    int (*run)(struct app *app, int argc, char **argv);
};

int admin_migrate(struct app *app, int argc, char **argv);
int admin_seed(struct app *app, int argc, char **argv);
int admin_demo(struct app *app, int argc, char **argv);
int admin_journal(struct app *app, int argc, char **argv);
int admin_drzewo(struct app *app, int argc, char **argv);
int admin_verify(struct app *app, int argc, char **argv);
int admin_trust(struct app *app, int argc, char **argv);
int admin_obliczenie(struct app *app, int argc, char **argv);
int admin_partner(struct app *app, int argc, char **argv);
int admin_user(struct app *app, int argc, char **argv);
int admin_ready(struct app *app, int argc, char **argv);

/* Part of seed: law parameters from the modules' files. */
enum err admin_seed_parameters(struct ctx *ctx);

/* A context that acts as the system in one unit ("" = none). */
struct ctx *admin_ctx(struct app *app, const char *jst);

/* Says on stderr why the context failed; returns exit status 3. */
int admin_failed(const struct ctx *ctx, const char *what);

/* The whole file, at most max bytes; NULL with a message on stderr. */
char *admin_read_file(TALLOC_CTX *mem, const char *path, size_t max, size_t *ret_len);

/* "2026-11-23" (its midnight), "2026-11-23T09:00:00", "2026-11-23T09:00:00+01:00"; without a zone UTC is meant. */
bool admin_read_time(const char *s, int64_t *ret_us);

#endif
