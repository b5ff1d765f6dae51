#include "tests/support/helper.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

/* The n-th child of a process; 0 when there are fewer. */
static int child_of(int pid, int n)
{
    char path[64];
    int child = 0;
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    f = fopen(path, "re");
    for (int i = 0; i <= n; i++)
        if (f == NULL || fscanf(f, "%d", &child) != 1)
            child = 0;
    if (f)
        fclose(f);
    return child;
}

/* The keeper is a child of ours, the helper one of the keeper's; a keeper that ended has none. */
void helper_kill(void)
{
    int keeper;
    int helper = 0;

    for (int i = 0; helper == 0 && (keeper = child_of(getpid(), i)) != 0; i++)
        helper = child_of(keeper, 0);
    assert_true(helper > 0);
    assert_int_equal(kill(helper, SIGKILL), 0);
}
