/* The one writer of CSV. Quotes as RFC 4180 has them; the guard against formulas is in front of the quotes' content. */
#include "core/doc/csv.h"

#include <glib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define SEPARATOR ';'

struct csv csv_new(TALLOC_CTX *mem, size_t max)
{
    struct csv c = { buf_new(mem, max ? max : CSV_MAX), false };

    buf_str(&c.out, BYTE_ORDER_MARK);
    return c;
}

/* GLib's macro for this takes the const away. */
static const char *next_char(const char *s)
{
    return g_utf8_find_next_char(s, NULL);
}

/* Line ends stay, tabs become spaces, what cannot be seen goes: a hidden character before "=" would hide it from the
 * guard, not from every spreadsheet. */
static const char *clean(TALLOC_CTX *mem, const char *text)
{
    char *valid = mem_adopt(mem, g_utf8_make_valid(text ? text : "", -1), g_free);
    struct buf b = buf_new(mem, strlen(valid) + 1);

    for (const char *s = valid, *next = NULL; *s; s = next) {
        gunichar c = g_utf8_get_char(s);

        next = next_char(s);
        if (c == '\t')
            buf_char(&b, ' ');
        else if (c == '\n' || (!g_unichar_iscntrl(c) && g_unichar_type(c) != G_UNICODE_FORMAT))
            buf_add(&b, s, (size_t)(next - s));
    }
    return buf_text(&b);
}

/* "-12,50", "1 234.5", "+3": digits, spaces between them and one comma or dot, after one sign. */
static bool is_number(const char *s)
{
    bool has_point = false;
    int digits = 0;

    if (*s == '-' || *s == '+')
        s++;
    for (; *s; s = next_char(s)) {
        gunichar c = g_utf8_get_char(s);

        if (g_ascii_isdigit(*s))
            digits++;
        else if ((*s == ',' || *s == '.') && !has_point && digits > 0)
            has_point = true;
        else if (g_unichar_type(c) != G_UNICODE_SPACE_SEPARATOR || digits == 0)
            return false;
    }
    return digits > 0;
}

bool csv_is_formula(const char *text)
{
    static const gunichar starts[] = { '=', '+', '-', '@', 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20 };
    gunichar first;

    while (*text && g_unichar_isspace(g_utf8_get_char(text)))
        text = next_char(text);
    first = g_utf8_get_char(text);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (first == starts[i])
            return !is_number(text);
    return false;
}

static bool needs_quotes(const char *s)
{
    size_t len = strlen(s);

    return len > 0 && (s[0] == ' ' || s[len - 1] == ' ' || strpbrk(s, ";\",\n"));
}

void csv_cell(struct csv *c, const char *text)
{
    MEM_SCOPE(tmp, c->out.mem);
    const char *s = clean(tmp, text);
    const char *guard = csv_is_formula(s) ? "'" : "";

    if (c->in_line)
        buf_char(&c->out, SEPARATOR);
    c->in_line = true;
    if (!needs_quotes(s)) {
        buf_str(&c->out, guard);
        buf_str(&c->out, s);
        return;
    }
    buf_char(&c->out, '"');
    buf_str(&c->out, guard);
    for (; *s; s++) {
        if (*s == '"')
            buf_char(&c->out, '"');
        buf_char(&c->out, *s);
    }
    buf_char(&c->out, '"');
}

void csv_line(struct csv *c)
{
    buf_str(&c->out, "\r\n");
    c->in_line = false;
}

enum err csv_finish(struct ctx *ctx, struct csv *c, const void **ret_data, size_t *ret_len)
{
    if (c->out.overflow)
        return ctx_fail(ctx, ERR_INVALID, "Zestawienie jest za długie, aby je zapisać jako plik. Zawęź je filtrem.",
                        "csv: over %zu bytes", c->out.max);
    *ret_data = buf_text(&c->out);
    *ret_len = c->out.len;
    return ERR_OK;
}
