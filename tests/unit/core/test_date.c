/* Calendar, statutory free days, terms of the KPA, fictions of delivery and the clock of Poland. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/law/date.h"

#define ROWS(t) (sizeof(t) / sizeof *(t))

static struct date day(const char *s)
{
    struct date d = { 0 };

    if (!date_parse(s, &d))
        fail_msg("no such day: %s", s);
    return d;
}

static void assert_day(struct date d, const char *expected)
{
    MEM_SCOPE(mem, NULL);

    assert_string_equal(date_text(mem, d), expected);
}

static int64_t moment(const char *s)
{
    int64_t us = 0;

    if (!date_iso_parse(s, &us))
        fail_msg("no such moment: %s", s);
    return us;
}

/* ---- the calendar ---- */

static void iso_days_are_read_strictly(void **state)
{
    static const char *const bad[] = { "",           "2026-11-2",  "2026-11-231", "2026-11-23 ", " 2026-11-23",
                                       "2026/11/23", "26-11-23",   "2026-13-01",  "2026-00-10",  "2026-11-31",
                                       "2026-02-29", "1900-02-29", "2026-11-00",  "2026-1a-01",  "+026-11-23",
                                       "-026-11-23", "1582-12-31", "0000-00-00",  "٢٠٢٦-11-23",  "2026-11-23Z",
                                       "2026-11",    "23.11.2026" };
    struct date d = { 1, 2, 3 };

    (void)state;
    for (size_t i = 0; i < ROWS(bad); i++) {
        if (date_parse(bad[i], &d))
            fail_msg("taken: %s", bad[i]);
        assert_int_equal(d.year, 1);
    }
    assert_day(day("2028-02-29"), "2028-02-29");
    assert_day(day("2000-02-29"), "2000-02-29");
    assert_day(day("1583-01-01"), "1583-01-01");
    assert_day(day("9999-12-31"), "9999-12-31");
}

static void every_day_follows_the_one_before(void **state)
{
    struct date d = day("1583-01-01");
    int weekday = DATE_SATURDAY;
    int n = 0;

    (void)state;
    for (; date_is_set(d); n++) {
        struct date next = date_add(d, DATE_DAYS, 1);

        if (!date_is_valid(d) || date_weekday(d) != (enum date_weekday)weekday ||
            (date_is_set(next) && date_compare(d, next) >= 0))
            fail_msg("%d-%d-%d", d.year, d.month, d.day);
        weekday = weekday % 7 + 1;
        d = next;
    }
    /* 8417 years with 2041 leap days */
    assert_int_equal(n, 8417 * 365 + 2041);
}

static void days_agree_with_the_c_library(void **state)
{
    (void)state;
    for (int n = -100000; n < 2000000; n += 997) {
        struct date d = date_add(day("1970-01-01"), DATE_DAYS, n);
        struct tm tm = { .tm_year = d.year - 1900, .tm_mon = d.month - 1, .tm_mday = d.day };

        assert_int_equal(timegm(&tm), (int64_t)n * 86400);
        assert_int_equal(date_days_between(day("1970-01-01"), d), n);
    }
}

static void adding(void **state)
{
    static const struct {
        const char *from;
        enum date_unit unit;
        int n;
        const char *to;
    } rows[] = {
        { "2026-11-23", DATE_DAYS, 0, "2026-11-23" },
        { "2026-11-23", DATE_DAYS, 8, "2026-12-01" },
        { "2026-11-23", DATE_DAYS, -23, "2026-10-31" },
        { "2026-11-23", DATE_WEEKS, 6, "2027-01-04" },
        { "2026-11-23", DATE_WEEKS, -1, "2026-11-16" },
        { "2026-01-31", DATE_MONTHS, 1, "2026-02-28" },
        { "2026-03-31", DATE_MONTHS, -1, "2026-02-28" },
        { "2026-11-30", DATE_MONTHS, 14, "2028-01-30" },
        { "2026-11-30", DATE_MONTHS, -11, "2025-12-30" },
        { "2028-02-29", DATE_YEARS, 1, "2029-02-28" },
        { "2028-02-29", DATE_YEARS, 4, "2032-02-29" },
        { "2028-02-29", DATE_YEARS, -100, "1928-02-29" },
        { "9999-12-31", DATE_DAYS, 1, "" },
        { "1583-01-01", DATE_DAYS, -1, "" },
        { "2026-11-23", DATE_DAYS, INT32_MAX, "" },
        { "2026-11-23", DATE_DAYS, INT32_MIN, "" },
        { "2026-11-23", DATE_WEEKS, INT32_MAX, "" },
        { "2026-11-23", DATE_MONTHS, INT32_MIN, "" },
        { "2026-11-23", DATE_YEARS, INT32_MAX, "" },
        { "2026-11-23", DATE_YEARS, INT32_MIN, "" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_day(date_add(day(rows[i].from), rows[i].unit, rows[i].n), rows[i].to);
}

static void the_absent_date_stays_absent(void **state)
{
    struct date none = { 0 };
    struct date nonsense = { 2026, 2, 30 };
    int64_t us = 0;

    (void)state;
    assert_false(date_is_set(none));
    assert_false(date_is_set(date_add(none, DATE_DAYS, 1)));
    assert_false(date_is_set(date_add(nonsense, DATE_DAYS, 1)));
    assert_false(date_is_set(date_roll(none)));
    assert_false(date_is_set(date_roll_back(none)));
    assert_false(date_is_set(date_add_working(none, 3)));
    assert_false(date_is_set(date_term_end(none, DATE_MONTHS, 1)));
    assert_false(date_is_set(date_term_end(day("2026-03-02"), DATE_DAYS, -1)));
    assert_false(date_is_set(date_ade_fiction(none)));
    assert_false(date_is_set(date_easter(1500)));
    assert_null(date_free_day(none, NULL));
    assert_false(date_is_working(none));
    assert_false(date_start(none, &us));
    assert_day(none, "");
    assert_true(date_compare(none, day("1583-01-01")) < 0);
}

static void long_dates(void **state)
{
    static const char *const rows[][2] = {
        { "2026-01-01", "1 stycznia 2026" },   { "2026-02-02", "2 lutego 2026" },
        { "2026-03-03", "3 marca 2026" },      { "2026-04-04", "4 kwietnia 2026" },
        { "2026-05-05", "5 maja 2026" },       { "2026-06-06", "6 czerwca 2026" },
        { "2026-07-07", "7 lipca 2026" },      { "2026-08-08", "8 sierpnia 2026" },
        { "2026-09-09", "9 września 2026" },   { "2026-10-10", "10 października 2026" },
        { "2026-11-23", "23 listopada 2026" }, { "2026-12-31", "31 grudnia 2026" },
    };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_string_equal(date_long(mem, day(rows[i][0])), rows[i][1]);
    assert_string_equal(date_long(mem, (struct date){ 0 }), "");
    assert_string_equal(date_long(mem, (struct date){ 2026, 13, 1 }), "");
}

/* ---- free days ---- */

static void movable_feasts(void **state)
{
    static const char *const rows[][4] = {
        { "2024-03-31", "2024-04-01", "2024-05-19", "2024-05-30" },
        { "2025-04-20", "2025-04-21", "2025-06-08", "2025-06-19" },
        { "2026-04-05", "2026-04-06", "2026-05-24", "2026-06-04" },
        { "2027-03-28", "2027-03-29", "2027-05-16", "2027-05-27" },
        { "2028-04-16", "2028-04-17", "2028-06-04", "2028-06-15" },
        { "2029-04-01", "2029-04-02", "2029-05-20", "2029-05-31" },
        { "2030-04-21", "2030-04-22", "2030-06-09", "2030-06-20" },
        { "2031-04-13", "2031-04-14", "2031-06-01", "2031-06-12" },
        { "2032-03-28", "2032-03-29", "2032-05-16", "2032-05-27" },
    };
    static const char *const names[] = { "pierwszy dzień Wielkiej Nocy", "drugi dzień Wielkiej Nocy", "Zielone Świątki",
                                         "Boże Ciało" };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_day(date_easter(day(rows[i][0]).year), rows[i][0]);
        for (size_t k = 0; k < ROWS(names); k++)
            assert_string_equal(date_free_day(day(rows[i][k]), NULL), names[k]);
    }
    /* the earliest and the latest that there are */
    assert_day(date_easter(1818), "1818-03-22");
    assert_day(date_easter(1943), "1943-04-25");
    assert_day(date_easter(2038), "2038-04-25");
}

static void fixed_free_days_have_dates_of_validity(void **state)
{
    static const struct {
        const char *day;
        const char *name; /* NULL: not free */
    } rows[] = {
        { "2026-01-01", "Nowy Rok" },
        { "2010-01-06", NULL },
        { "2011-01-06", "Trzech Króli" },
        { "2026-01-06", "Trzech Króli" },
        { "2026-05-01", "Święto Pracy" },
        { "2026-05-02", NULL },
        { "2026-05-03", "Święto Narodowe Trzeciego Maja" },
        { "2025-08-15", "Wniebowzięcie Najświętszej Maryi Panny" },
        { "2025-11-01", "Wszystkich Świętych" },
        { "2025-11-11", "Narodowe Święto Niepodległości" },
        { "2018-11-12", "setna rocznica odzyskania niepodległości" },
        { "2019-11-12", NULL },
        { "2024-12-24", NULL },
        { "2025-12-24", "Wigilia Bożego Narodzenia" },
        { "2026-12-24", "Wigilia Bożego Narodzenia" },
        { "2026-12-25", "pierwszy dzień Bożego Narodzenia" },
        { "2026-12-26", "drugi dzień Bożego Narodzenia" },
        { "2026-12-31", NULL },
        { "2026-11-22", "niedziela" },
        { "2026-11-21", NULL },
        { "2026-11-23", NULL },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *basis = NULL;
        const char *name = date_free_day(day(rows[i].day), &basis);

        if (!rows[i].name != !name || (name && strcmp(name, rows[i].name) != 0))
            fail_msg("%s: %s", rows[i].day, name ? name : "not free");
        assert_true(!name == !basis);
        assert_true(date_is_free(day(rows[i].day)) == !!name);
    }
    assert_false(date_is_working(day("2026-11-21")));
    assert_true(date_is_working(day("2026-11-23")));
}

static void free_days_of_a_year(void **state)
{
    int free = 0;
    int working = 0;

    (void)state;
    for (struct date d = day("2026-01-01"); d.year == 2026; d = date_add(d, DATE_DAYS, 1)) {
        free += date_is_free(d);
        working += date_is_working(d);
    }
    /* 52 Sundays and 14 feasts of which 4 (Easter, Pentecost, 3 V, 1 XI) are Sundays; 52 Saturdays, of which
     * 15 VIII and 26 XII are feasts */
    assert_int_equal(free, 52 + 10);
    assert_int_equal(working, 365 - 62 - 50);
}

static void working_days(void **state)
{
    (void)state;
    assert_day(date_roll(day("2026-12-24")), "2026-12-28");
    assert_day(date_roll_back(day("2026-12-27")), "2026-12-23");
    assert_day(date_roll_back(day("2026-11-23")), "2026-11-23");
    assert_day(date_add_working(day("2026-11-23"), 0), "2026-11-23");
    assert_day(date_add_working(day("2026-11-20"), 1), "2026-11-23");
    assert_day(date_add_working(day("2026-12-23"), 2), "2026-12-29");
    assert_day(date_add_working(day("2026-12-29"), -2), "2026-12-23");
    assert_day(date_add_working(day("2026-11-22"), -5), "2026-11-16");
    assert_day(date_add_working(day("2026-11-23"), INT32_MAX), "");
    assert_day(date_add_working(day("2026-11-23"), INT32_MIN), "");
}

/* ---- terms ---- */

static void terms_of_kpa_57(void **state)
{
    static const struct {
        const char *event;
        enum date_unit unit;
        int n;
        const char *nominal;
        const char *end;
        enum date_weekday weekday;
    } rows[] = {
        { "2026-03-02", DATE_DAYS, 7, "2026-03-09", "2026-03-09", DATE_MONDAY },
        { "2026-03-02", DATE_DAYS, 14, "2026-03-16", "2026-03-16", DATE_MONDAY },
        { "2026-04-17", DATE_DAYS, 14, "2026-05-01", "2026-05-04", DATE_MONDAY },
        { "2026-05-21", DATE_DAYS, 14, "2026-06-04", "2026-06-05", DATE_FRIDAY },
        { "2026-10-29", DATE_DAYS, 3, "2026-11-01", "2026-11-02", DATE_MONDAY },
        { "2026-12-10", DATE_DAYS, 14, "2026-12-24", "2026-12-28", DATE_MONDAY },
        { "2024-12-10", DATE_DAYS, 14, "2024-12-24", "2024-12-24", DATE_TUESDAY },
        { "2026-11-23", DATE_WEEKS, 2, "2026-12-07", "2026-12-07", DATE_MONDAY },
        { "2026-12-11", DATE_WEEKS, 2, "2026-12-25", "2026-12-28", DATE_MONDAY },
        { "2026-01-31", DATE_MONTHS, 1, "2026-02-28", "2026-03-02", DATE_MONDAY },
        { "2028-01-31", DATE_MONTHS, 1, "2028-02-29", "2028-02-29", DATE_TUESDAY },
        { "2026-03-31", DATE_MONTHS, 1, "2026-04-30", "2026-04-30", DATE_THURSDAY },
        { "2026-04-01", DATE_MONTHS, 1, "2026-05-01", "2026-05-04", DATE_MONDAY },
        { "2026-07-15", DATE_MONTHS, 1, "2026-08-15", "2026-08-17", DATE_MONDAY },
        { "2026-11-23", DATE_MONTHS, 1, "2026-12-23", "2026-12-23", DATE_WEDNESDAY },
        { "2026-11-23", DATE_MONTHS, 2, "2027-01-23", "2027-01-25", DATE_MONDAY },
        { "2026-11-24", DATE_MONTHS, 1, "2026-12-24", "2026-12-28", DATE_MONDAY },
        { "2025-11-24", DATE_MONTHS, 1, "2025-12-24", "2025-12-29", DATE_MONDAY },
        { "2026-11-30", DATE_MONTHS, 3, "2027-02-28", "2027-03-01", DATE_MONDAY },
        { "2026-12-31", DATE_MONTHS, 2, "2027-02-28", "2027-03-01", DATE_MONDAY },
        { "2028-02-29", DATE_YEARS, 1, "2029-02-28", "2029-02-28", DATE_WEDNESDAY },
        { "2025-02-28", DATE_YEARS, 3, "2028-02-28", "2028-02-28", DATE_MONDAY },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_day(date_add(day(rows[i].event), rows[i].unit, rows[i].n), rows[i].nominal);
        assert_day(date_term_end(day(rows[i].event), rows[i].unit, rows[i].n), rows[i].end);
        assert_int_equal(date_weekday(day(rows[i].end)), rows[i].weekday);
        /* without breaks the longer way leads to the same day */
        assert_day(date_term_end_with_breaks(day(rows[i].event), rows[i].unit, rows[i].n, NULL, 0), rows[i].end);
    }
}

static struct date month_from_march(const char *const (*spans)[2], size_t n)
{
    struct date_span breaks[4] = { 0 };

    for (size_t i = 0; i < n; i++) {
        breaks[i].from = day(spans[i][0]);
        if (spans[i][1])
            breaks[i].to = day(spans[i][1]);
    }
    return date_term_end_with_breaks(day("2026-03-02"), DATE_MONTHS, 1, breaks, n);
}

#define MONTH(...)                                                                                                     \
    month_from_march((const char *const[][2]){ __VA_ARGS__ },                                                          \
                     sizeof((const char *const[][2]){ __VA_ARGS__ }) / sizeof(char *[2]))

static void breaks_do_not_count(void **state)
{
    struct date_span zero_days = { { 2026, 3, 3 }, { 2026, 3, 9 } };

    (void)state;
    assert_day(MONTH({ "2026-03-10", "2026-03-24" }), "2026-04-17");
    /* overlapping ones count once, in any order */
    assert_day(MONTH({ "2026-03-10", "2026-03-24" }, { "2026-03-20", "2026-03-27" }), "2026-04-20");
    assert_day(MONTH({ "2026-03-20", "2026-03-27" }, { "2026-03-10", "2026-03-24" }), "2026-04-20");
    assert_day(MONTH({ "2026-03-10", "2026-03-24" }, { "2026-03-12", "2026-03-15" }), "2026-04-17");
    /* a break that only the moved end reaches */
    assert_day(MONTH({ "2026-03-10", "2026-03-24" }, { "2026-04-10", "2026-04-12" }), "2026-04-20");
    /* outside the term: before the event, on its day, after the end */
    assert_day(MONTH({ "2026-02-01", "2026-03-02" }), "2026-04-02");
    assert_day(MONTH({ "2026-04-03", "2026-05-30" }), "2026-04-02");
    /* turned round: no day lies in it */
    assert_day(MONTH({ "2026-03-24", "2026-03-10" }), "2026-04-02");
    /* it lasts: there is no end yet; begun after the end it does not matter */
    assert_day(MONTH({ "2026-03-24", NULL }), "");
    assert_day(MONTH({ "2026-04-03", NULL }), "2026-04-02");
    assert_day(MONTH({ "2026-03-24", "9999-12-31" }), "");
    assert_day(date_term_end_with_breaks(day("2026-03-02"), DATE_DAYS, 0, &zero_days, 1), "2026-03-02");
    assert_day(date_term_end_with_breaks(day("2026-03-02"), DATE_DAYS, -5, &zero_days, 1), "");
}

static void silent_approval(void **state)
{
    struct date term = date_add(day("2026-03-02"), DATE_MONTHS, 1);

    (void)state;
    assert_day(term, "2026-04-02");
    assert_day(date_add(term, DATE_DAYS, 1), "2026-04-03");
    assert_day(date_add(term, DATE_DAYS, 14), "2026-04-16");
    /* nominal end on a holiday: the alarm is for the working day before, the party may see the later one */
    assert_day(date_roll_back(date_add(day("2026-04-01"), DATE_MONTHS, 1)), "2026-04-30");
    assert_day(date_term_end(day("2026-04-01"), DATE_MONTHS, 1), "2026-05-04");
}

static void delivery_and_appeal(void **state)
{
    const struct {
        struct date delivered;
        const char *day;
        const char *appeal;
        enum date_weekday weekday;
    } rows[] = {
        /* paper, taken */
        { day("2026-11-27"), "2026-11-27", "2026-12-11", DATE_FRIDAY },
        { day("2026-12-10"), "2026-12-10", "2026-12-28", DATE_MONDAY },
        /* notice at the post office, not taken */
        { date_awizo_fiction(day("2026-03-02"), false), "2026-03-16", "2026-03-30", DATE_MONDAY },
        /* e-Doręczenia: not collected, collected */
        { date_ade_fiction(day("2026-03-02")), "2026-03-17", "2026-03-31", DATE_TUESDAY },
        { date_of(moment("2026-03-05T08:00:00+01:00")), "2026-03-05", "2026-03-19", DATE_THURSDAY },
        /* public notice, both ways of counting */
        { date_notice_fiction(day("2026-03-02"), false), "2026-03-16", "2026-03-30", DATE_MONDAY },
        { date_notice_fiction(day("2026-03-02"), true), "2026-03-17", "2026-03-31", DATE_TUESDAY },
        /* refusal */
        { day("2026-03-04"), "2026-03-04", "2026-03-18", DATE_WEDNESDAY },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct date appeal = date_term_end(rows[i].delivered, DATE_DAYS, 14);

        assert_day(rows[i].delivered, rows[i].day);
        assert_day(appeal, rows[i].appeal);
        assert_int_equal(date_weekday(appeal), rows[i].weekday);
    }
    /* to the office, on a Saturday a minute before midnight: the case begins that day */
    assert_day(date_of(moment("2026-11-21T23:59:00")), "2026-11-21");
    /* the fiction itself does not roll; awizo does where the unit says so */
    assert_day(date_ade_fiction(day("2026-12-10")), "2026-12-25");
    assert_day(date_awizo_fiction(day("2026-12-10"), false), "2026-12-24");
    assert_day(date_awizo_fiction(day("2026-12-10"), true), "2026-12-28");
}

/* ---- the clock ---- */

static void moments_become_local_time(void **state)
{
    static const char *const rows[][2] = {
        { "2026-11-23T22:17:58Z", "2026-11-23T23:17:58+01:00" },
        { "2026-11-23T23:00:00Z", "2026-11-24T00:00:00+01:00" },
        { "2026-07-15T22:00:00Z", "2026-07-16T00:00:00+02:00" },
        { "2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00" },
        { "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00" },
        { "2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00" },
        { "2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00" },
        { "1970-01-01T00:00:00Z", "1970-01-01T01:00:00+01:00" },
        { "1969-12-31T22:59:59Z", "1969-12-31T23:59:59+01:00" },
        { "2100-07-01T00:00:00Z", "2100-07-01T02:00:00+02:00" },
    };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        int64_t us = moment(rows[i][0]);
        struct date_time t = { 0 };
        int64_t back = 0;

        assert_string_equal(date_iso_utc(mem, us), rows[i][0]);
        assert_string_equal(date_iso_local(mem, us), rows[i][1]);
        assert_int_equal(moment(rows[i][1]), us);
        assert_true(date_local(us, &t));
        /* the same way back, but for the hour that comes twice */
        assert_true(date_moment(&t, &back));
        assert_int_equal(back, strcmp(rows[i][0], "2026-10-25T01:00:00Z") ? us : us - INT64_C(3600000000));
    }
}

static void micros_are_kept_also_before_1970(void **state)
{
    struct date_time t = { 0 };
    MEM_SCOPE(mem, NULL);

    (void)state;
    assert_true(date_local(-1, &t));
    assert_int_equal(t.micro, 999999);
    assert_int_equal(t.second, 59);
    assert_int_equal(t.offset, 3600);
    assert_string_equal(date_iso_utc(mem, -1), "1969-12-31T23:59:59Z");
    assert_int_equal(moment("1969-12-31T23:59:59.999999Z"), -1);
}

static void local_hours_skipped_and_doubled(void **state)
{
    struct date_time t = { .date = { 2026, 3, 29 }, .hour = 2, .minute = 30 };
    int64_t us = 7;

    (void)state;
    assert_false(date_moment(&t, &us));
    assert_int_equal(us, 7);
    assert_false(date_iso_parse("2026-03-29T02:00:00", &us));
    assert_int_equal(moment("2026-03-29T03:00"), moment("2026-03-29T01:00:00Z"));
    /* of the two the earlier */
    assert_int_equal(moment("2026-10-25T02:30:00"), moment("2026-10-25T02:30:00+02:00"));
    assert_int_equal(moment("2026-10-25T03:00:00"), moment("2026-10-25T02:00:00Z"));
    t = (struct date_time){ .date = { 2026, 3, 30 }, .hour = 24 };
    assert_false(date_moment(&t, &us));
    t = (struct date_time){ .date = { 2026, 3, 30 }, .second = -1 };
    assert_false(date_moment(&t, &us));
}

static void days_begin_at_local_midnight(void **state)
{
    static const struct {
        const char *day;
        const char *start;
        int hours;
    } rows[] = {
        { "2026-11-23", "2026-11-22T23:00:00Z", 24 },
        { "2026-07-01", "2026-06-30T22:00:00Z", 24 },
        { "2026-03-29", "2026-03-28T23:00:00Z", 23 },
        { "2026-10-25", "2026-10-24T22:00:00Z", 25 },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct date d = day(rows[i].day);
        int64_t start = 0;
        int64_t next = 0;

        assert_true(date_start(d, &start));
        assert_true(date_start(date_add(d, DATE_DAYS, 1), &next));
        assert_int_equal(start, moment(rows[i].start));
        assert_int_equal(next - start, rows[i].hours * INT64_C(3600000000));
        assert_day(date_of(start), rows[i].day);
        assert_day(date_of(next - 1), rows[i].day);
    }
    /* every day of the century has a beginning */
    for (struct date d = day("1915-01-01"); d.year < 2100; d = date_add(d, DATE_DAYS, 1)) {
        int64_t start = 0;

        if (!date_start(d, &start) || date_compare(date_of(start), d) != 0 || date_compare(date_of(start - 1), d) >= 0)
            fail_msg("%d-%d-%d", d.year, d.month, d.day);
    }
}

static void foreign_date_times(void **state)
{
    static const char *const bad[] = {
        "",
        "2026-11-23",
        "2026-11-23T",
        "2026-11-23T1",
        "2026-11-23T10",
        "2026-11-23T10:",
        "2026-11-23T10:0",
        "2026-11-23T10:00:",
        "2026-11-23T10:00:0",
        "2026-11-23T10:00:00.",
        "2026-11-23T10:00:00,5Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T23:60:00Z",
        "2026-11-23T23:59:60Z",
        "2026-11-31T10:00:00Z",
        "2026-11-23 10:00:00Z",
        "2026-11-23t10:00:00Z",
        "2026-11-23T10:00:00z",
        "2026-11-23T10:00:00ZZ",
        "2026-11-23T10:00:00+1:00",
        "2026-11-23T10:00:00+01",
        "2026-11-23T10:00:00+0100",
        "2026-11-23T10:00:00+01:60",
        "2026-11-23T10:00:00+14:01",
        "2026-11-23T10:00:00+01:00 ",
        "2026-11-23T10:00:00+",
        "2026-11-23T-1:00:00Z",
    };
    int64_t us = 7;

    (void)state;
    for (size_t i = 0; i < ROWS(bad); i++)
        if (date_iso_parse(bad[i], &us))
            fail_msg("taken: %s", bad[i]);
    assert_int_equal(us, 7);
    assert_int_equal(moment("2026-11-23T10:00Z"), moment("2026-11-23T11:00"));
    assert_int_equal(moment("2026-11-23T10:00:00.5Z") - moment("2026-11-23T10:00:00Z"), 500000);
    assert_int_equal(moment("2026-11-23T10:00:00.1234567899Z") - moment("2026-11-23T10:00:00Z"), 123456);
    assert_int_equal(moment("2026-11-23T00:00:00-14:00"), moment("2026-11-23T14:00:00Z"));
}

static void moments_outside_the_calendar(void **state)
{
    static const int64_t far[] = { INT64_MIN, INT64_MAX, -INT64_C(12212553600000001), INT64_C(253402300800000000) };
    struct date_time t = { 0 };
    MEM_SCOPE(mem, NULL);

    (void)state;
    for (size_t i = 0; i < ROWS(far); i++) {
        assert_false(date_local(far[i], &t));
        assert_false(date_is_set(date_of(far[i])));
        assert_string_equal(date_iso_local(mem, far[i]), "");
        assert_string_equal(date_iso_utc(mem, far[i]), "");
    }
    assert_string_equal(date_iso_utc(mem, far[3] - 1), "9999-12-31T23:59:59Z");
}

/* In a child, because it ends. */
static void missing_zone_data_stops_the_start(void **state)
{
    int status = 0;
    pid_t child = fork();

    (void)state;
    if (child == 0) {
        setenv("TZ", "UTC0", 1);
        tzset();
        setenv("TZDIR", "/nonexistent", 1);
        fclose(stderr);
        date_init();
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EXIT_FAILURE);
}

static int begin_all(void **state)
{
    (void)state;
    date_init();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iso_days_are_read_strictly),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(days_agree_with_the_c_library),
        cmocka_unit_test(adding),
        cmocka_unit_test(the_absent_date_stays_absent),
        cmocka_unit_test(long_dates),
        cmocka_unit_test(movable_feasts),
        cmocka_unit_test(fixed_free_days_have_dates_of_validity),
        cmocka_unit_test(free_days_of_a_year),
        cmocka_unit_test(working_days),
        cmocka_unit_test(terms_of_kpa_57),
        cmocka_unit_test(breaks_do_not_count),
        cmocka_unit_test(silent_approval),
        cmocka_unit_test(delivery_and_appeal),
        cmocka_unit_test(moments_become_local_time),
        cmocka_unit_test(micros_are_kept_also_before_1970),
        cmocka_unit_test(local_hours_skipped_and_doubled),
        cmocka_unit_test(days_begin_at_local_midnight),
        cmocka_unit_test(foreign_date_times),
        cmocka_unit_test(moments_outside_the_calendar),
        cmocka_unit_test(missing_zone_data_stops_the_start),
    };

    return cmocka_run_group_tests_name("core/law/date", tests, begin_all, NULL);
}
