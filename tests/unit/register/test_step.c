/* Tables of states: which deed leads where, and for whom. */
#include "core/register/step.h"

#include "tests/support/fx.h"

enum { AUTHOR = 1, CHIEF = 2, CLERK = 4 };

static const struct step STEPS[] = {
    { "DRAFT", "DRAFT", AUTHOR, "x.saved", .code = "save" },
    { "SENT", "DRAFT", CHIEF, "x.returned", .reason = true, .code = "return" },
    { "DRAFT", "SENT", AUTHOR | CHIEF, "x.sent", .code = "send" },
    { "DRAFT", "DONE", AUTHOR, "x.done", .code = "send" },
    { "DONE", "FILED", CLERK, "x.filed" }, /* called by where it leads */
    { 0 },
};

static const struct {
    const char *code, *from, *to;
    uint64_t who;
    enum err e;
    const char *event;
} CASES[] = {
    { "save", "DRAFT", NULL, AUTHOR, ERR_OK, "x.saved" },
    { "save", "DRAFT", NULL, CLERK, ERR_DENIED, NULL },
    { "save", "SENT", NULL, AUTHOR, ERR_CONFLICT, NULL },
    { "save", "SENT", NULL, CLERK, ERR_DENIED, NULL },
    { "return", "SENT", NULL, AUTHOR | CHIEF, ERR_OK, "x.returned" },
    { "send", "DRAFT", "SENT", CHIEF, ERR_OK, "x.sent" },
    { "send", "DRAFT", "DONE", CHIEF, ERR_DENIED, NULL }, /* his deed, but not to that state */
    { "send", "DRAFT", "DONE", AUTHOR, ERR_OK, "x.done" },
    { "send", "DRAFT", "ELSEWHERE", AUTHOR, ERR_CONFLICT, NULL },
    { "FILED", "DONE", NULL, CLERK, ERR_OK, "x.filed" },
    { "burn", "DRAFT", NULL, AUTHOR | CHIEF | CLERK, ERR_DENIED, NULL },
    { "send", "DRAFT", "SENT", 0, ERR_DENIED, NULL },
};

static void a_deed_is_found_for_whom_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const struct step *step = NULL;

        assert_int_equal(step_find(STEPS, CASES[i].code, CASES[i].from, CASES[i].to, CASES[i].who, &step), CASES[i].e);
        assert_int_equal(step_find(STEPS, CASES[i].code, CASES[i].from, CASES[i].to, CASES[i].who, NULL), CASES[i].e);
        if (CASES[i].event)
            assert_string_equal(step->event, CASES[i].event);
        else
            assert_null(step);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { fx_test(a_deed_is_found_for_whom_it_is) };

    return fx_run(tests);
}
