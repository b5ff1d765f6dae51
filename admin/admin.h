/* The command line of administrators: eurzad-admin -c FILE COMMAND …
 *
 * A module has its commands, and what `eurzad-admin seed` and `demo` put into its tables, as rows of tables in its x_admin.c:
 *
 *     const struct command drzewo_commands[] = { { "drzewo", "zamknij …  zamyka drzewa", run }, { NULL, NULL, NULL } };
 *     const struct seed jst_seeds[] = { { "jednostki", SEED_DICTIONARY, seed_units }, { NULL, SEED_DICTIONARY, NULL } };
 *
 * Every command returns an exit status: 0 done, 1 the thing checked is wrong, 2 used wrongly, 3 could not be done. */
#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include "core/ctx/ctx.h"

struct db_sql;

struct command {
    const char *name;
    const char *usage; /* arguments and one sentence, in Polish */
    int (*run)(struct app *app, int argc, char **argv);
};
extern const struct command *const all_commands[]; /* generated, ended by NULL */

/* The command of that name; NULL when there is none. */
const struct command *admin_command(const struct command *const *tables, const char *name);

/* The name that two commands share, NULL when each is there once. */
const char *admin_command_twice(const struct command *const *tables);

enum seed_kind {
    SEED_DICTIONARY, /* `seed`: what every installation has; acts in no unit */
    SEED_DEMO,       /* `demo`: people and data to show, in the unit ctx->jst */
};

/* All seeds of a kind are run in one transaction, module after module as CMakeLists.txt names them. Running them again adds
 * what is new and changes nothing that people may have changed. */
struct seed {
    const char *name; /* what it is, in Polish, for the message when it fails */
    enum seed_kind kind;
    enum err (*run)(struct ctx *ctx, const char *prefix); /* prefix: of log-in names of a demo, "" otherwise */
};
extern const struct seed *const all_seeds[]; /* generated, ended by NULL */

int admin_migrate(struct app *app, int argc, char **argv);
int admin_seed(struct app *app, int argc, char **argv);
int admin_demo(struct app *app, int argc, char **argv);
int admin_journal(struct app *app, int argc, char **argv);
int admin_verify(struct app *app, int argc, char **argv);
int admin_trust(struct app *app, int argc, char **argv);
int admin_obliczenie(struct app *app, int argc, char **argv);
int admin_partner(struct app *app, int argc, char **argv);
int admin_ready(struct app *app, int argc, char **argv);

/* Seed: law parameters from the modules' files. */
enum err admin_seed_parameters(struct ctx *ctx, const char *prefix);

/* Says on stderr why the context failed; returns exit status 3. */
int admin_failed(const struct ctx *ctx, const char *what);

/* The whole file, at most max bytes; NULL with a message on stderr. */
char *admin_read_file(TALLOC_CTX *mem, const char *path, size_t max, size_t *ret_len);

/* A dictionary of db/seed (CSV with a head line and semicolons) into a temporary table: `create` makes it, `copy` is the COPY
 * … FROM STDIN that fills it. */
MUST_CHECK enum err admin_load(struct ctx *ctx, const char *file, const struct db_sql *create,
                               const struct db_sql *copy);

/* "2026-11-23" (its midnight), "2026-11-23T09:00:00", "2026-11-23T09:00:00+01:00"; without a zone UTC is meant. */
bool admin_read_time(const char *s, int64_t *ret_us);

#endif
