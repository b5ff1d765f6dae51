/* A push parser: bytes go in, parts come out */
#include "fcgi/multipart.h"

#include <string.h>
#include <strings.h>

enum { WINDOW = 32 * 1024 };

enum stage { STAGE_PREAMBLE, STAGE_DELIMITER, STAGE_HEADERS, STAGE_BODY, STAGE_END };

/* What one step did. */
enum step { STEP_AGAIN, STEP_MORE, STEP_BROKEN, STEP_STOPPED };

struct multipart {
    struct multipart_sink sink;
    enum stage stage;
    enum multipart_state state;
    char delimiter[4 + MULTIPART_BOUNDARY_MAX + 1]; /* CR LF - - boundary */
    size_t delimiter_len;
    size_t at;  /* first byte of the window not yet used up */
    size_t len; /* end of the bytes in the window */
    char window[WINDOW];
};

/* ---- headers ---- */

static bool boundary_char(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c && strchr("'()+_,-./:=? ", c));
}

/* One ;-separated parameter: name=token or name="quoted". */
struct header_param {
    const char *name;
    size_t name_len;
    char *value;
};

/* Browsers write " as %22 and line ends as %0D%0A (HTML standard, multipart/form-data encoding); others use \". */
static size_t unquote(const char **s, char *to)
{
    size_t n = 0;

    for ((*s)++; **s && **s != '"'; (*s)++) {
        if (**s == '\\' && ((*s)[1] == '"' || (*s)[1] == '\\'))
            (*s)++;
        else if (strncmp(*s, "%22", 3) == 0) {
            to[n++] = '"';
            *s += 2;
            continue;
        }
        to[n++] = **s;
    }
    return n;
}

enum param_state { PARAM_END, PARAM_READ, PARAM_BROKEN };

static enum param_state read_value(TALLOC_CTX *mem, const char **s, struct header_param *p)
{
    size_t n;

    p->value = mem_array(mem, char, strlen(*s) + 1);
    if (**s != '"') {
        n = strcspn(*s, "; \t");
        memcpy(p->value, *s, n);
        *s += n;
        return PARAM_READ;
    }
    n = unquote(s, p->value);
    p->value[n] = '\0';
    if (**s != '"')
        return PARAM_BROKEN;
    (*s)++;
    return PARAM_READ;
}

/* Reads at *s, which ends up behind what was read. */
static enum param_state next_param(TALLOC_CTX *mem, const char **s, struct header_param *p)
{
    *s += strspn(*s, " \t");
    if (**s == '\0')
        return PARAM_END;
    if (**s != ';')
        return PARAM_BROKEN;
    (*s)++;
    *s += strspn(*s, " \t");
    p->name = *s;
    p->name_len = strcspn(*s, "= \t;");
    *s += p->name_len;
    if (**s != '=')
        return PARAM_BROKEN;
    (*s)++;
    return read_value(mem, s, p);
}

static bool param_is(const struct header_param *p, const char *name)
{
    return p->name_len == strlen(name) && strncasecmp(p->name, name, p->name_len) == 0;
}

const char *multipart_boundary(TALLOC_CTX *mem, const char *content_type)
{
    static const char type[] = "multipart/form-data";
    struct header_param p;
    const char *s;
    size_t n;

    if (strncasecmp(content_type, type, sizeof(type) - 1) != 0 || strlen(content_type) > MULTIPART_HEADER_MAX)
        return NULL;
    s = content_type + sizeof(type) - 1;
    while (next_param(mem, &s, &p) == PARAM_READ) {
        if (!param_is(&p, "boundary"))
            continue;
        n = strlen(p.value);
        if (n == 0 || n > MULTIPART_BOUNDARY_MAX || p.value[n - 1] == ' ')
            return NULL;
        for (size_t i = 0; i < n; i++)
            if (!boundary_char(p.value[i]))
                return NULL;
        return p.value;
    }
    return NULL;
}

/* Name and file name out of a Content-Disposition header's value. */
static bool read_disposition(TALLOC_CTX *mem, const char *s, const char **ret_name, const char **ret_file)
{
    enum param_state state;
    struct header_param p;

    s += strspn(s, " \t");
    if (strncasecmp(s, "form-data", 9) != 0)
        return false;
    s += 9;
    while ((state = next_param(mem, &s, &p)) == PARAM_READ) {
        if (param_is(&p, "name") && !*ret_name)
            *ret_name = p.value;
        else if (param_is(&p, "filename") && !*ret_file)
            *ret_file = p.value;
    }
    return state == PARAM_END;
}

static bool read_headers(TALLOC_CTX *mem, char *text, const char **ret_name, const char **ret_file)
{
    static const char wanted[] = "Content-Disposition:";
    char *line = text;

    while (line) {
        char *end = strstr(line, "\r\n");

        if (end)
            *end = '\0';
        if (strncasecmp(line, wanted, sizeof(wanted) - 1) == 0 &&
            !read_disposition(mem, line + sizeof(wanted) - 1, ret_name, ret_file))
            return false;
        line = end ? end + 2 : NULL;
    }
    return *ret_name;
}

/* ---- the stages ---- */

static const char *find(const struct multipart *m, const char *what, size_t n)
{
    return memmem(m->window + m->at, m->len - m->at, what, n);
}

static enum step hand_on(struct multipart *m, size_t n)
{
    if (n > 0 && m->stage == STAGE_BODY && !m->sink.data(m->sink.to, m->window + m->at, n))
        return STEP_STOPPED;
    m->at += n;
    return STEP_AGAIN;
}

/* Everything up to the delimiter, or all that cannot be its beginning. */
static enum step until_delimiter(struct multipart *m)
{
    const char *found = find(m, m->delimiter, m->delimiter_len);
    size_t have = m->len - m->at;
    enum step step;

    if (!found) {
        step = have >= m->delimiter_len ? hand_on(m, have - m->delimiter_len + 1) : STEP_MORE;
        return step == STEP_AGAIN ? STEP_MORE : step;
    }
    step = hand_on(m, (size_t)(found - m->window) - m->at);
    if (step != STEP_AGAIN)
        return step;
    if (m->stage == STAGE_BODY && !m->sink.end(m->sink.to))
        return STEP_STOPPED;
    m->at += m->delimiter_len;
    m->stage = STAGE_DELIMITER;
    return STEP_AGAIN;
}

static enum step after_delimiter(struct multipart *m)
{
    const char *p = m->window + m->at;

    if (m->len - m->at < 2)
        return STEP_MORE;
    m->at += 2;
    if (p[0] == '-' && p[1] == '-')
        m->stage = STAGE_END;
    else if (p[0] == '\r' && p[1] == '\n')
        m->stage = STAGE_HEADERS;
    else
        return STEP_BROKEN;
    return STEP_AGAIN;
}

static enum step headers(struct multipart *m)
{
    const char *end = find(m, "\r\n\r\n", 4);
    size_t n = end ? (size_t)(end - m->window) - m->at : m->len - m->at;
    const char *name = NULL;
    const char *file = NULL;
    MEM_SCOPE(tmp, m);

    if (n > MULTIPART_HEADER_MAX)
        return STEP_BROKEN;
    if (!end)
        return STEP_MORE;
    if (memchr(m->window + m->at, '\0', n))
        return STEP_BROKEN;
    if (!read_headers(tmp, mem_dup(tmp, m->window + m->at, n), &name, &file))
        return STEP_BROKEN;
    m->at += n + 4;
    m->stage = STAGE_BODY;
    return m->sink.begin(m->sink.to, name, file) ? STEP_AGAIN : STEP_STOPPED;
}

static enum step step(struct multipart *m)
{
    switch (m->stage) {
    case STAGE_PREAMBLE:
    case STAGE_BODY:
        return until_delimiter(m);
    case STAGE_DELIMITER:
        return after_delimiter(m);
    case STAGE_HEADERS:
        return headers(m);
    case STAGE_END:
        m->at = m->len;
        return STEP_MORE;
    }
    return STEP_BROKEN;
}

static void make_room(struct multipart *m)
{
    memmove(m->window, m->window + m->at, m->len - m->at);
    m->len -= m->at;
    m->at = 0;
}

struct multipart *multipart_new(TALLOC_CTX *mem, const char *boundary, const struct multipart_sink *sink)
{
    struct multipart *m = mem_zero(mem, struct multipart);

    m->sink = *sink;
    memcpy(m->delimiter, "\r\n--", 4);
    m->delimiter_len = 4 + strnlen(boundary, MULTIPART_BOUNDARY_MAX);
    memcpy(m->delimiter + 4, boundary, m->delimiter_len - 4);
    /* The first delimiter has no line end in front of it; with one, all look the same. */
    memcpy(m->window, "\r\n", 2);
    m->len = 2;
    return m;
}

static enum multipart_state run(struct multipart *m)
{
    for (;;) {
        switch (step(m)) {
        case STEP_AGAIN:
            break;
        case STEP_MORE:
            return MULTIPART_OK;
        case STEP_BROKEN:
            return MULTIPART_BROKEN;
        case STEP_STOPPED:
            return MULTIPART_STOPPED;
        }
    }
}

enum multipart_state multipart_feed(struct multipart *m, const void *p, size_t n)
{
    const char *from = p;

    while (n > 0 && m->state == MULTIPART_OK) {
        size_t take;

        make_room(m);
        take = n < WINDOW - m->len ? n : WINDOW - m->len;
        memcpy(m->window + m->len, from, take);
        m->len += take;
        from += take;
        n -= take;
        m->state = run(m);
    }
    return m->state;
}

enum multipart_state multipart_finish(struct multipart *m)
{
    if (m->state == MULTIPART_OK && m->stage != STAGE_END)
        m->state = MULTIPART_BROKEN;
    return m->state;
}
