/* Fields of a form into a struct, by table; one message for each field that is not right */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/net/mail.h"
#include "fcgi/request.h"
#include "fcgi/text.h"

enum { TEXT_MAX = 200 };

static const char MSG_FORM[] = "Popraw zaznaczone pola i wyślij formularz jeszcze raz.";

static void *slot(void *into, const struct field *f)
{
    return (char *)into + f->into;
}

static void fault(struct req *rq, const struct field *f, const char *message)
{
    req_fault(rq, f->name, message);
}

static bool has_label(const struct field *f)
{
    return f->label && *f->label;
}

static void missing(struct req *rq, const struct field *f)
{
    fault(rq, f,
          has_label(f) ? mem_printf(rq->ctx->mem, "Pole „%s” jest wymagane.", f->label) : "To pole jest wymagane.");
}

static bool is_blank(const char *s)
{
    return s[strspn(s, " \t\n")] == '\0';
}

/* A single line stays one, whatever was pasted into it. */
static const char *one_line(TALLOC_CTX *mem, const char *s)
{
    char *line = mem_strdup(mem, s);

    for (char *c = line; *c; c++)
        if (*c == '\n' || *c == '\t')
            *c = ' ';
    return line;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

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

/* YYYY-MM-DD, a day that exists */
static bool date_ok(const char *s)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year, month, day;

    if (strlen(s) != 10 || s[4] != '-' || s[7] != '-')
        return false;
    year = digits(s, 4);
    month = digits(s + 5, 2);
    day = digits(s + 8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1)
        return false;
    return day <= days[month - 1] + (month == 2 && is_leap(year));
}

static bool whole_number(const char *s, int64_t *ret_value)
{
    char *end = NULL;
    long long v;

    if (strspn(s, "-0123456789") != strlen(s))
        return false;
    errno = 0;
    v = strtoll(s, &end, 10);
    if (errno || *end || end == s)
        return false;
    *ret_value = v;
    return true;
}

static void read_text(struct req *rq, const struct field *f, const char *raw, void *into)
{
    TALLOC_CTX *mem = rq->ctx->mem;
    size_t max = f->max ? f->max : TEXT_MAX;
    const char *s = f->kind == FIELD_PASSWORD ? raw : text_trim(mem, f->kind == FIELD_AREA ? raw : one_line(mem, raw));

    *(const char **)slot(into, f) = s;
    if (*s == '\0') {
        if (f->required)
            missing(rq, f);
        return;
    }
    if (utf8_count(s) > max)
        fault(rq, f, mem_printf(mem, "Skróć tekst: może mieć najwyżej %zu znaków, a ma %zu.", max, utf8_count(s)));
    else if (f->kind == FIELD_EMAIL && !mail_address_ok(s))
        fault(rq, f, "Podaj adres e-mail w postaci nazwa@domena, na przykład anna@poczta.pl.");
    else if (f->kind == FIELD_DATE && !date_ok(s))
        fault(rq, f, "Podaj datę, która istnieje, w postaci rok-miesiąc-dzień, na przykład 2026-11-23.");
}

static void read_id(struct req *rq, const struct field *f, const char *raw, void *into)
{
    int64_t v = 0;
    bool ok = whole_number(raw, &v) && v > 0;

    *(int64_t *)slot(into, f) = ok ? v : 0;
    if (is_blank(raw) && f->required)
        fault(rq, f, has_label(f) ? mem_printf(rq->ctx->mem, "Wybierz: %s.", f->label) : "Wybierz jedną z możliwości.");
    else if (!is_blank(raw) && !ok)
        fault(rq, f, "Wybierz jedną z podanych możliwości.");
}

static void read_int(struct req *rq, const struct field *f, const char *raw, void *into)
{
    const char *s = text_trim(rq->ctx->mem, raw);
    int64_t v = 0;
    bool ok = whole_number(s, &v);

    *(int64_t *)slot(into, f) = ok ? v : 0;
    if (*s == '\0' && f->required)
        missing(rq, f);
    else if (*s && !ok)
        fault(rq, f, "Podaj liczbę całkowitą, samymi cyframi.");
    else if (ok && f->max && v > (int64_t)f->max)
        fault(rq, f, mem_printf(rq->ctx->mem, "Podaj liczbę nie większą niż %zu.", f->max));
}

static void read_bool(struct req *rq, const struct field *f, const char *raw, void *into)
{
    bool yes = strcmp(raw, "1") == 0 || strcmp(raw, "on") == 0 || strcmp(raw, "tak") == 0 || strcmp(raw, "true") == 0;

    *(bool *)slot(into, f) = yes;
    if (f->required && !yes)
        fault(rq, f, has_label(f) ? mem_printf(rq->ctx->mem, "Zaznacz: %s.", f->label) : "Zaznacz to pole.");
}

static void read_field(struct req *rq, const struct field *f, void *into)
{
    const char *raw = req_param(rq, f->name);

    switch (f->kind) {
    case FIELD_TEXT:
    case FIELD_AREA:
    case FIELD_EMAIL:
    case FIELD_DATE:
    case FIELD_PASSWORD:
        read_text(rq, f, raw, into);
        break;
    case FIELD_ID:
        read_id(rq, f, raw, into);
        break;
    case FIELD_INT:
        read_int(rq, f, raw, into);
        break;
    case FIELD_BOOL:
        read_bool(rq, f, raw, into);
        break;
    case FIELD_END:
        break;
    }
}

enum err form_read(struct req *rq, const struct field *fields, void *into)
{
    int before = rq->priv->n_faults;

    for (const struct field *f = fields; f->kind != FIELD_END; f++)
        read_field(rq, f, into);
    if (rq->priv->n_faults == before)
        return ERR_OK;
    return ctx_fail(rq->ctx, ERR_INVALID, MSG_FORM, "form: %d faults, first in %s", rq->priv->n_faults - before,
                    rq->priv->faults[before].field);
}

enum err form_fault(struct req *rq, const char *field, const char *message)
{
    req_fault(rq, field, message);
    return ctx_fail(rq->ctx, ERR_INVALID, MSG_FORM, "form: fault in %s", field);
}
