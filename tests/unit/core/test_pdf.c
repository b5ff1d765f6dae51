/* Printed documents as other programs (poppler, zbar) read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/doc/pdf.h"

static struct app *app;

static int begin_all(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);

    (void)state;
    log_open("test_pdf", LOG_ERROR);
    app = mem_zero(mem, struct app);
    app->mem = mem;
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    talloc_free(app->mem);
    return 0;
}

static int begin(void **state)
{
    *state = ctx_new(app);
    return 0;
}

static int end(void **state)
{
    ctx_free(*state);
    return 0;
}

/* Output of a shell command with the file of these bytes in $F. */
static const char *seen(struct ctx *ctx, const void *data, size_t len, const char *command)
{
    char path[] = "/tmp/eurzad-pdf-XXXXXX";
    int fd = mkstemp(path);
    struct buf b = buf_new(ctx->mem, 16 << 20);
    char part[4096];
    size_t n;
    FILE *f = NULL;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, data, len), (ssize_t)len);
    close(fd);
    setenv("F", path, 1);
    f = popen(command, "re");
    assert_non_null(f);
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(&b, part, n);
    pclose(f);
    unlink(path);
    return buf_text(&b);
}

static const char *text_of(struct ctx *ctx, struct pdf *p)
{
    void *data = NULL;
    size_t len = 0;

    assert_int_equal(pdf_finish(p, &data, &len), ERR_OK);
    assert_memory_equal(data, "%PDF-", 5);
    return seen(ctx, data, len, "pdftotext -layout \"$F\" - 2>&1");
}

static struct pdf *sample(struct ctx *ctx)
{
    struct pdf *p = pdf_new(ctx, &(struct pdf_info){ .title = "Poświadczenie „Łąka”",
                                                     .author = "Urząd Gminy Świdnica",
                                                     .header = "Gmina Świdnica",
                                                     .footer = "wydruk z systemu" });

    pdf_heading(p, 1, "Urzędowe poświadczenie przedłożenia");
    pdf_pair(p, "Znak sprawy", "OR.1431.5.2026");
    pdf_rule(p);
    pdf_para(p, "Zażółć gęślą jaźń — ZAŻÓŁĆ GĘŚLĄ JAŹŃ, „cytat” & <b>znaki</b> 1 234,50 zł.");
    pdf_mono(p, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    pdf_qr(p, "https://example.pl/weryfikacja/AbC-123", "Sprawdź: https://example.pl/weryfikacja/AbC-123");
    return p;
}

static void text_survives(void **state)
{
    struct ctx *ctx = *state;
    const char *text = text_of(ctx, sample(ctx));

    assert_non_null(strstr(text, "Urzędowe poświadczenie przedłożenia"));
    assert_non_null(strstr(text, "Zażółć gęślą jaźń — ZAŻÓŁĆ GĘŚLĄ JAŹŃ, „cytat” & <b>znaki</b>"));
    assert_non_null(strstr(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assert_non_null(strstr(text, "Strona 1 z 1"));
    assert_non_null(strstr(text, "Gmina Świdnica"));
    assert_non_null(strstr(text, "wydruk z systemu"));
}

static void metadata_language_and_tags(void **state)
{
    struct ctx *ctx = *state;
    void *data = NULL;
    size_t len = 0;
    const char *info = NULL;

    assert_int_equal(pdf_finish(sample(ctx), &data, &len), ERR_OK);
    info = seen(ctx, data, len, "pdfinfo -struct-text \"$F\" 2>&1; pdfinfo \"$F\" 2>&1");
    assert_non_null(strstr(info, "Poświadczenie „Łąka”"));
    assert_non_null(strstr(info, "Urząd Gminy Świdnica"));
    assert_non_null(strstr(info, "(A4)"));
    assert_non_null(strstr(info, "H1"));
    assert_null(strstr(info, "Syntax"));
    info = seen(ctx, data, len, "pdfinfo \"$F\" 2>&1 | tr -s ' '");
    assert_non_null(strstr(info, "Tagged: yes"));
    assert_non_null(memmem(data, len, "/Lang (pl-PL)", 13));
}

static void qr_code_can_be_scanned(void **state)
{
    struct ctx *ctx = *state;
    void *data = NULL;
    size_t len = 0;
    const char *text = NULL;

    if (system("command -v zbarimg >/dev/null && command -v pdftoppm >/dev/null") != 0)
        skip();
    assert_int_equal(pdf_finish(sample(ctx), &data, &len), ERR_OK);
    text = seen(ctx, data, len,
                "pdftoppm -r 150 -png -singlefile \"$F\" \"$F\" && zbarimg -q --raw \"$F.png\" 2>/dev/null; "
                "rm -f \"$F.png\"");
    assert_non_null(strstr(text, "https://example.pl/weryfikacja/AbC-123\n"));
}

static void same_calls_give_the_same_bytes(void **state)
{
    struct ctx *ctx = *state;
    void *a = NULL;
    void *b = NULL;
    size_t n = 0;
    size_t m = 0;

    assert_int_equal(pdf_finish(sample(ctx), &a, &n), ERR_OK);
    assert_int_equal(pdf_finish(sample(ctx), &b, &m), ERR_OK);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n);
}

static void long_text_flows_over_pages_and_none_is_lost(void **state)
{
    struct ctx *ctx = *state;
    struct pdf *p = pdf_new(ctx, &(struct pdf_info){ .title = "Długi" });
    struct buf b = buf_new(ctx->mem, 1 << 20);
    const char *text = NULL;

    for (int i = 0; i < 300; i++)
        buf_printf(&b, "słowo%04d zwykły tekst pisma, ", i);
    pdf_para(p, buf_text(&b));
    b.len = 0;
    for (int i = 300; i < 600; i++)
        buf_printf(&b, "wers%04d\n", i);
    pdf_pair(p, "Klucz", buf_text(&b));
    text = text_of(ctx, p);
    for (int i = 0; i < 600; i++)
        assert_non_null(strstr(text, mem_printf(ctx->mem, i < 300 ? "słowo%04d" : "wers%04d", i)));
    assert_non_null(strstr(text, "Strona 2 z "));
    assert_null(strstr(text, "Strona 1 z 1\n"));
}

static void heading_is_not_left_alone_at_the_bottom(void **state)
{
    struct ctx *ctx = *state;

    for (int lines = 30; lines < 56; lines++) {
        struct pdf *p = pdf_new(ctx, &(struct pdf_info){ .title = "x" });
        const char *heading = NULL;
        const char *next = NULL;
        const char *text = NULL;

        for (int i = 0; i < lines; i++)
            pdf_mono(p, "linia");
        pdf_heading(p, 2, "Rozdział");
        pdf_para(p, "Pierwsze zdanie.");
        text = text_of(ctx, p);
        heading = strstr(text, "Rozdział");
        next = strstr(text, "Pierwsze");
        assert_non_null(heading);
        assert_non_null(next);
        assert_null(memchr(heading, '\f', (size_t)(next - heading)));
    }
}

static void endless_word_is_broken_not_cut(void **state)
{
    struct ctx *ctx = *state;
    struct pdf *p = pdf_new(ctx, &(struct pdf_info){ .title = "x" });
    char *word = mem_zero_bytes(ctx->mem, 100001, 1, "word");
    const char *text = NULL;
    int n = 0;

    memset(word, 'Q', 100000);
    pdf_para(p, word);
    memset(word, 'W', 3000);
    word[3000] = '\0';
    pdf_pair(p, word, "wartość");
    text = text_of(ctx, p);
    for (const char *s = text; *s; s++)
        n += *s == 'Q' || *s == 'W';
    assert_int_equal(n, 103000);
}

static void hostile_text_is_made_harmless(void **state)
{
    struct ctx *ctx = *state;
    struct pdf *p = pdf_new(ctx, &(struct pdf_info){ .title = "a\x01)\\(b", .author = NULL, .lang = "pl) /X (" });
    const char *text = NULL;

    pdf_para(p, "zły\xff\xfe bajt \x01\x02\x1b[31m dzwonek\a");
    pdf_para(p, "kwota \u202e001 zł\u202c koniec");
    pdf_para(p, NULL);
    pdf_pair(p, "", "");
    pdf_heading(p, 99, "");
    pdf_mono(p, "tab\tdalej\r\nnowa linia");
    text = text_of(ctx, p);
    assert_non_null(strstr(text, "kwota 001 zł koniec"));
    assert_non_null(strstr(text, "bajt [31m dzwonek"));
    assert_non_null(strstr(text, "nowa linia"));
}

static void other_scripts_do_not_break_it(void **state)
{
    struct ctx *ctx = *state;
    struct pdf *p = pdf_new(ctx, &(struct pdf_info){ .title = "x", .lang = "uk" });

    pdf_para(p, "Україна · Ελλάδα · עברית · العربية · 漢字 · 😀 · a\u0301\u0302\u0303");
    assert_non_null(strstr(text_of(ctx, p), "Україна"));
}

static void too_much_is_refused_at_the_end(void **state)
{
    struct ctx *ctx = *state;
    struct pdf *p = pdf_new(ctx, &(struct pdf_info){ .title = "x" });
    char *huge = mem_zero_bytes(ctx->mem, 5000001, 1, "huge");
    void *data = NULL;
    size_t len = 0;

    memset(huge, '\n', 5000000);
    pdf_para(p, huge);
    pdf_para(p, "po wszystkim");
    assert_int_equal(pdf_finish(p, &data, &len), ERR_INVALID);
    ctx_forgive(ctx);

    p = pdf_new(ctx, &(struct pdf_info){ .title = "x" });
    for (int i = 0; i <= PDF_MAX_PAGES; i++)
        pdf_page(p);
    assert_int_equal(pdf_finish(p, &data, &len), ERR_INVALID);
    ctx_forgive(ctx);

    p = pdf_new(ctx, &(struct pdf_info){ .title = "x" });
    huge[3000] = '\0';
    memset(huge, 'x', 3000);
    pdf_qr(p, huge, "za dużo");
    assert_int_equal(pdf_finish(p, &data, &len), ERR_INVALID);
    ctx_forgive(ctx);

    /* Thrown away without an end: nothing is written after the memory is gone. */
    p = sample(ctx);
    pdf_para(p, "niedokończony");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_survives, begin, end),
        cmocka_unit_test_setup_teardown(metadata_language_and_tags, begin, end),
        cmocka_unit_test_setup_teardown(qr_code_can_be_scanned, begin, end),
        cmocka_unit_test_setup_teardown(same_calls_give_the_same_bytes, begin, end),
        cmocka_unit_test_setup_teardown(long_text_flows_over_pages_and_none_is_lost, begin, end),
        cmocka_unit_test_setup_teardown(heading_is_not_left_alone_at_the_bottom, begin, end),
        cmocka_unit_test_setup_teardown(endless_word_is_broken_not_cut, begin, end),
        cmocka_unit_test_setup_teardown(hostile_text_is_made_harmless, begin, end),
        cmocka_unit_test_setup_teardown(other_scripts_do_not_break_it, begin, end),
        cmocka_unit_test_setup_teardown(too_much_is_refused_at_the_end, begin, end),
    };

    return cmocka_run_group_tests_name("core/doc/pdf", tests, begin_all, end_all);
}
