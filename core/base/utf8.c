/* Text helpers on top of GLib's Unicode tables. GLib's allocations are adopted at once or not used. */
#include "core/base/utf8.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "core/base/buf.h"

#define UTF8_BYTES 6 /* room that g_unichar_to_utf8() asks for */

/* GLib's macro of this name takes the const away. */
static const char *next_char(const char *s)
{
    return g_utf8_find_next_char(s, NULL);
}

bool utf8_valid(const void *data, size_t len)
{
    return len == 0 || (len <= SSIZE_MAX && g_utf8_validate(data, (gssize)len, NULL));
}

size_t utf8_count(const char *s)
{
    return (size_t)g_utf8_strlen(s, -1);
}

const char *utf8_cut(TALLOC_CTX *mem, const char *s, size_t max)
{
    const char *end = s;

    for (size_t n = 0; n < max && *end; n++)
        end = next_char(end);
    return mem_strndup(mem, s, (size_t)(end - s));
}

/* White space as a reader sees it: GLib's, next line, and characters of no width that come along with copied text. */
static bool is_blank(gunichar c)
{
    return g_unichar_isspace(c) || c == 0x85 || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

static const char *skip_blank(const char *s)
{
    while (*s && is_blank(g_utf8_get_char(s)))
        s = next_char(s);
    return s;
}

const char *utf8_trim(TALLOC_CTX *mem, const char *s)
{
    const char *end = NULL;

    s = skip_blank(s);
    end = s + strlen(s);
    while (end > s) {
        const char *last = g_utf8_find_prev_char(s, end);

        if (!last || !is_blank(g_utf8_get_char(last)))
            break;
        end = last;
    }
    return mem_strndup(mem, s, (size_t)(end - s));
}

const char *utf8_one_line(TALLOC_CTX *mem, const char *s)
{
    struct buf b = buf_new(mem, strlen(s) + 1);
    bool gap = false;

    for (const char *next = NULL; *s; s = next) {
        gunichar c = g_utf8_get_char(s);

        next = next_char(s);
        if (is_blank(c)) {
            gap = true;
        } else if (!g_unichar_iscntrl(c)) {
            if (gap && b.len > 0)
                buf_char(&b, ' ');
            gap = false;
            buf_add(&b, s, (size_t)(next - s));
        }
    }
    return buf_text(&b);
}

const char *utf8_newlines(TALLOC_CTX *mem, const char *s)
{
    char *copy = mem_strdup(mem, s);
    char *to = copy;

    for (const char *from = copy; *from; from++) {
        if (*from != '\r')
            *to++ = *from;
        else if (from[1] != '\n')
            *to++ = '\n';
    }
    *to = '\0';
    return copy;
}

/* The ASCII letter under a Polish one, in lower case; 0 for all others. */
static char polish_base(gunichar c)
{
    static const struct {
        gunichar letter;
        char base;
    } letters[] = {
        { 0x104, 'a' }, { 0x105, 'a' }, { 0x106, 'c' }, { 0x107, 'c' }, { 0x118, 'e' }, { 0x119, 'e' },
        { 0x141, 'l' }, { 0x142, 'l' }, { 0x143, 'n' }, { 0x144, 'n' }, { 0x0D3, 'o' }, { 0x0F3, 'o' },
        { 0x15A, 's' }, { 0x15B, 's' }, { 0x179, 'z' }, { 0x17A, 'z' }, { 0x17B, 'z' }, { 0x17C, 'z' },
    };

    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].letter == c)
            return letters[i].base;
    return 0;
}

size_t utf8_polish_letter(const char *s)
{
    unsigned lead = (unsigned char)s[0];

    if (g_ascii_isalpha(s[0]))
        return 1;
    /* all of them have two bytes; not g_utf8_get_char(), which believes a first byte that promises more */
    if (lead < 0xC3 || lead > 0xC5 || (s[1] & 0xC0) != 0x80)
        return 0;
    return polish_base((lead & 0x1F) << 6 | (s[1] & 0x3F)) ? 2 : 0;
}

/* Composed or decomposed as the form says; what a Mac sends as o and an accent becomes ó. */
static const char *normalised(TALLOC_CTX *mem, const char *s, GNormalizeMode form)
{
    char *text = mem_adopt(mem, g_utf8_normalize(s, -1, form), g_free);

    return text ? text : s;
}

static void add_lower(struct buf *b, gunichar c)
{
    char bytes[UTF8_BYTES];

    buf_add(b, bytes, (size_t)g_unichar_to_utf8(g_unichar_tolower(c), bytes));
}

const char *utf8_fold(TALLOC_CTX *mem, const char *s)
{
    MEM_SCOPE(tmp, mem);
    const char *text = normalised(tmp, s, G_NORMALIZE_NFC);
    /* a lower-case letter may be a byte longer than its capital (U+0130, U+023A) */
    struct buf b = buf_new(mem, 2 * strlen(text) + 1);

    for (; *text; text = next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        char base = polish_base(c);

        if (base)
            buf_char(&b, base);
        else
            add_lower(&b, c);
    }
    return buf_text(&b);
}

/* Latin letters that do not come apart into a letter and a mark. */
static const char *latin_base(gunichar c)
{
    switch (c) {
    case 0x142: /* ł */
        return "l";
    case 0x111: /* đ */
    case 0xF0:  /* ð */
        return "d";
    case 0xF8: /* ø */
        return "o";
    case 0xDF: /* ß */
        return "ss";
    case 0xE6: /* æ */
        return "ae";
    case 0x153: /* œ */
        return "oe";
    case 0xFE: /* þ */
        return "th";
    case 0x131: /* dotless i */
        return "i";
    default:
        return NULL;
    }
}

static void add_slug_char(struct buf *b, gunichar c, bool *gap)
{
    const char *base = latin_base(c);
    char one[2] = { c < 0x80 ? (char)c : '\0', '\0' };

    if (g_unichar_ismark(c))
        return;
    if (!base && g_ascii_isalnum(one[0]))
        base = one;
    if (base && *gap && b->len > 0)
        buf_char(b, '-');
    *gap = !base;
    if (base)
        buf_str(b, base);
}

/* Cuts to max bytes, at the last hyphen unless that would lose more than half. */
static void cut_slug(struct buf *b, size_t max)
{
    size_t end = max;

    if (b->len <= max)
        return;
    while (end > 0 && b->data[end] != '-')
        end--;
    b->len = end > max / 2 ? end : max;
    while (b->len > 0 && b->data[b->len - 1] == '-')
        b->len--;
    b->data[b->len] = '\0';
}

const char *utf8_slug(TALLOC_CTX *mem, const char *s, size_t max)
{
    MEM_SCOPE(tmp, mem);
    const char *text = normalised(tmp, s, G_NORMALIZE_NFKD);
    struct buf b = buf_new(mem, 2 * strlen(text) + 1);
    bool gap = false;

    for (; *text; text = next_char(text))
        add_slug_char(&b, g_unichar_tolower(g_utf8_get_char(text)), &gap);
    cut_slug(&b, max);
    return buf_text(&b);
}
