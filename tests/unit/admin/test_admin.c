/* Commands from tables, and the dictionary of events in a database of its own. */
#include "tests/support/own_database.h"

#include <string.h>

#include "admin/events.h"
#include "core/ctx/audit.h"

static int nothing(struct app *app, int argc, char **argv)
{
    (void)app;
    (void)argc;
    (void)argv;
    return 0;
}

static void each_command_is_found_by_its_name(void **state)
{
    static const char *const names[] = { "migrate", "seed", "demo", "ready", "journal", "verify", "trust" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_string_equal(admin_command(all_commands, names[i])->name, names[i]);
    assert_null(admin_command(all_commands, "nieznane"));
    assert_null(admin_command_twice(all_commands));
}

static void two_commands_of_one_name_are_told(void **state)
{
    static const struct command first[] = { { "a", "", nothing }, { "b", "", nothing }, { NULL, NULL, NULL } };
    static const struct command second[] = { { "c", "", nothing }, { "b", "", nothing }, { NULL, NULL, NULL } };
    const struct command *const tables[] = { first, second, NULL };

    (void)state;
    assert_string_equal(admin_command_twice(tables), "b");
    assert_ptr_equal(admin_command(tables, "b"), &first[1]);
}

static void the_dictionary_of_another_build_is_told_and_put_right(void **state)
{
    const char *typ = NULL;
    struct app *app = own_app("eurzad_owner");
    struct ctx *ctx = second_ctx(app, "");

    (void)state;
    assert_int_equal(events_compare(ctx, &typ), ERR_OK);
    assert_null(typ); /* migrate has written it */
    assert_int_equal(db_commit(ctx), ERR_OK);
    own_command(NULL,
                mem_printf(ctx->mem, "UPDATE audit.typ SET zdanie = 'inaczej' WHERE typ = '%s'", audit_typy[0].typ));
    assert_int_equal(events_compare(ctx, &typ), ERR_OK);
    assert_string_equal(typ, audit_typy[0].typ);
    assert_int_equal(events_store(ctx), ERR_OK);
    own_command(NULL, mem_printf(ctx->mem, "DELETE FROM audit.typ WHERE typ = '%s'", audit_typy[1].typ));
    assert_int_equal(events_compare(ctx, &typ), ERR_OK);
    assert_string_equal(typ, audit_typy[1].typ);
    assert_int_equal(events_store(ctx), ERR_OK);
    assert_int_equal(events_compare(ctx, &typ), ERR_OK);
    assert_null(typ);
    ctx_free(ctx);
    app_stop(app);
}

static int begin_all(void **state)
{
    (void)state;
    own_database_make();
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    own_database_drop();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_command_is_found_by_its_name),
        cmocka_unit_test(two_commands_of_one_name_are_told),
        cmocka_unit_test(the_dictionary_of_another_build_is_told_and_put_right),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin_all, end_all);
}
