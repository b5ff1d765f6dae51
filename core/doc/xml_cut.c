#include "core/doc/xml_cut.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

const struct xml_limits XML_DOCUMENT = {
    .attributes = 512,
    .declarations = 128,
    .depth = XML_CUT_DEPTH,
    .nodes = 250000,
    .name = 1000,
    .value = 64 << 10,
    .text = 16 << 20,
};
const struct xml_limits XML_MESSAGE = {
    .attributes = 64,
    .declarations = 128,
    .depth = 64,
    .nodes = 20000,
    .name = 1000,
    .value = 64 << 10,
    .text = 64 << 20,
};

const char XML_CUT_ATTRIBUTES[] = "too many attributes in one element";
const char XML_CUT_DECLARATIONS[] = "too many name spaces in force";
const char XML_CUT_DEPTH_TEXT[] = "elements too deep inside each other";
const char XML_CUT_NODES[] = "too many elements and attributes";
const char XML_CUT_NAME[] = "a name is too long";
const char XML_CUT_VALUE[] = "the value of an attribute is too long";
const char XML_CUT_TEXT[] = "a text is too long";
const char XML_CUT_DOCTYPE[] = "DOCTYPE is not allowed";
const char XML_CUT_FORM[] = "not well-formed XML: broken marks";

struct cut {
    const struct xml_limits *limits;
    const char *at;
    const char *end;
    int nodes;
    int depth;
    int in_force;                    /* declarations */
    uint8_t declared[XML_CUT_DEPTH]; /* by each open element */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_space(struct cut *c)
{
    while (c->at < c->end && is_space(*c->at))
        c->at++;
}

static bool starts(const struct cut *c, const char *with)
{
    size_t n = strlen(with);

    return (size_t)(c->end - c->at) >= n && memcmp(c->at, with, n) == 0;
}

static const char *count_node(struct cut *c)
{
    return ++c->nodes > c->limits->nodes ? XML_CUT_NODES : NULL;
}

/* Goes on behind the closing mark; where there is none, to the end. */
static const char *skip_behind(struct cut *c, size_t opening, const char *closing)
{
    size_t n = strlen(closing);
    const char *from = c->at + opening;
    const char *found = memmem(from, (size_t)(c->end - from), closing, n);
    const char *until = found ? found : c->end;

    c->at = found ? found + n : c->end;
    return (size_t)(until - from) > c->limits->text ? XML_CUT_TEXT : count_node(c);
}

/* Until what cannot be in a name. */
static const char *read_name(struct cut *c, const char **ret_name, size_t *ret_len)
{
    *ret_name = c->at;
    while (c->at < c->end && !is_space(*c->at) && !strchr("=/><\"'", *c->at))
        c->at++;
    *ret_len = (size_t)(c->at - *ret_name);
    if (*ret_len == 0)
        return XML_CUT_FORM;
    return *ret_len > c->limits->name ? XML_CUT_NAME : NULL;
}

static const char *read_value(struct cut *c)
{
    const char *closing = NULL;
    char quote;

    skip_space(c);
    if (c->at == c->end || *c->at != '=')
        return XML_CUT_FORM;
    c->at++;
    skip_space(c);
    if (c->at == c->end || (*c->at != '"' && *c->at != '\''))
        return XML_CUT_FORM;
    quote = *c->at++;
    closing = memchr(c->at, quote, (size_t)(c->end - c->at));
    if (!closing || memchr(c->at, '<', (size_t)(closing - c->at)))
        return XML_CUT_FORM;
    if ((size_t)(closing - c->at) > c->limits->value)
        return XML_CUT_VALUE;
    c->at = closing + 1;
    return NULL;
}

/* Does the attribute declare a name space: xmlns, xmlns:x? */
static bool is_declaration(const char *name, size_t len)
{
    return len >= 5 && memcmp(name, "xmlns", 5) == 0 && (len == 5 || name[5] == ':');
}

/* One attribute, or the end of the tag: *ret_end is '>' or '/'. */
static const char *read_attribute(struct cut *c, int *declared, char *ret_end)
{
    const char *problem = NULL;
    const char *name = NULL;
    size_t len = 0;

    skip_space(c);
    if (c->at == c->end)
        return XML_CUT_FORM;
    if (*c->at == '>' || starts(c, "/>")) {
        *ret_end = *c->at;
        c->at += *ret_end == '>' ? 1 : 2;
        return NULL;
    }
    problem = read_name(c, &name, &len);
    if (!problem)
        problem = read_value(c);
    if (!problem)
        problem = count_node(c);
    if (!problem && is_declaration(name, len) && ++*declared + c->in_force > c->limits->declarations)
        problem = XML_CUT_DECLARATIONS;
    return problem;
}

static const char *read_start(struct cut *c)
{
    const char *name = NULL;
    int declared = 0;
    char end = '\0';
    size_t len = 0;
    const char *problem;

    c->at++;
    problem = read_name(c, &name, &len);
    if (!problem)
        problem = count_node(c);
    for (int n = 0; !problem && !end; n++)
        problem = n > c->limits->attributes ? XML_CUT_ATTRIBUTES : read_attribute(c, &declared, &end);
    if (problem || end == '/')
        return problem;
    if (c->depth == c->limits->depth)
        return XML_CUT_DEPTH_TEXT;
    c->declared[c->depth++] = (uint8_t)declared;
    c->in_force += declared;
    return NULL;
}

static const char *read_end(struct cut *c)
{
    const char *closing = memchr(c->at, '>', (size_t)(c->end - c->at));

    if (!closing || c->depth == 0)
        return XML_CUT_FORM;
    c->in_force -= c->declared[--c->depth];
    c->at = closing + 1;
    return NULL;
}

static const char *read_mark(struct cut *c)
{
    if (starts(c, "<!--"))
        return skip_behind(c, 4, "-->");
    if (starts(c, "<![CDATA["))
        return skip_behind(c, 9, "]]>");
    if (starts(c, "<!"))
        return XML_CUT_DOCTYPE;
    if (starts(c, "<?"))
        return skip_behind(c, 2, "?>");
    return starts(c, "</") ? read_end(c) : read_start(c);
}

const char *xml_cut(const struct xml_limits *limits, const void *data, size_t len)
{
    struct cut c = { .limits = limits, .at = data, .end = (const char *)data + len };
    const char *problem = NULL;

    while (!problem) {
        const char *mark = memchr(c.at, '<', (size_t)(c.end - c.at));

        if ((size_t)((mark ? mark : c.end) - c.at) > limits->text)
            return XML_CUT_TEXT;
        if (!mark)
            return NULL;
        c.at = mark;
        problem = read_mark(&c);
    }
    return problem;
}
