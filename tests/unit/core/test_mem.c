/* Memory in three lifetimes: what is tied is freed with its owner, in the right order, and never NULL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/mem.h"

static int released;

static void count_release(int *object)
{
    released += *object;
}

static void adopted_objects_go_with_their_owner(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    TALLOC_CTX *inner = mem_new(mem);
    int one = 1;
    int ten = 10;

    (void)state;
    released = 0;
    assert_ptr_equal(mem_adopt(mem, &one, count_release), &one);
    assert_ptr_equal(mem_adopt(inner, &ten, count_release), &ten);
    talloc_free(inner);
    assert_int_equal(released, 10);
    talloc_free(mem);
    assert_int_equal(released, 11);
}

static void nothing_is_adopted_as_nothing(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    size_t before = talloc_total_blocks(mem);

    (void)state;
    released = 0;
    assert_null(mem_adopt(mem, (int *)NULL, count_release));
    assert_int_equal(talloc_total_blocks(mem), before);
    talloc_free(mem);
    assert_int_equal(released, 0);
}

static void a_scope_ends_with_its_block(void **state)
{
    int one = 1;

    (void)state;
    released = 0;
    for (int i = 0; i < 3; i++) {
        MEM_SCOPE(tmp, NULL);

        mem_adopt(tmp, &one, count_release);
        assert_int_equal(released, i);
        if (i == 1)
            continue;
    }
    assert_int_equal(released, 3);
}

static void copies(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    const char *copy = NULL;
    const int *numbers = NULL;

    (void)state;
    assert_null(mem_strdup(mem, NULL));
    assert_string_equal(mem_strdup(mem, ""), "");
    assert_string_equal(mem_strndup(mem, "abcdef", 3), "abc");
    assert_string_equal(mem_strndup(mem, "ab", 30), "ab");
    copy = mem_dup(mem, "a\0b", 3);
    assert_memory_equal(copy, "a\0b\0", 4);
    copy = mem_dup(mem, NULL, 0);
    assert_int_equal(copy[0], 0);
    assert_string_equal(mem_printf(mem, "%s-%d", "x", 7), "x-7");
    numbers = mem_array(mem, int, 100);
    for (int i = 0; i < 100; i++)
        assert_int_equal(numbers[i], 0);
    assert_non_null(mem_array(mem, int, 0));
    talloc_free(mem);
}

/* An impossible wish ends the process, loudly; it never comes back as NULL or as too small a block. */
static void exhaustion_ends_the_process(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        int status = 0;
        pid_t pid = fork();

        assert_true(pid >= 0);
        if (pid == 0) {
            signal(SIGABRT, SIG_DFL);
            close(STDERR_FILENO);
            if (i == 0)
                mem_zero_bytes(NULL, SIZE_MAX / 2, 3, "overflow");
            else if (i == 1)
                mem_zero_bytes(NULL, 1, (size_t)INT32_MAX + 1, "too much");
            else
                mem_exhausted(1);
            _exit(0);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adopted_objects_go_with_their_owner), cmocka_unit_test(nothing_is_adopted_as_nothing),
        cmocka_unit_test(a_scope_ends_with_its_block),         cmocka_unit_test(copies),
        cmocka_unit_test(exhaustion_ends_the_process),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
