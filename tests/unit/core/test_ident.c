/* Identifiers: form, check digits, the spelling that is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/law/ident.h"

#define ROWS(t) (sizeof(t) / sizeof *(t))

/* One identifier of any kind: what is kept of it, NULL when it must be refused. */
struct row {
    const char *text;
    const char *kept;
};

typedef bool read_fn(const char *s, char *ret_text, size_t size);

/* Gives the parsers one shape; each writes into memory filled with '#', so that a partial result shows. */
#define READER(name, type, call)                                                                                       \
    static bool name(const char *s, char *ret_text, size_t size)                                                       \
    {                                                                                                                  \
        struct type x;                                                                                                 \
        bool ok;                                                                                                       \
                                                                                                                       \
        memset(&x, '#', sizeof x);                                                                                     \
        ok = call(s, &x);                                                                                              \
        if (!ok && x.text[0] != '#')                                                                                   \
            fail_msg("refused, yet written: %s", s);                                                                   \
        if (ok)                                                                                                        \
            strncat(strcpy(ret_text, ""), x.text, size - 1);                                                           \
        return ok;                                                                                                     \
    }

READER(read_pesel, pesel, pesel_parse)
READER(read_nip, nip, nip_parse)
READER(read_regon, regon, regon_parse)
READER(read_krs, krs, krs_parse)
READER(read_pkd, pkd, pkd_parse)
READER(read_nrb, nrb, nrb_parse)
READER(read_kw, kw, kw_parse)
READER(read_teryt, teryt, teryt_parse)
READER(read_egib, egib, egib_parse)
READER(read_dzialka, egib, dzialka_parse)
READER(read_ade, ade, ade_parse)

static void check(read_fn *f, const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char text[200] = "";
        bool ok = f(rows[i].text, text, sizeof text);

        if (ok != !!rows[i].kept)
            fail_msg("%s: '%s'", ok ? "taken" : "refused", rows[i].text);
        if (ok)
            assert_string_equal(text, rows[i].kept);
    }
}

#define CHECK(f, ...)                                                                                                  \
    check(f, (const struct row[]){ __VA_ARGS__ }, sizeof((const struct row[]){ __VA_ARGS__ }) / sizeof(struct row))

static void pesel_numbers(void **state)
{
    (void)state;
    CHECK(read_pesel, { "02211500128", "02211500128" }, { "02211500129", NULL }, { "99022812341", NULL },
          { "05303100077", "05303100077" },
          /* the check digit agrees, the day does not exist */
          { "05133100012", NULL }, { "00022900010", NULL }, { "99022900014", NULL }, { "01000100011", NULL },
          { "01130100017", NULL }, { "01333200017", NULL }, { "01023100010", NULL }, { "00000000000", NULL },
          /* one from each century */
          { "99923112347", "99923112347" }, { "44051401359", "44051401359" }, { "00222943219", "00222943219" },
          { "01410100021", "01410100021" }, { "99663099995", "99663099995" },
          /* blanks around it, also no-break ones; nothing else */
          { " 44051401359\r\n", "44051401359" },
          { "\u00A0"
            "44051401359\u00A0",
            "44051401359" },
          { "440514 01359", NULL }, { "4405140135", NULL }, { "440514013590", NULL }, { "44051401359x", NULL },
          { "٤٤٠٥١٤٠١٣٥٩", NULL }, { "", NULL }, { " ", NULL }, { "-4051401359", NULL });
}

static void pesel_tells_birth_and_sex(void **state)
{
    static const struct {
        const char *text;
        struct date born;
        bool female;
    } rows[] = {
        { "02211500128", { 2002, 1, 15 }, true },  { "05303100077", { 2005, 10, 31 }, false },
        { "99923112347", { 1899, 12, 31 }, true }, { "44051401359", { 1944, 5, 14 }, false },
        { "00222943219", { 2000, 2, 29 }, false }, { "01410100021", { 2101, 1, 1 }, true },
        { "99663099995", { 2299, 6, 30 }, false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct date next = date_add(rows[i].born, DATE_DAYS, 1);
        struct pesel p;

        assert_true(pesel_parse(rows[i].text, &p));
        assert_int_equal(date_compare(p.born, rows[i].born), 0);
        assert_true(p.female == rows[i].female);
        assert_true(pesel_agrees(&p, rows[i].born, rows[i].female));
        assert_false(pesel_agrees(&p, rows[i].born, !rows[i].female));
        assert_false(pesel_agrees(&p, next, rows[i].female));
    }
}

static void nip_numbers(void **state)
{
    (void)state;
    CHECK(read_nip, { "9731234510", "9731234510" }, { "9731234511", NULL }, { "9291844109", NULL },
          { "9291844108", "9291844108" }, { "973-123-45-10", "9731234510" }, { "PL 973 123 45 10", "9731234510" },
          { "pl9731234510", "9731234510" }, { "DE9731234510", NULL },
          /* a remainder of ten has no digit */
          { "5990000160", NULL }, { "5990000161", NULL },
          /* no tax office has such a code, though the check digit agrees */
          { "0123456789", NULL }, { "1000000012", NULL }, { "0000000000", NULL }, { "973123451", NULL },
          { "97312345100", NULL }, { "973123451O", NULL }, { "PLPL9731234510", NULL }, { "", NULL }, { "PL", NULL });
}

static void regon_numbers(void **state)
{
    struct regon r;

    (void)state;
    CHECK(read_regon, { "970760004", "970760004" }, { "36085121300011", "36085121300011" }, { "360851214", NULL },
          { "000523560", "000523560" }, { "360 851 213", "360851213" },
          /* a remainder of ten counts as 0 */
          { "100000050", "100000050" }, { "97076000410140", "97076000410140" },
          /* the long one agrees, the nine digits in it do not; and the other way round */
          { "36085121400017", NULL }, { "36085121300012", NULL }, { "000000000", NULL }, { "00000000000000", NULL },
          { "97076000", NULL }, { "9707600041", NULL }, { "360851213000110", NULL }, { "97076000X", NULL },
          { "", NULL });
    assert_true(regon_parse("36085121300011", &r) && r.is_local);
    assert_true(regon_parse("970760004", &r) && !r.is_local);
}

static void krs_and_pkd(void **state)
{
    (void)state;
    CHECK(read_krs, { "0000123456", "0000123456" }, { "00001234567", NULL }, { "123456", NULL }, { "0000000000", NULL },
          { "000012345a", NULL }, { " 0000123456 ", "0000123456" }, { "", NULL });
    CHECK(read_pkd, { "47.11.Z", "47.11.Z" }, { "01.11.z", "01.11.Z" }, { "4711Z", NULL }, { "47.11", NULL },
          { "00.11.Z", NULL }, { "47.11.1", NULL }, { "47.11.ZZ", NULL }, { "4.711.Z", NULL }, { "", NULL });
}

static void account_numbers(void **state)
{
    struct nrb n;
    MEM_SCOPE(mem, NULL);

    (void)state;
    CHECK(read_nrb, { "57102054020000010200304051", NULL },
          { "25859700010020020000130003", "25859700010020020000130003" },
          { "30102054020000010200304051", "30102054020000010200304051" },
          { "27 1140 2004 0000 3002 0135 5387", "27114020040000300201355387" },
          { "PL27\u00A0"
            "1140-2004-0000-3002-0135-5387",
            "27114020040000300201355387" },
          { "DE27114020040000300201355387", NULL }, { "2711402004000030020135538", NULL },
          { "271140200400003002013553870", NULL }, { "2711402004000030020135538O", NULL },
          { "04000000000000000000000000", NULL }, { "00000000000000000000000000", NULL }, { "", NULL });
    assert_true(nrb_parse("25859700010020020000130003", &n));
    assert_string_equal(n.bank, "85970001");
    assert_string_equal(nrb_text(mem, &n), "25\u00A0"
                                           "8597\u00A0"
                                           "0001\u00A0"
                                           "0020\u00A0"
                                           "0200\u00A0"
                                           "0013\u00A0"
                                           "0003");
}

static void land_registers(void **state)
{
    struct kw k;

    (void)state;
    CHECK(read_kw, { "GW1G/00098765/7", "GW1G/00098765/7" }, { "GW1G/00098765/8", NULL }, { "ZG1S/00000001/7", NULL },
          { "ZG1S/00000001/6", "ZG1S/00000001/6" }, { "ZG1E/00012345/3", "ZG1E/00012345/3" },
          { "wa1m/99999999/2", "WA1M/99999999/2" }, { "PO2P/00000010/4", "PO2P/00000010/4" }, { "GW1G/98765/7", NULL },
          { "GW1G000987657", NULL }, { "GW1G/00098765", NULL }, { "GW1G/00000000/0", NULL },
          { "GW1Q/00098765/7", NULL }, { "1W1G/00098765/7", NULL }, { "GW1G/0009876X/7", NULL },
          { "GW1G/00098765/77", NULL }, { "", NULL });
    assert_true(kw_parse("GW1G/00098765/7", &k));
    assert_string_equal(k.sad, "GW1G");
}

/* One wrong digit never passes where the weights are prime to the modulus. */
static void typing_errors_are_noticed(void **state)
{
    static const struct {
        const char *text;
        read_fn *read;
    } rows[] = {
        { "44051401359", read_pesel },
        { "9731234510", read_nip },
        { "25859700010020020000130003", read_nrb },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        for (size_t k = 0; rows[i].text[k]; k++)
            for (char c = '0'; c <= '9'; c++) {
                char text[40] = "";
                char kept[40] = "";

                strcpy(text, rows[i].text);
                if (text[k] == c)
                    continue;
                text[k] = c;
                assert_false(rows[i].read(text, kept, sizeof kept));
            }
}

static void teryt_codes(void **state)
{
    static const struct {
        const char *text;
        enum teryt_level level;
        bool lubuskie;
    } rows[] = {
        { "08", TERYT_WOJEWODZTWO, true }, { "0801", TERYT_POWIAT, true },     { "0812", TERYT_POWIAT, true },
        { "0813", TERYT_POWIAT, false },   { "0861", TERYT_POWIAT, true },     { "0862", TERYT_POWIAT, true },
        { "0863", TERYT_POWIAT, false },   { "0801062", TERYT_GMINA, true },   { "0861011", TERYT_GMINA, true },
        { "0862011", TERYT_GMINA, true },  { "0811033", TERYT_GMINA, true },   { "0809034", TERYT_GMINA, true },
        { "0809035", TERYT_GMINA, true },  { "0813011", TERYT_GMINA, false },  { "1465011", TERYT_GMINA, false },
        { "1465108", TERYT_GMINA, false }, { "02", TERYT_WOJEWODZTWO, false }, { "32", TERYT_WOJEWODZTWO, false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct teryt t;

        if (!teryt_parse(rows[i].text, &t))
            fail_msg("refused: %s", rows[i].text);
        assert_string_equal(t.text, rows[i].text);
        assert_int_equal(t.level, rows[i].level);
        assert_true(teryt_is_lubuskie(&t) == rows[i].lubuskie);
    }
    CHECK(read_teryt, { " 0801062 ", "0801062" }, { "07", NULL }, { "00", NULL }, { "34", NULL }, { "0800", NULL },
          { "0801002", NULL }, { "0801060", NULL }, { "0801066", NULL }, { "0801067", NULL }, { "8", NULL },
          { "080", NULL }, { "080106", NULL }, { "08010621", NULL }, { "080106x", NULL }, { "0801_62", NULL },
          { "", NULL });
}

static void plots(void **state)
{
    (void)state;
    CHECK(read_dzialka, { "080903_4.0012.57", "080903_4.0012.57" },
          { "080903_5.0003.AR_2.118/12", "080903_5.0003.AR_2.118/12" }, { "086201_1.1.5", NULL },
          { "080101_2.0001.12/", NULL }, { " 080903_4.0012.57\n", "080903_4.0012.57" },
          { "080903_5.0003.ar_2.118/12", "080903_5.0003.AR_2.118/12" }, { "080903_8.0001.1", "080903_8.0001.1" },
          { "080903_9.9999.1/1", "080903_9.9999.1/1" }, { "080903_6.0012.57", NULL }, { "080903_0.0012.57", NULL },
          { "080903_4.0000.57", NULL }, { "080903_4.00012.57", NULL }, { "080903_4.0012.0", NULL },
          { "080903_4.0012.057", NULL }, { "080903_4.0012.57/0", NULL }, { "080903_4.0012.57/01", NULL },
          { "080903_4.0012./5", NULL }, { "080903_4.0012.57/1/2", NULL }, { "080903_4.0012.AR_.57", NULL },
          { "080903_4.0012.AR_0.57", NULL }, { "080903_4.0012.AR_2", NULL }, { "080903_4.0012..57", NULL },
          { "080903_4.0012.57 ", "080903_4.0012.57" }, { "080903_4.0012. 57", NULL }, { "080903-4.0012.57", NULL },
          { "0809034.0012.57", NULL }, { "070903_4.0012.57", NULL }, { "080903_4.0012.1234567890", NULL },
          { "080903_4.0012", NULL }, { "080903_4.0012.57.1_BUD", NULL }, { "", NULL });
}

static void land_identifiers_of_every_level(void **state)
{
    struct egib e;

    (void)state;
    assert_true(egib_parse("080903_5", &e) && e.level == EGIB_JEDNOSTKA);
    assert_string_equal(e.teryt, "0809035");
    assert_string_equal(e.obreb, "");
    assert_true(egib_parse("080903_5.0003", &e) && e.level == EGIB_OBREB);
    assert_string_equal(e.obreb, "0003");
    assert_true(egib_parse("080903_5.0003.AR_2.118/12", &e) && e.level == EGIB_DZIALKA);
    assert_string_equal(e.arkusz, "2");
    assert_string_equal(e.dzialka, "118/12");
    assert_true(egib_parse("080903_5.0003.118.3_BUD", &e) && e.level == EGIB_BUDYNEK);
    assert_string_equal(e.arkusz, "");
    assert_string_equal(e.budynek, "3");
    assert_true(egib_parse("080903_5.0003.AR_2.118/12.3_BUD.14_LOK", &e) && e.level == EGIB_LOKAL);
    assert_string_equal(e.dzialka, "118/12");
    assert_string_equal(e.lokal, "14");
    CHECK(read_egib, { "080903_5.", NULL }, { "080903_5.0003.", NULL }, { "080903_5.0003.118.", NULL },
          { "080903_5.0003.118.14_LOK", NULL }, { "080903_5.0003.118.3_BUD.", NULL },
          { "080903_5.0003.118.3_BUD.14_LOK.1", NULL }, { "080903_5.0003.118.03_BUD", NULL }, { "080903_", NULL },
          { "080903_5.0003.AR_123456789.123456789/123456789.123456789_BUD.123456789_LOK",
            "080903_5.0003.AR_123456789.123456789/123456789.123456789_BUD.123456789_LOK" });
}

static void electronic_addresses(void **state)
{
    static const struct {
        const char *text;
        enum ade_check check;
    } rows[] = {
        { "AE:PL-28080-40239-TUSBF-26", ADE_CHECK_RIGHT },   { "AE:PL-43563-82585-JHWCF-30", ADE_CHECK_RIGHT },
        { "AE:PL-71115-41590-RJWRG-16", ADE_CHECK_RIGHT },   { "AE:PL-40073-96065-RTJAF-25", ADE_CHECK_RIGHT },
        { "AE:PL-12345-67890-ABCDE-12", ADE_CHECK_WRONG },   { "AE:PL-12345-67890-ABCDE-25", ADE_CHECK_RIGHT },
        { "AE:PL-00000-00000-ABCDE-11", ADE_CHECK_RIGHT },   { "AE:PL-99999-99999-ZZZZZ-36", ADE_CHECK_RIGHT },
        { "AE:PL-00100-00288-TUSBF-00", ADE_CHECK_RIGHT },   { "ae:pl-28080-40239-tusbf-26", ADE_CHECK_RIGHT },
        { " AE:PL-28080-40239-TUSBF-26 ", ADE_CHECK_RIGHT }, { "AE:DE-ABC-123", ADE_CHECK_UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct ade a;

        if (!ade_parse(rows[i].text, &a))
            fail_msg("refused: %s", rows[i].text);
        assert_int_equal(a.check, rows[i].check);
        assert_string_equal(a.country, i + 1 == ROWS(rows) ? "DE" : "PL");
    }
    CHECK(read_ade, { "ae:pl-28080-40239-tusbf-26", "AE:PL-28080-40239-TUSBF-26" },
          { "AE:PL-28080-40239-TUSBF-2", NULL }, { "AE:PL-28080-40239-TUSBF-266", NULL },
          { "AE:PL-2808-40239-TUSBF-26", NULL }, { "AE:PL-28080-40239-TUSB1-26", NULL },
          { "AE:PL-28080-40239-ŻUSBF-26", NULL }, { "PL-28080-40239-TUSBF-26", NULL },
          { "AE:PL28080-40239-TUSBF-26", NULL }, { "AE:P1-28080-40239-TUSBF-26", NULL }, { "AE:PL-", NULL },
          { "AE:DE-", NULL }, { "AE:DE-a b", NULL }, { "AE:", NULL }, { "", NULL },
          { "AE:DE-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", NULL });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pesel_numbers),
        cmocka_unit_test(pesel_tells_birth_and_sex),
        cmocka_unit_test(nip_numbers),
        cmocka_unit_test(regon_numbers),
        cmocka_unit_test(krs_and_pkd),
        cmocka_unit_test(account_numbers),
        cmocka_unit_test(land_registers),
        cmocka_unit_test(typing_errors_are_noticed),
        cmocka_unit_test(teryt_codes),
        cmocka_unit_test(plots),
        cmocka_unit_test(land_identifiers_of_every_level),
        cmocka_unit_test(electronic_addresses),
    };

    return cmocka_run_group_tests_name("core/law/ident", tests, NULL, NULL);
}
