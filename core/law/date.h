/* Days of the calendar, terms of law and the clock of Poland.
 *
 * A struct date is a day of the Gregorian calendar, years DATE_YEAR_MIN to DATE_YEAR_MAX, as people in Poland read it.
 * All zeros is the absent date. Functions that return a date return the absent one when they are given it or when the
 * result would leave the calendar, so that a chain of calls is checked once, at its end.
 *
 * Moments are microseconds since 1970 in UTC (as ctx->now and timestamptz); here and only here they become dates and
 * hours of Europe/Warsaw. */
#ifndef CORE_DATE_H
#define CORE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

#define DATE_YEAR_MIN 1583
#define DATE_YEAR_MAX 9999

struct date {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
};

enum date_unit { DATE_DAYS, DATE_WEEKS, DATE_MONTHS, DATE_YEARS };

/* ISO 8601 numbers. */
enum date_weekday {
    DATE_MONDAY = 1,
    DATE_TUESDAY,
    DATE_WEDNESDAY,
    DATE_THURSDAY,
    DATE_FRIDAY,
    DATE_SATURDAY,
    DATE_SUNDAY,
};

/* Both ends belong to it. An absent `to` means that it lasts. */
struct date_span {
    struct date from;
    struct date to;
};

/* A moment as the clock on the wall shows it. */
struct date_time {
    struct date date;
    int hour;
    int minute;
    int second;
    int micro;
    int offset; /* seconds east of UTC: 3600 in winter, 7200 in summer */
};

/* ---- the calendar ---- */

bool date_is_set(struct date d);

/* A day that exists and that this calendar holds. */
bool date_is_valid(struct date d);

/* Exactly YYYY-MM-DD. False, and *ret_date untouched, when it is anything else or there is no such day. */
MUST_CHECK bool date_parse(const char *s, struct date *ret_date);

/* "2026-11-23" and "23 listopada 2026"; "" for the absent date. The texts belong to mem. */
const char *date_text(TALLOC_CTX *mem, struct date d);
const char *date_long(TALLOC_CTX *mem, struct date d);

/* Negative, zero, positive: a is before, the same as, after b. The absent date is before all others. */
int date_compare(struct date a, struct date b);

/* Days from a to b, negative when b is earlier; both must be set. */
int date_days_between(struct date a, struct date b);

/* Of a date that is set. */
enum date_weekday date_weekday(struct date d);

/* n may be negative. Months and years keep the day number; where the month is too short, its last day. */
struct date date_add(struct date d, enum date_unit unit, int n);

/* Easter Sunday of the Gregorian calendar. */
struct date date_easter(int year);

/* ---- days free from work by statute (not an office's own days off) ---- */

/* The name of the free day, Sundays included ("niedziela"), or NULL; *ret_basis (may be NULL) is the act.
 * The rows hold the law in force since 1990. */
const char *date_free_day(struct date d, const char **ret_basis);
bool date_is_free(struct date d);

/* Neither free by statute nor a Saturday: KPA art. 57 § 4. */
bool date_is_working(struct date d);

/* The day itself when it is a working day, else the nearest later, or earlier, one. */
struct date date_roll(struct date d);
struct date date_roll_back(struct date d);

/* The n-th working day after d, or before it when n is negative; for internal targets, never for terms of law. */
struct date date_add_working(struct date d, int n);

/* ---- terms of the KPA ---- */

/* The last day of a term of n units that runs from an event: the day of the event is not counted, and an end on a
 * free day or a Saturday moves to the next working day (KPA art. 57). Absent when n is negative. */
struct date date_term_end(struct date event, enum date_unit unit, int n);

/* The same where periods do not count (KPA art. 35 § 5). Overlapping periods are counted once; a period that begins
 * after the term has ended changes nothing. Absent when the term stands still in a period that lasts. */
struct date date_term_end_with_breaks(struct date event, enum date_unit unit, int n, const struct date_span *breaks,
                                      size_t n_breaks);

/* ---- when a letter counts as delivered though nobody took it ---- */

/* Electronic delivery not collected: the day after 14 days from arrival have passed (Dz.U. 2024 poz. 1045 art. 42
 * ust. 2). */
struct date date_ade_fiction(struct date arrival);

/* Paper left at the post office: the last of 14 days from the first notice (KPA art. 44 § 4). `roll` moves it to a
 * working day; case law differs, so it is a setting of the unit, off unless set. */
struct date date_awizo_fiction(struct date first_notice, bool roll);

/* Public notice: the last of the 14 days from publication (KPA art. 49 § 2). Some count the delivery one day later,
 * which is better for the party: `day_after`. */
struct date date_notice_fiction(struct date published, bool day_after);

/* ---- the clock ---- */

/* Sets the time zone of the process to Europe/Warsaw. app_start() calls it once, tests in their group setup; nothing
 * below works before. Ends the process with a message when the machine has no time zone data or a wrong one. */
void date_init(void);

/* False outside the calendar. */
MUST_CHECK bool date_local(int64_t us, struct date_time *ret_time);

/* The day in Poland at that moment; absent outside the calendar. */
struct date date_of(int64_t us);

/* The moment at which the clock shows this; `offset` is not looked at. An hour that the clock shows twice in October is
 * the first of the two; false for one that it skips in March and for what is no time of day. */
MUST_CHECK bool date_moment(const struct date_time *local, int64_t *ret_us);

/* The first moment of the day in Poland. A day is [start of d, start of d + 1); this is how a date becomes a range of
 * timestamps. False for the absent date. */
MUST_CHECK bool date_start(struct date d, int64_t *ret_us);

/* "2026-11-23T23:17:58+01:00" and "2026-11-23T22:17:58Z": whole seconds, the rest is dropped; "" outside the calendar.
 * The texts belong to mem. */
const char *date_iso_local(TALLOC_CTX *mem, int64_t us);
const char *date_iso_utc(TALLOC_CTX *mem, int64_t us);

/* Reads xs:dateTime and what a datetime-local field sends: YYYY-MM-DDTHH:MM[:SS[.fraction]][Z|±HH:MM]. Without a zone
 * it is the time in Poland. Fractions below a microsecond are dropped; a leap second and 24:00 are refused. */
MUST_CHECK bool date_iso_parse(const char *s, int64_t *ret_us);

#endif
