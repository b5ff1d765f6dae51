#include "tests/support/helper.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#define MAX_CHILDREN 64

/* The children of a process, the newest last; returns how many. */
static int children_of(int pid, int ret[MAX_CHILDREN])
{
    char path[64];
    int n = 0;
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    f = fopen(path, "re");
    while (f && n < MAX_CHILDREN && fscanf(f, "%d", &ret[n]) == 1)
        n++;
    if (f)
        fclose(f);
    return n;
}

/* The keeper is a child of ours, the helper one of the keeper's. Those that were ended before may still be going: the
 * newest is meant. */
void helper_kill(void)
{
    int ours[MAX_CHILDREN];
    int helpers[MAX_CHILDREN];
    int n_helpers = 0;

    for (int i = children_of(getpid(), ours) - 1; i >= 0 && n_helpers == 0; i--)
        n_helpers = children_of(ours[i], helpers);
    assert_true(n_helpers > 0);
    assert_int_equal(kill(helpers[n_helpers - 1], SIGKILL), 0);
}
