/* Calendar arithmetic, the statutory free days as dated rows, terms of the KPA and the time zone. Days are counted
 * from 1970-01-01; the C library knows the zone. */
#include "core/law/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECONDS_A_DAY 86400
#define MICRO 1000000

static const struct date ABSENT = { 0 };

/* ---- the calendar ---- */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_is_set(struct date d)
{
    return d.year != 0;
}

bool date_is_valid(struct date d)
{
    return d.year >= DATE_YEAR_MIN && d.year <= DATE_YEAR_MAX && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= days_in_month(d.year, d.month);
}

/* Days since 1970-01-01. Years are taken to begin in March, so that the leap day is the last of its year, and 400 of
 * them always have 146097 days. */
static int number_of(struct date d)
{
    int year = d.month > 2 ? d.year : d.year - 1;
    int era = year / 400;
    int year_of_era = year % 400;
    int month = d.month > 2 ? d.month - 3 : d.month + 9;
    int day_of_year = (153 * month + 2) / 5 + d.day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static struct date of_number(int64_t number)
{
    static const struct date first = { DATE_YEAR_MIN, 1, 1 };
    static const struct date last = { DATE_YEAR_MAX, 12, 31 };
    int n, era, day_of_era, year, day_of_year, month;

    if (number < number_of(first) || number > number_of(last))
        return ABSENT;
    n = (int)number + 719468;
    era = n / 146097;
    day_of_era = n % 146097;
    year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    month = (5 * day_of_year + 2) / 153;
    return (struct date){
        .year = era * 400 + year + (month >= 10),
        .month = month < 10 ? month + 3 : month - 9,
        .day = day_of_year - (153 * month + 2) / 5 + 1,
    };
}

/* n digits at s as a number, -1 when one of them is not a digit. Stops at the end of the string. */
static int digits(const char *s, int n)
{
    int v = 0;

    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        v = v * 10 + (s[i] - '0');
    }
    return v;
}

/* The date in the first ten characters. */
static bool read_date(const char *s, struct date *ret_date)
{
    struct date d = { 0 };

    if (strnlen(s, 10) < 10 || s[4] != '-' || s[7] != '-')
        return false;
    d.year = digits(s, 4);
    d.month = digits(s + 5, 2);
    d.day = digits(s + 8, 2);
    if (!date_is_valid(d))
        return false;
    *ret_date = d;
    return true;
}

bool date_parse(const char *s, struct date *ret_date)
{
    return strnlen(s, 11) == 10 && read_date(s, ret_date);
}

const char *date_text(TALLOC_CTX *mem, struct date d)
{
    return date_is_set(d) ? mem_printf(mem, "%04d-%02d-%02d", d.year, d.month, d.day) : "";
}

const char *date_long(TALLOC_CTX *mem, struct date d)
{
    static const char *const months[] = { "stycznia", "lutego",   "marca",    "kwietnia",     "maja",      "czerwca",
                                          "lipca",    "sierpnia", "września", "października", "listopada", "grudnia" };

    return date_is_valid(d) ? mem_printf(mem, "%d %s %d", d.day, months[d.month - 1], d.year) : "";
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

int date_days_between(struct date a, struct date b)
{
    return number_of(b) - number_of(a);
}

enum date_weekday date_weekday(struct date d)
{
    /* 1970-01-01 was a Thursday; 5 * 400 years are a whole number of weeks and keep the sum positive */
    return (enum date_weekday)((number_of(d) + 5 * 146097 + 3) % 7 + 1);
}

static struct date add_months(struct date d, int64_t n)
{
    int64_t month = (int64_t)d.year * 12 + d.month - 1 + n;
    struct date sum = { 0 };
    int length;

    if (month < (int64_t)DATE_YEAR_MIN * 12 || month >= ((int64_t)DATE_YEAR_MAX + 1) * 12)
        return sum;
    sum.year = (int)(month / 12);
    sum.month = (int)(month % 12) + 1;
    length = days_in_month(sum.year, sum.month);
    sum.day = d.day < length ? d.day : length;
    return sum;
}

struct date date_add(struct date d, enum date_unit unit, int n)
{
    if (!date_is_valid(d))
        return ABSENT;
    switch (unit) {
    case DATE_DAYS:
        return of_number((int64_t)number_of(d) + n);
    case DATE_WEEKS:
        return of_number(number_of(d) + (int64_t)n * 7);
    case DATE_MONTHS:
        return add_months(d, n);
    case DATE_YEARS:
        return add_months(d, (int64_t)n * 12);
    }
    return ABSENT;
}

/* The anonymous Gregorian algorithm (Meeus, Jones, Butcher). */
struct date date_easter(int year)
{
    int golden = year % 19;
    int century = year / 100;
    int year_of_century = year % 100;
    int correction = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    int to_sunday = (32 + 2 * (century % 4) + 2 * (year_of_century / 4) - epact - year_of_century % 4) % 7;
    int late = (golden + 11 * epact + 22 * to_sunday) / 451;
    int day = epact + to_sunday - 7 * late + 114;

    if (year < DATE_YEAR_MIN || year > DATE_YEAR_MAX)
        return ABSENT;
    return (struct date){ year, day / 31, day % 31 + 1 };
}

/* ---- free days ---- */

#define ACT_1951 "ustawa z 18.01.1951 r. o dniach wolnych od pracy (Dz.U. 2025 poz. 296)"
#define ACT_INDEPENDENCE "ustawa z 15.02.1989 r. (Dz.U. 1989 nr 6 poz. 34)"
#define ACT_CHURCH "ustawa z 17.05.1989 r. (Dz.U. 1989 nr 29 poz. 154)"
#define ACT_3_MAY "ustawa z 6.04.1990 r. (Dz.U. 1990 nr 28 poz. 160)"
#define ACT_EPIPHANY "ustawa z 24.09.2010 r. (Dz.U. 2010 nr 224 poz. 1459)"
#define ACT_CENTENARY "ustawa z 7.11.2018 r. (Dz.U. 2018 poz. 2117)"
#define ACT_CHRISTMAS_EVE "ustawa z 6.12.2024 r. (Dz.U. 2024 poz. 1965)"

/* A change of law is a new row, or a `to` in an old one; rows are never rewritten, for terms of the past stay as they
 * were. A day ordered under art. 1a of the act (epidemics) would be a row of one day. Movable days have month 0. */
static const struct free_day {
    int month;
    int day; /* of the month, or days after Easter */
    struct date from;
    struct date to; /* absent: in force */
    const char *basis;
    const char *name;
} FREE_DAYS[] = {
    { 1, 1, { 1951, 1, 19 }, { 0 }, ACT_1951, "Nowy Rok" },
    { 1, 6, { 2011, 1, 1 }, { 0 }, ACT_EPIPHANY, "Trzech Króli" },
    { 5, 1, { 1951, 1, 19 }, { 0 }, ACT_1951, "Święto Pracy" },
    { 5, 3, { 1990, 4, 28 }, { 0 }, ACT_3_MAY, "Święto Narodowe Trzeciego Maja" },
    { 8, 15, { 1989, 5, 23 }, { 0 }, ACT_CHURCH, "Wniebowzięcie Najświętszej Maryi Panny" },
    { 11, 1, { 1951, 1, 19 }, { 0 }, ACT_1951, "Wszystkich Świętych" },
    { 11, 11, { 1989, 2, 15 }, { 0 }, ACT_INDEPENDENCE, "Narodowe Święto Niepodległości" },
    { 11, 12, { 2018, 11, 12 }, { 2018, 11, 12 }, ACT_CENTENARY, "setna rocznica odzyskania niepodległości" },
    { 12, 24, { 2025, 2, 1 }, { 0 }, ACT_CHRISTMAS_EVE, "Wigilia Bożego Narodzenia" },
    { 12, 25, { 1951, 1, 19 }, { 0 }, ACT_1951, "pierwszy dzień Bożego Narodzenia" },
    { 12, 26, { 1951, 1, 19 }, { 0 }, ACT_1951, "drugi dzień Bożego Narodzenia" },
    { 0, 0, { 1951, 1, 19 }, { 0 }, ACT_1951, "pierwszy dzień Wielkiej Nocy" },
    { 0, 1, { 1951, 1, 19 }, { 0 }, ACT_1951, "drugi dzień Wielkiej Nocy" },
    { 0, 49, { 1951, 1, 19 }, { 0 }, ACT_1951, "Zielone Świątki" },
    { 0, 60, { 1951, 1, 19 }, { 0 }, ACT_1951, "Boże Ciało" },
};

static bool falls_on(const struct free_day *f, struct date d, int after_easter)
{
    if (date_compare(d, f->from) < 0 || (date_is_set(f->to) && date_compare(d, f->to) > 0))
        return false;
    return f->month ? f->month == d.month && f->day == d.day : f->day == after_easter;
}

const char *date_free_day(struct date d, const char **ret_basis)
{
    const char *name = NULL;
    const char *basis = NULL;
    int after_easter;

    if (!date_is_valid(d))
        return NULL;
    after_easter = date_days_between(date_easter(d.year), d);
    for (size_t i = 0; i < sizeof FREE_DAYS / sizeof *FREE_DAYS && !name; i++)
        if (falls_on(&FREE_DAYS[i], d, after_easter)) {
            name = FREE_DAYS[i].name;
            basis = FREE_DAYS[i].basis;
        }
    if (!name && date_weekday(d) == DATE_SUNDAY) {
        name = "niedziela";
        basis = ACT_1951;
    }
    if (name && ret_basis)
        *ret_basis = basis;
    return name;
}

bool date_is_free(struct date d)
{
    return date_free_day(d, NULL);
}

bool date_is_working(struct date d)
{
    return date_is_valid(d) && date_weekday(d) != DATE_SATURDAY && !date_is_free(d);
}

static struct date roll(struct date d, int step)
{
    while (date_is_set(d) && !date_is_working(d))
        d = date_add(d, DATE_DAYS, step);
    return d;
}

struct date date_roll(struct date d)
{
    return roll(d, 1);
}

struct date date_roll_back(struct date d)
{
    return roll(d, -1);
}

struct date date_add_working(struct date d, int n)
{
    int step = n < 0 ? -1 : 1;

    for (int left = n; left != 0 && date_is_set(d); left -= step)
        d = roll(date_add(d, DATE_DAYS, step), step);
    return d;
}

/* ---- terms ---- */

struct date date_term_end(struct date event, enum date_unit unit, int n)
{
    return n < 0 ? ABSENT : date_roll(date_add(event, unit, n));
}

static const struct date_span *span_with(struct date d, const struct date_span *spans, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (date_compare(spans[i].from, d) <= 0 && (!date_is_set(spans[i].to) || date_compare(d, spans[i].to) <= 0))
            return &spans[i];
    return NULL;
}

/* The first day from d on that lies in no span. */
static struct date leave_spans(struct date d, const struct date_span *spans, size_t n)
{
    const struct date_span *span = NULL;

    while (date_is_set(d) && (span = span_with(d, spans, n)))
        d = date_add(span->to, DATE_DAYS, 1);
    return d;
}

/* Walks the term day by day and steps over the breaks; so each day is counted once, and a break that the moved end
 * reaches is found by itself. */
struct date date_term_end_with_breaks(struct date event, enum date_unit unit, int n, const struct date_span *breaks,
                                      size_t n_breaks)
{
    struct date nominal = n < 0 ? ABSENT : date_add(event, unit, n);
    struct date d = event;

    if (!date_is_set(nominal))
        return nominal;
    for (int left = date_days_between(event, nominal); left > 0 && date_is_set(d); left--)
        d = leave_spans(date_add(d, DATE_DAYS, 1), breaks, n_breaks);
    return date_roll(d);
}

/* ---- fictions of delivery ---- */

struct date date_ade_fiction(struct date arrival)
{
    return date_add(arrival, DATE_DAYS, 14 + 1);
}

struct date date_awizo_fiction(struct date first_notice, bool roll)
{
    struct date last = date_add(first_notice, DATE_DAYS, 14);

    return roll ? date_roll(last) : last;
}

struct date date_notice_fiction(struct date published, bool day_after)
{
    return date_add(published, DATE_DAYS, day_after ? 14 + 1 : 14);
}

/* ---- the clock ---- */

/* Offset of the zone from UTC at a second of UTC. */
static long offset_at(int64_t second)
{
    time_t t = (time_t)second;
    struct tm tm;

    return localtime_r(&t, &tm) ? tm.tm_gmtoff : -1;
}

/* Without zone data the C library silently takes UTC, and every date near midnight would be wrong. So the seconds
 * before and at both changes of one year are asked for. */
void date_init(void)
{
    static const struct {
        struct date date;
        int second;
        long offset;
    } known[] = {
        { { 2026, 3, 29 }, 3599, 3600 },
        { { 2026, 3, 29 }, 3600, 7200 },
        { { 2026, 10, 25 }, 3599, 7200 },
        { { 2026, 10, 25 }, 3600, 3600 },
    };
    bool ok = setenv("TZ", "Europe/Warsaw", 1) == 0;

    tzset();
    for (size_t i = 0; ok && i < sizeof known / sizeof *known; i++)
        ok = offset_at((int64_t)number_of(known[i].date) * SECONDS_A_DAY + known[i].second) == known[i].offset;
    if (ok)
        return;
    fputs("Brak danych strefy czasowej Europe/Warsaw. Zainstaluj pakiet tzdata.\n", stderr);
    exit(EXIT_FAILURE);
}

/* A moment, `offset` seconds east of UTC, taken apart. */
static bool split(int64_t us, long offset, struct date_time *ret_time)
{
    int64_t micro = us % MICRO;
    int64_t second = us / MICRO;
    int64_t number;
    struct date d;

    if (micro < 0) {
        micro += MICRO;
        second--;
    }
    second += offset;
    number = second / SECONDS_A_DAY - (second % SECONDS_A_DAY < 0);
    d = of_number(number);
    if (!date_is_set(d))
        return false;
    second -= number * SECONDS_A_DAY;
    *ret_time = (struct date_time){
        .date = d,
        .hour = (int)(second / 3600),
        .minute = (int)(second / 60 % 60),
        .second = (int)(second % 60),
        .micro = (int)micro,
        .offset = (int)offset,
    };
    return true;
}

bool date_local(int64_t us, struct date_time *ret_time)
{
    int64_t second = us / MICRO - (us % MICRO < 0);
    struct date_time utc;

    /* asking first without the zone keeps the C library away from years that it cannot hold */
    return split(us, 0, &utc) && split(us, offset_at(second), ret_time);
}

struct date date_of(int64_t us)
{
    struct date_time t = { 0 };

    return date_local(us, &t) ? t.date : ABSENT;
}

static bool is_time_of_day(const struct date_time *t)
{
    return date_is_valid(t->date) && t->hour >= 0 && t->hour < 24 && t->minute >= 0 && t->minute < 60 &&
           t->second >= 0 && t->second < 60 && t->micro >= 0 && t->micro < MICRO;
}

/* Seconds since 1970 if the clock were on UTC. */
static int64_t second_of(const struct date_time *t)
{
    return (int64_t)number_of(t->date) * SECONDS_A_DAY + t->hour * 3600 + t->minute * 60 + t->second;
}

/* Tries the offsets of the day before and the day after, the larger first because it gives the earlier moment; the one
 * that is in force at the moment it leads to is right. */
bool date_moment(const struct date_time *local, int64_t *ret_us)
{
    int64_t second;
    long before, after;

    if (!is_time_of_day(local))
        return false;
    second = second_of(local);
    before = offset_at(second - SECONDS_A_DAY);
    after = offset_at(second + SECONDS_A_DAY);
    for (int i = 0; i < 2; i++) {
        long offset = (i == 0) == (before > after) ? before : after;

        if (offset_at(second - offset) == offset) {
            *ret_us = (second - offset) * MICRO + local->micro;
            return true;
        }
    }
    return false;
}

bool date_start(struct date d, int64_t *ret_us)
{
    struct date_time t = { .date = d };

    /* on days of some past years the clock went forward at midnight */
    for (; t.hour < 3; t.hour++)
        if (date_moment(&t, ret_us))
            return true;
    return false;
}

static const char *iso(TALLOC_CTX *mem, const struct date_time *t, const char *zone)
{
    return mem_printf(mem, "%04d-%02d-%02dT%02d:%02d:%02d%s", t->date.year, t->date.month, t->date.day, t->hour,
                      t->minute, t->second, zone);
}

const char *date_iso_local(TALLOC_CTX *mem, int64_t us)
{
    struct date_time t = { 0 };
    char zone[32];
    int east;

    if (!date_local(us, &t))
        return "";
    east = abs(t.offset) / 60;
    snprintf(zone, sizeof zone, "%c%02d:%02d", t.offset < 0 ? '-' : '+', east / 60, east % 60);
    return iso(mem, &t, zone);
}

const char *date_iso_utc(TALLOC_CTX *mem, int64_t us)
{
    struct date_time t = { 0 };

    return split(us, 0, &t) ? iso(mem, &t, "Z") : "";
}

/* ".123456789" at *s: moves *s behind it. */
static bool read_fraction(const char **s, int *ret_micro)
{
    const char *p = *s;
    int scale = MICRO;
    int micro = 0;
    int n = 0;

    if (*p == '.') {
        for (p++; *p >= '0' && *p <= '9'; p++, n++) {
            scale /= 10;
            micro += (*p - '0') * scale;
        }
        if (n == 0)
            return false;
    }
    *s = p;
    *ret_micro = micro;
    return true;
}

/* "HH:MM[:SS[.fraction]]" at *s: moves *s behind it. */
static bool read_time(const char **s, struct date_time *t)
{
    const char *p = *s;

    t->hour = digits(p, 2);
    if (t->hour < 0 || p[2] != ':')
        return false;
    t->minute = digits(p + 3, 2);
    if (t->minute < 0)
        return false;
    p += 5;
    if (*p == ':') {
        t->second = digits(p + 1, 2);
        if (t->second < 0)
            return false;
        p += 3;
        if (!read_fraction(&p, &t->micro))
            return false;
    }
    *s = p;
    return true;
}

/* "Z" or "±HH:MM", to the end; xs:dateTime allows up to 14 hours. */
static bool read_zone(const char *s, int *ret_offset)
{
    int hour, minute;

    if (strcmp(s, "Z") == 0) {
        *ret_offset = 0;
        return true;
    }
    if ((*s != '+' && *s != '-') || strnlen(s, 7) != 6 || s[3] != ':')
        return false;
    hour = digits(s + 1, 2);
    minute = digits(s + 4, 2);
    if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > 14 * 60)
        return false;
    *ret_offset = (hour * 3600 + minute * 60) * (*s == '-' ? -1 : 1);
    return true;
}

bool date_iso_parse(const char *s, int64_t *ret_us)
{
    struct date_time t = { 0 };
    const char *p = s;

    if (!read_date(p, &t.date) || p[10] != 'T')
        return false;
    p += 11;
    if (!read_time(&p, &t) || !is_time_of_day(&t))
        return false;
    if (*p == '\0')
        return date_moment(&t, ret_us);
    if (!read_zone(p, &t.offset))
        return false;
    *ret_us = (second_of(&t) - t.offset) * MICRO + t.micro;
    return true;
}
