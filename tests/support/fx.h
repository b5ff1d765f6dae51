/* Fixtures for unit tests against the real database of the test stack (EURZAD_CONF names its configuration, set by
 * `./eurzad test`). Each test runs in one transaction that is rolled back:
 *
 *     static void closed_case_is_refused(void **state)
 *     {
 *         struct ctx *ctx = fx_clerk(state, "referent");
 *         …
 *     }
 *     int main(void) { const struct CMUnitTest tests[] = { fx_test(closed_case_is_refused) }; return fx_run(tests); }  */
#ifndef TESTS_SUPPORT_FX_H
#define TESTS_SUPPORT_FX_H

/* cmocka wants these four first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/ctx/app.h"
#include "core/ctx/ctx.h"
#include "core/ctx/db.h"

#define FX_JST "0801062"       /* Santok, the demo unit */
#define FX_OTHER_JST "0803012" /* a second unit with its own people, log-ins with the prefix "inna-" */

int fx_open(void **state);
int fx_close(void **state); /* rolls back */
#define fx_test(f) cmocka_unit_test_setup_teardown((f), fx_open, fx_close)
#define fx_run(tests) cmocka_run_group_tests_name(__FILE__, (tests), NULL, NULL)

/* The context of the test, as nobody; ctx->jst "". */
struct ctx *fx_ctx(void **state);
/* The same context turned into a demo clerk of FX_JST ("referent", …) or, with "inna-referent", of FX_OTHER_JST. May be
 * called again in one test: the transaction goes on with the new principal. */
struct ctx *fx_clerk(void **state, const char *login);
/* Turned into the demo citizen ("obywatel" or "inna-obywatel") acting in jst. */
struct ctx *fx_citizen(void **state, const char *login, const char *jst);
/* Turned into a partner system acting in jst. */
struct ctx *fx_partner(void **state, const char *identyfikator, const char *jst);
struct ctx *fx_system(void **state, const char *jst);

/* Number of rows the present principal sees. table is "schema.table". */
int64_t fx_count(struct ctx *ctx, const char *table);

/* The app of this test program. */
struct app *fx_app(void);

#endif
