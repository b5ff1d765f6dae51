/* Start and end of a program. */
#ifndef CORE_START_H
#define CORE_START_H

#include "core/ctx/app.h"

/* Parses `-c FILE` and `--print-config`, reads the configuration, opens the log. Ends the process with a message on
 * stderr when the configuration is wrong. argv's remaining arguments start at *ret_rest (may be NULL). */
struct app *app_start(const char *program, const char *db_role, int argc, char **argv, int *ret_rest);

/* Forgets connections inherited from the master; called first thing in a forked worker. */
void app_after_fork(struct app *app);

void app_stop(struct app *app);

#endif
