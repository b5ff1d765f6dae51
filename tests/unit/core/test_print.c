/* Papers and lists as PDF (read by poppler), CSV and XML, from one model. */
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
#include "core/doc/print.h"
#include "core/doc/xml.h"

static struct app *app;

static int begin_all(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);

    (void)state;
    log_open("test_print", LOG_ERROR);
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
    char path[] = "/tmp/eurzad-print-XXXXXX";
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

static const char *paper(struct ctx *ctx, struct print *p, const char *command)
{
    void *data = NULL;
    size_t len = 0;

    assert_int_equal(print_pdf(p, &data, &len), ERR_OK);
    return seen(ctx, data, len, command);
}

static const char *file(struct print *p)
{
    const void *data = NULL;
    size_t len = 0;

    assert_int_equal(print_csv(p, &data, &len), ERR_OK);
    return data;
}

static int count(const char *text, const char *word)
{
    int n = 0;

    for (const char *s = text; (s = strstr(s, word)); s += strlen(word))
        n++;
    return n;
}

static const struct print_column COLUMNS[] = {
    { "Numer wpisu", 2, false },
    { "Wnioskodawca", 4, false },
    { "Kwota opłaty", 2, true },
};

static struct print *rows(struct ctx *ctx, int n, bool landscape)
{
    struct print *p = print_new(ctx, &(struct pdf_info){ .title = "Rejestr zezwoleń",
                                                         .author = "Gmina Świdnica",
                                                         .header = "Gmina Świdnica",
                                                         .footer = "Wydrukowano 5 grudnia 2026 r.",
                                                         .landscape = landscape });

    print_heading(p, 1, "Rejestr zezwoleń");
    print_fact(p, "Rok", "2026");
    print_table(p, COLUMNS, 3, "W rejestrze nie ma zezwoleń.");
    for (int i = 1; i <= n; i++) {
        print_cell(p, mem_printf(ctx->mem, "ZZ/%d/2026", i), NULL);
        print_cell(p,
                   i % 7 ? "Żaneta Łącka-Gżegżółka"
                         : "Przedsiębiorstwo Wielobranżowe „Ćma i Wąż” spółka z "
                           "ograniczoną odpowiedzialnością w likwidacji",
                   NULL);
        print_cell(p, mem_printf(ctx->mem, "%d,50 zł", i), mem_printf(ctx->mem, "%d.50", i));
    }
    if (n) {
        print_total(p);
        print_cell(p, "Razem", NULL);
        print_cell(p, NULL, NULL);
        print_cell(p, "9 999,50 zł", NULL);
    }
    return p;
}

/* Every page of a long table has the head, the footer with the day, and its number; no row is lost or cut in two. */
static void heads_on_every_page(void **state)
{
    struct ctx *ctx = *state;
    const char *text = paper(ctx, rows(ctx, 200, false), "pdftotext -layout \"$F\" - 2>&1");
    int pages = count(text, "\f");
    const char *s = text;

    assert_true(pages >= 4);
    for (int i = 1; i <= pages; i++) {
        const char *end = strchr(s, '\f');
        const char *page = mem_strndup(ctx->mem, s, (size_t)(end - s));

        assert_int_equal(count(page, "Numer wpisu"), 1);
        assert_int_equal(count(page, "Wnioskodawca"), 1);
        assert_int_equal(count(page, "Wydrukowano 5 grudnia 2026 r."), 1);
        assert_int_equal(count(page, mem_printf(ctx->mem, "Strona %d z %d", i, pages)), 1);
        assert_int_equal(count(page, "Przedsiębiorstwo"), count(page, "likwidacji"));
        s = end + 1;
    }
    for (int i = 1; i <= 200; i++)
        assert_int_equal(count(text, mem_printf(ctx->mem, "ZZ/%d/2026", i)), 1);
    assert_int_equal(count(text, "Razem"), 1);
}

static void rows_are_read_in_order(void **state)
{
    struct ctx *ctx = *state;
    const char *text = paper(ctx, rows(ctx, 60, false), "pdftotext -layout \"$F\" - 2>&1");
    const char *at = strstr(text, "Rok");

    assert_non_null(at);
    for (int i = 1; i <= 60; i++) {
        at = strstr(at, mem_printf(ctx->mem, "ZZ/%d/2026", i));
        assert_non_null(at);
        assert_non_null(strstr(at, mem_printf(ctx->mem, "%d,50 zł", i)));
    }
}

static void tables_are_tagged(void **state)
{
    struct ctx *ctx = *state;
    const char *info = paper(ctx, rows(ctx, 80, true), "pdfinfo -struct-text \"$F\" 2>&1; pdfinfo \"$F\" 2>&1");

    assert_null(strstr(info, "Error"));
    assert_non_null(strstr(info, "Table"));
    assert_int_equal(count(info, " TH\n"), 3 * count(info, " Table (block)\n"));
    assert_int_equal(count(info, " TD\n"), 3 * 81);
    assert_non_null(strstr(info, "TR"));
    assert_non_null(strstr(info, "\"ZZ/80/2026\""));
    assert_non_null(strstr(info, "Rejestr zezwoleń"));
    assert_non_null(strstr(info, "841.89 x 595.276 pts (A4)"));
}

static void an_empty_table_says_so(void **state)
{
    struct ctx *ctx = *state;

    assert_non_null(strstr(paper(ctx, rows(ctx, 0, false), "pdftotext \"$F\" - 2>&1"), "W rejestrze nie ma zezwoleń."));
    assert_string_equal(file(rows(ctx, 0, false)), "\xEF\xBB\xBFNumer wpisu;Wnioskodawca;Kwota opłaty\r\n");
}

static void files_have_data_and_no_totals(void **state)
{
    struct ctx *ctx = *state;

    assert_string_equal(file(rows(ctx, 2, false)), "\xEF\xBB\xBFNumer wpisu;Wnioskodawca;Kwota opłaty\r\n"
                                                   "ZZ/1/2026;Żaneta Łącka-Gżegżółka;1.50\r\n"
                                                   "ZZ/2/2026;Żaneta Łącka-Gżegżółka;2.50\r\n");
}

static void without_a_table_the_facts_are_the_file(void **state)
{
    struct ctx *ctx = *state;
    struct print *p = print_new(ctx, &(struct pdf_info){ .title = "UPP" });

    print_heading(p, 1, "Poświadczenie");
    print_fact(p, "Numer", "UPO-1");
    print_fact(p, "Nadawca", "=zły");
    assert_string_equal(file(p), "\xEF\xBB\xBFNumer;UPO-1\r\nNadawca;'=zły\r\n");
}

static void columns_can_be_chosen(void **state)
{
    struct ctx *ctx = *state;
    struct print *p = rows(ctx, 1, false);

    print_choose(p, 1 | 4);
    assert_string_equal(file(p), "\xEF\xBB\xBFNumer wpisu;Kwota opłaty\r\nZZ/1/2026;1.50\r\n");
    assert_null(strstr(paper(ctx, p, "pdftotext \"$F\" - 2>&1"), "Wnioskodawca"));
    print_choose(p, 32); /* none of them: all that are left */
    assert_string_equal(file(p), "\xEF\xBB\xBFNumer wpisu;Kwota opłaty\r\nZZ/1/2026;1.50\r\n");
}

static struct print *letter(struct ctx *ctx, const char *to)
{
    struct print *p = print_new(ctx, &(struct pdf_info){ .title = "Pismo", .author = "Gmina", .header = "Nagłówek" });

    print_letterhead(p, "Gmina Świdnica", "ul. Długa 38, 66-008 Świdnica");
    print_right(p, "Świdnica, 5 grudnia 2026");
    print_address(p, to, "Znak sprawy: OR.1431.5.2026");
    print_heading(p, 1, "Zaświadczenie");
    print_para(p, "Treść pisma.");
    return p;
}

/* The address stands in the window, whichever way the sheet slips; the text begins below the fold. Points of 1/72 inch
 * from the upper left corner. */
static void address_is_in_the_window(void **state)
{
    struct ctx *ctx = *state;
    const char *window = " -x 311 -y 141 -W 229 -H 97 ";
    const char *to = "Żaneta Łącka\nul. Lipowa 3 m. 5\n66-431 Santok";
    const char *inside = paper(ctx, letter(ctx, to), mem_printf(ctx->mem, "pdftotext -r 72%s\"$F\" - 2>&1", window));

    assert_string_equal(inside, "Żaneta Łącka\nul. Lipowa 3 m. 5\n66-431 Santok\n\n\f");
    assert_string_equal(paper(ctx, letter(ctx, to), "pdftotext -r 72 -x 0 -y 280 -W 595 -H 480 \"$F\" - 2>&1"),
                        "Zaświadczenie\nTreść pisma.\n\n\f");
    assert_null(strstr(paper(ctx, letter(ctx, to), "pdftotext \"$F\" - 2>&1"), "Nagłówek"));
}

static void long_addresses_stay_in_the_window(void **state)
{
    struct ctx *ctx = *state;
    const char *to = "Przedsiębiorstwo Produkcyjno-Usługowo-Handlowe „Konstantynopolitańczykowianeczka” spółka z "
                     "ograniczoną odpowiedzialnością spółka komandytowa w restrukturyzacji\n"
                     "ul. Generała Władysława Eugeniusza Sikorskiego 123A m. 456\n66-431 Santok\nPolska";
    const char *outside = paper(ctx, letter(ctx, to), "pdftotext -r 72 -x 311 -y 238 -W 284 -H 42 \"$F\" - 2>&1");

    assert_string_equal(outside, "\f");
    assert_non_null(strstr(paper(ctx, letter(ctx, to), "pdftotext \"$F\" - 2>&1"), "66-431 Santok"));
}

static char *repeated(TALLOC_CTX *mem, const char *s, int n)
{
    struct buf b = buf_new(mem, 1 << 20);

    while (n-- > 0)
        buf_str(&b, s);
    return b.data;
}

/* Whatever a stranger wrote: the paper is made, the rows after it are there, nothing is turned round. */
static void hostile_cells(void **state)
{
    struct ctx *ctx = *state;
    const char *cells[] = {
        "\xE2\x80\xAE"
        "odwrócone\x01\x1B[31m",
        "שלום עולם مرحبا",
        "<b>&amp; </cell>",
        repeated(ctx->mem, "konstantynopolitańczykowianeczka", 300),
        repeated(ctx->mem, "wiersz\n", 200),
        repeated(ctx->mem, "e\xCC\x81\xCC\x82\xCC\x83", 500),
    };
    struct print *p = rows(ctx, 0, false);
    const char *text = NULL;

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        print_cell(p, mem_printf(ctx->mem, "wpis %zu", i), NULL);
        print_cell(p, cells[i], NULL);
        print_cell(p, "1", NULL);
    }
    print_cell(p, "koniec", NULL);
    text = paper(ctx, p, "pdftotext -layout \"$F\" - 2>&1");
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        assert_non_null(strstr(text, mem_printf(ctx->mem, "wpis %zu", i)));
    assert_non_null(strstr(text, "koniec"));
    assert_null(strstr(text, "\xE2\x80\xAE"));
    assert_int_equal(count(text, "Numer wpisu"), count(text, "\f"));
}

static void too_much_is_refused(void **state)
{
    struct ctx *ctx = *state;
    struct print *p = rows(ctx, 0, false);
    void *data = NULL;
    size_t len = 0;

    for (int i = 0; i < 6; i++)
        print_cell(p, repeated(ctx->mem, "słowo ", 170000), NULL);
    assert_int_equal(print_pdf(p, &data, &len), ERR_INVALID);
    assert_string_equal(ctx->fail.message, "Dokument jest za długi, aby go wydrukować.");
}

static void same_model_same_bytes(void **state)
{
    struct ctx *ctx = *state;
    void *data[2] = { NULL, NULL };
    size_t len[2] = { 0, 0 };

    for (int i = 0; i < 2; i++)
        assert_int_equal(print_pdf(rows(ctx, 90, true), &data[i], &len[i]), ERR_OK);
    assert_int_equal(len[0], len[1]);
    assert_memory_equal(data[0], data[1], len[0]);
}

static void the_model_is_xml(void **state)
{
    struct ctx *ctx = *state;
    size_t len = 0;
    const char *xml = xml_bytes(ctx->mem, print_doc(letter(ctx, "A\nB")), &len);

    assert_non_null(strstr(xml, "<print title=\"Pismo\"><letterhead office=\"Gmina Świdnica\""));
    assert_non_null(strstr(xml, "<heading level=\"1\">Zaświadczenie</heading><para>Treść pisma.</para></print>"));
    xml = xml_bytes(ctx->mem, print_doc(rows(ctx, 1, false)), &len);
    assert_non_null(strstr(xml, "<column head=\"Kwota opłaty\" share=\"2\" right=\"1\"/><row><cell>ZZ/1/2026</cell>"));
    assert_non_null(strstr(xml, "<cell data=\"1.50\">1,50 zł</cell></row><row total=\"1\"><cell>Razem</cell>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(heads_on_every_page, begin, end),
        cmocka_unit_test_setup_teardown(rows_are_read_in_order, begin, end),
        cmocka_unit_test_setup_teardown(tables_are_tagged, begin, end),
        cmocka_unit_test_setup_teardown(an_empty_table_says_so, begin, end),
        cmocka_unit_test_setup_teardown(files_have_data_and_no_totals, begin, end),
        cmocka_unit_test_setup_teardown(without_a_table_the_facts_are_the_file, begin, end),
        cmocka_unit_test_setup_teardown(columns_can_be_chosen, begin, end),
        cmocka_unit_test_setup_teardown(address_is_in_the_window, begin, end),
        cmocka_unit_test_setup_teardown(long_addresses_stay_in_the_window, begin, end),
        cmocka_unit_test_setup_teardown(hostile_cells, begin, end),
        cmocka_unit_test_setup_teardown(too_much_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(same_model_same_bytes, begin, end),
        cmocka_unit_test_setup_teardown(the_model_is_xml, begin, end),
    };

    return cmocka_run_group_tests_name("core/doc/print", tests, begin_all, end_all);
}
