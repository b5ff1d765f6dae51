/* Whole files: exactly the bytes, a limit that holds, and errors that say which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/base/file.h"
#include "tests/support/keys.h"

static TALLOC_CTX *mem;
static const char *path;

static int begin(void **state)
{
    (void)state;
    mem = mem_new(NULL);
    path = mem_printf(mem, "%s/plik", temp_dir(mem));
    return 0;
}

static int end(void **state)
{
    (void)state;
    remove(path);
    talloc_free(mem);
    return 0;
}

static void bytes_come_as_they_are(void **state)
{
    static const size_t sizes[] = { 1, 511, 512, 65535, 65536, 65537, 300000 };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *bytes = mem_array(mem, char, sizes[i]);
        size_t len = 0;
        const char *got;

        for (size_t k = 0; k < sizes[i]; k++)
            bytes[k] = (char)(k % 251); /* zero bytes among them */
        file_write(path, bytes, sizes[i]);
        got = file_read(mem, path, sizes[i], &len);
        assert_int_equal(len, sizes[i]);
        assert_memory_equal(got, bytes, len);
        assert_int_equal(got[len], 0);
        assert_null(file_read(mem, path, sizes[i] - 1, &len));
        assert_int_equal(errno, EFBIG);
    }
}

static void an_empty_file_is_a_file(void **state)
{
    size_t len = 1;

    (void)state;
    file_write(path, "", 0);
    assert_string_equal(file_read(mem, path, 10, &len), "");
    assert_int_equal(len, 0);
    assert_string_equal(file_read(mem, "/dev/null", 0, NULL), "");
}

static void what_cannot_be_read_says_why(void **state)
{
    (void)state;
    assert_null(file_read(mem, "/nie/ma", 10, NULL));
    assert_int_equal(errno, ENOENT);
    assert_null(file_read(mem, "/tmp", 10, NULL));
    assert_int_equal(errno, EISDIR);
    assert_null(file_read(mem, "/dev/zero", 1000, NULL)); /* ends, though the file does not */
    assert_int_equal(errno, EFBIG);
}

static void a_secret_is_the_first_line(void **state)
{
    (void)state;
    file_write(path, "haśło 1\r\nreszta\n", 18);
    assert_string_equal(file_secret(mem, path), "haśło 1");
    file_write(path, "bez końca", 10);
    assert_string_equal(file_secret(mem, path), "bez końca");
    file_write(path, "", 0);
    assert_null(file_secret(mem, path));
    assert_null(file_secret(mem, "/nie/ma"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bytes_come_as_they_are, begin, end),
        cmocka_unit_test_setup_teardown(an_empty_file_is_a_file, begin, end),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_says_why, begin, end),
        cmocka_unit_test_setup_teardown(a_secret_is_the_first_line, begin, end),
    };

    return cmocka_run_group_tests_name("core/base/file", tests, NULL, NULL);
}
