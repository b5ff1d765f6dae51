/* multipart/form-data in one piece, byte by byte, and broken in many ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "fcgi/multipart.h"

/* What the sink heard: "name[file]=data;" for each part. */
struct heard {
    struct buf text;
    bool stop;
};

static bool begin(void *to, const char *name, const char *file)
{
    struct heard *h = to;

    buf_str(&h->text, name);
    if (file)
        buf_printf(&h->text, "[%s]", file);
    buf_char(&h->text, '=');
    return !h->stop;
}

static bool data(void *to, const void *p, size_t n)
{
    buf_add(&((struct heard *)to)->text, p, n);
    return true;
}

static bool end(void *to)
{
    buf_char(&((struct heard *)to)->text, ';');
    return true;
}

static enum multipart_state parse(TALLOC_CTX *mem, const char *body, size_t len, size_t step, struct heard *h)
{
    const struct multipart_sink sink = { h, begin, data, end };
    struct multipart *m = multipart_new(mem, "XX", &sink);
    enum multipart_state state = MULTIPART_OK;

    h->text = buf_new(mem, 1 << 20);
    for (size_t i = 0; i < len && state == MULTIPART_OK; i += step)
        state = multipart_feed(m, body + i, len - i < step ? len - i : step);
    return state == MULTIPART_OK ? multipart_finish(m) : state;
}

#define FIELD(name, value) "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(name, file, value)                                                                                   \
    "--XX\r\ncontent-disposition: form-data; name=\"" name "\"; filename=\"" file                                      \
    "\"\r\nContent-Type: application/pdf\r\n\r\n" value "\r\n"

static void parts_are_found_however_they_arrive(void **state)
{
    static const char body[] = FIELD("a", "1") FIELD("pusty", "")
        FILE_PART("plik", "pismo \\\"x%22.pdf", "\r\n--X\r\n--XY--") FILE_PART("p2", "", "") "--XX--\r\nepilog";

    (void)state;
    for (size_t step = 1; step < sizeof(body); step++) {
        MEM_SCOPE(mem, NULL);
        struct heard h = { .stop = false };

        assert_int_equal(parse(mem, body, sizeof(body) - 1, step, &h), MULTIPART_OK);
        assert_string_equal(buf_text(&h.text), "a=1;pusty=;plik[pismo \"x\".pdf]=\r\n--X\r\n--XY--;p2[]=;");
    }
}

static void large_parts_pass_through(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct buf body = buf_new(mem, 1 << 20);
    struct heard h = { .stop = false };

    (void)state;
    buf_str(&body, "preambuła\r\n--XX\r\nContent-Disposition: form-data; name=\"d\"\r\n\r\n");
    for (int i = 0; i < 100000; i++)
        buf_str(&body, "\r\n--X");
    buf_str(&body, "\r\n--XX--");
    assert_int_equal(parse(mem, buf_text(&body), body.len, 7000, &h), MULTIPART_OK);
    assert_int_equal(h.text.len, 2 + 500000 + 1);
}

static void broken_bodies_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "x",
        "--XX",
        "--XX\r\n",
        "--XXY\r\n",
        "--XX\n",
        "--XX\r\n\r\nbez naglowkow\r\n--XX--",
        "--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name\r\n\r\nx\r\n--XX--",
        FIELD("a", "1"),
        FIELD("a", "1") "--XX-",
        FIELD("a", "1") "--XXabc",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        for (size_t step = 1; step < 4; step++) {
            MEM_SCOPE(mem, NULL);
            struct heard h = { .stop = false };

            assert_int_equal(parse(mem, bad[i], strlen(bad[i]), step, &h), MULTIPART_BROKEN);
        }
    }
}

static void endless_headers_are_refused(void **state)
{
    MEM_SCOPE(mem, NULL);
    struct buf body = buf_new(mem, 1 << 20);
    struct heard h = { .stop = false };

    (void)state;
    buf_str(&body, "--XX\r\nX: ");
    for (int i = 0; i < 90000; i++)
        buf_char(&body, 'a');
    assert_int_equal(parse(mem, buf_text(&body), body.len, 1000, &h), MULTIPART_BROKEN);
}

static void zero_bytes_in_headers_are_refused(void **state)
{
    MEM_SCOPE(mem, NULL);
    static const char body[] = "--XX\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\nx\r\n--XX--";
    struct heard h = { .stop = false };

    (void)state;
    assert_int_equal(parse(mem, body, sizeof(body) - 1, 1000, &h), MULTIPART_BROKEN);
}

static void the_reader_can_stop(void **state)
{
    MEM_SCOPE(mem, NULL);
    static const char body[] = FIELD("a", "1") "--XX--";
    struct heard h = { .stop = true };

    (void)state;
    assert_int_equal(parse(mem, body, sizeof(body) - 1, 1000, &h), MULTIPART_STOPPED);
}

static void boundaries_are_checked(void **state)
{
    MEM_SCOPE(mem, NULL);
    char ours[200] = "multipart/form-data; boundary=";

    (void)state;
    assert_string_equal(multipart_boundary(mem, "multipart/form-data; boundary=abc"), "abc");
    assert_string_equal(multipart_boundary(mem, "Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\""), "a b:c");
    assert_null(multipart_boundary(mem, "multipart/form-data"));
    assert_null(multipart_boundary(mem, "multipart/form-data; boundary="));
    assert_null(multipart_boundary(mem, "multipart/form-data; boundary=\"a\r\nb\""));
    assert_null(multipart_boundary(mem, "multipart/form-data; boundary=\"a"));
    assert_null(multipart_boundary(mem, "multipart/form-data; boundary=ą"));
    assert_null(multipart_boundary(mem, "multipart/mixed; boundary=abc"));
    assert_null(multipart_boundary(mem, "m"));
    memset(ours + strlen(ours), 'x', MULTIPART_BOUNDARY_MAX + 1);
    assert_null(multipart_boundary(mem, ours));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_found_however_they_arrive),
        cmocka_unit_test(large_parts_pass_through),
        cmocka_unit_test(broken_bodies_are_refused),
        cmocka_unit_test(endless_headers_are_refused),
        cmocka_unit_test(zero_bytes_in_headers_are_refused),
        cmocka_unit_test(the_reader_can_stop),
        cmocka_unit_test(boundaries_are_checked),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
