/* The one door through which foreign XML enters, and plain helpers over libxml2 trees.
 * Everything that makes an XML parser dangerous (DOCTYPE, entities, files, network, other encodings) is refused here,
 * so that no caller has to think of it. */
#include "core/doc/xml.h"

#include <ctype.h>
#include <inttypes.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <xmlsec/base64.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/xmlsec.h>

#include "core/doc/xml_cut.h"
#include "core/doc/xml_memory.h"

/* ---- process-wide set-up ---- */

static xmlParserInputPtr no_entity(const char *url, const char *id, xmlParserCtxtPtr ctxt)
{
    (void)url;
    (void)id;
    (void)ctxt;
    return NULL;
}

PRINTF_LIKE(2, 3) static void quiet_generic(void *arg, const char *fmt, ...)
{
    (void)arg;
    (void)fmt;
}

static void quiet_xmlsec(const char *file, int line, const char *func, const char *object, const char *subject,
                         int reason, const char *msg)
{
    (void)file;
    (void)line;
    (void)func;
    (void)object;
    (void)subject;
    (void)reason;
    (void)msg;
}

void xml_init(void)
{
    static bool done;

    if (done)
        return;
    done = true;
    xml_memory_init();
    xmlInitParser();
    xmlSetExternalEntityLoader(no_entity);
    xmlSetGenericErrorFunc(NULL, quiet_generic);
    if (xmlSecInit() < 0 || xmlSecCryptoAppInit(NULL) < 0 || xmlSecCryptoInit() < 0) {
        fputs("xmlsec cannot be initialised\n", stderr);
        abort();
    }
    /* no file, HTTP or FTP access is left for references */
    xmlSecIOCleanupCallbacks();
    xmlSecErrorsSetCallback(quiet_xmlsec);
    xmlSecBase64SetDefaultLineSize(76);
}

/* ---- reading ---- */

const char XML_TOO_LARGE[] = "too large";
const char XML_NOT_UTF8[] = "not UTF-8, or another encoding is declared";
const char XML_DOCTYPE[] = "DOCTYPE is not allowed";
const char XML_TOO_COMPLEX[] = "too many or too large marks";
const char XML_LATE_PI[] = "processing instruction inside or after the root element";

/* Length of the well-formed UTF-8 sequence at p (RFC 3629, table 3-7 of Unicode), 0 when there is none. */
static size_t utf8_sequence(const unsigned char *p, size_t left)
{
    unsigned char c = p[0];
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    size_t n;

    if (c < 0x80)
        return c != 0 ? 1 : 0;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (c == 0xE0)
        low = 0xA0;
    else if (c == 0xED)
        high = 0x9F;
    else if (c == 0xF0)
        low = 0x90;
    else if (c == 0xF4)
        high = 0x8F;
    if (left < n || p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

/* Eight bytes at once when none of them is zero or above 127: most of a document. */
static size_t ascii_run(const unsigned char *p, size_t left)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t n = 0;

    for (; left - n >= 8; n += 8) {
        uint64_t eight;

        memcpy(&eight, p + n, 8);
        if ((eight & high) != 0 || ((eight - ones) & ~eight & high) != 0)
            break;
    }
    return n;
}

bool xml_is_utf8(const void *data, size_t len)
{
    const unsigned char *p = data;

    for (size_t i = 0; i < len;) {
        size_t n = ascii_run(p + i, len - i);

        if (n == 0)
            n = utf8_sequence(p + i, len - i);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

/* What the SAX hooks noticed; the document pointer may be non-NULL all the same, so this decides. */
struct notes {
    bool doctype;
    bool late_pi;
};

static void on_doctype(void *arg, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
    xmlParserCtxtPtr ctxt = arg;

    (void)name;
    (void)public_id;
    (void)system_id;
    ((struct notes *)ctxt->_private)->doctype = true;
    xmlStopParser(ctxt);
}

static void on_pi(void *arg, const xmlChar *target, const xmlChar *data)
{
    xmlParserCtxtPtr ctxt = arg;

    if (ctxt->myDoc && xmlDocGetRootElement(ctxt->myDoc)) {
        ((struct notes *)ctxt->_private)->late_pi = true;
        xmlStopParser(ctxt);
        return;
    }
    xmlSAX2ProcessingInstruction(arg, target, data);
}

static void on_error(void *arg, xmlErrorPtr error)
{
    (void)arg;
    (void)error;
}

static enum err refuse(const char **ret_problem, const char *problem)
{
    if (ret_problem)
        *ret_problem = problem;
    return ERR_INVALID;
}

/* The parser's own words, without the document's text that follows a colon. */
static const char *parser_problem(TALLOC_CTX *mem, xmlParserCtxtPtr ctxt)
{
    const xmlError *error = xmlCtxtGetLastError(ctxt);

    if (!error)
        return "not well-formed XML";
    return mem_printf(mem, "not well-formed XML: libxml2 error %d in line %d", error->code, error->line);
}

static const char *check_result(TALLOC_CTX *mem, xmlParserCtxtPtr ctxt, const xmlDoc *doc, const struct notes *notes)
{
    if (notes->doctype)
        return XML_DOCTYPE;
    if (notes->late_pi)
        return XML_LATE_PI;
    if (!doc || !ctxt->wellFormed || !ctxt->nsWellFormed)
        return parser_problem(mem, ctxt);
    if (doc->intSubset || doc->extSubset)
        return XML_DOCTYPE;
    if (doc->encoding && xmlStrcasecmp(doc->encoding, BAD_CAST "UTF-8") != 0)
        return XML_NOT_UTF8;
    return NULL;
}

static xmlDoc *parse_bytes(TALLOC_CTX *mem, const char *data, int len, const char **ret_problem)
{
    struct notes notes = { false, false };
    xmlParserCtxtPtr ctxt = xmlNewParserCtxt();
    const char *problem;
    xmlDoc *doc;

    if (!ctxt)
        mem_exhausted(sizeof *ctxt);
    ctxt->_private = &notes;
    ctxt->sax->internalSubset = on_doctype;
    ctxt->sax->externalSubset = NULL;
    ctxt->sax->processingInstruction = on_pi;
    ctxt->sax->serror = on_error;
    doc = xmlCtxtReadMemory(ctxt, data, len, NULL, NULL, XML_PARSE_NONET);
    problem = check_result(mem, ctxt, doc, &notes);
    if (ctxt->myDoc && ctxt->myDoc != doc)
        xmlFreeDoc(ctxt->myDoc);
    xmlFreeParserCtxt(ctxt);
    if (!problem)
        return mem_adopt(mem, doc, xmlFreeDoc);
    xmlFreeDoc(doc);
    *ret_problem = problem;
    return NULL;
}

/* The declared encoding must be UTF-8, seen before the parser asks iconv for another, which would open files. An
 * encoding is declared within the first line, so a bounded look is enough: what is not found here cannot be one, for
 * the parser reads the same grammar. */
static bool declares_utf8(const char *data, size_t len)
{
    size_t n = len < 1024 ? len : 1024;
    const char *end = memmem(data, n, "?>", 2);
    const char *at;
    char quote;

    if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        data += 3;
    if (!end || end < data + 5 || memcmp(data, "<?xml", 5) != 0)
        return true;
    at = memmem(data, (size_t)(end - data), "encoding", 8);
    if (!at)
        return true;
    for (at += 8; at < end && strchr(" \t\r\n=", *at); at++)
        ;
    quote = *at;
    return (quote == '"' || quote == '\'') && end - at > 6 && strncasecmp(at + 1, "UTF-8", 5) == 0 && at[6] == quote;
}

/* What the cutter says, in the words of this door. */
static const char *cut_problem(const void *data, size_t len)
{
    const char *problem = xml_cut(&XML_DOCUMENT, data, len);

    if (problem == XML_CUT_DOCTYPE)
        return XML_DOCTYPE;
    return !problem || problem == XML_CUT_FORM ? problem : XML_TOO_COMPLEX;
}

enum err xml_parse(TALLOC_CTX *mem, const void *data, size_t len, size_t max, xmlDoc **ret_doc,
                   const char **ret_problem)
{
    const char *problem = NULL;
    xmlDoc *doc;

    if (len > max || len > INT_MAX)
        return refuse(ret_problem, XML_TOO_LARGE);
    if (len == 0)
        return refuse(ret_problem, "empty");
    if (!xml_is_utf8(data, len) || !declares_utf8(data, len))
        return refuse(ret_problem, XML_NOT_UTF8);
    problem = cut_problem(data, len);
    if (problem)
        return refuse(ret_problem, problem);
    /* libxml2 skips one byte-order mark */
    doc = parse_bytes(mem, data, (int)len, &problem);
    if (!doc)
        return refuse(ret_problem, problem);
    *ret_doc = doc;
    return ERR_OK;
}

/* ---- building ---- */

/* XML 1.0 production Char, for text that is known to be UTF-8. */
static bool is_char(const unsigned char *p, size_t n)
{
    if (n == 1)
        return p[0] >= 0x20 || p[0] == '\t' || p[0] == '\n' || p[0] == '\r';
    return !(n == 3 && p[0] == 0xEF && p[1] == 0xBF && p[2] >= 0xBE);
}

/* The text with everything that XML cannot carry replaced; NULL when it is clean already. */
static char *cleaned(TALLOC_CTX *mem, const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t len = strlen(text);
    size_t i = 0;
    char *out;
    size_t o = 0;

    while (i < len) {
        size_t n = utf8_sequence(p + i, len - i);

        if (n == 0 || !is_char(p + i, n))
            break;
        i += n;
    }
    if (i == len)
        return NULL;
    out = mem_array(mem, char, len * 3 + 1);
    for (i = 0; i < len;) {
        size_t n = utf8_sequence(p + i, len - i);
        bool good = n > 0 && is_char(p + i, n);

        memcpy(out + o, good ? text + i : "\xEF\xBF\xBD", good ? n : 3);
        o += good ? n : 3;
        i += n > 0 ? n : 1;
    }
    return out;
}

xmlDoc *xml_new(TALLOC_CTX *mem, const char *root, const char *prefix, const char *ns_uri)
{
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *node;

    if (!doc)
        mem_exhausted(sizeof *doc);
    doc = mem_adopt(mem, doc, xmlFreeDoc);
    node = xmlNewDocNode(doc, NULL, BAD_CAST root, NULL);
    if (!node)
        mem_exhausted(sizeof *node);
    if (ns_uri)
        xmlSetNs(node, xmlNewNs(node, BAD_CAST ns_uri, BAD_CAST prefix));
    xmlDocSetRootElement(doc, node);
    return doc;
}

xmlNode *xml_add(xmlNode *parent, xmlNs *ns, const char *name, const char *text)
{
    xmlNode *node = xmlNewChild(parent, ns, BAD_CAST name, NULL);

    if (!node)
        mem_exhausted(sizeof *node);
    if (text && *text) {
        MEM_SCOPE(tmp, NULL);
        const char *clean = cleaned(tmp, text);

        xmlNodeAddContent(node, BAD_CAST(clean ? clean : text));
    }
    return node;
}

void xml_attr(xmlNode *node, const char *name, const char *value)
{
    MEM_SCOPE(tmp, NULL);
    const char *clean = cleaned(tmp, value);

    if (!xmlSetProp(node, BAD_CAST name, BAD_CAST(clean ? clean : value)))
        mem_exhausted(strlen(value));
}

void xml_attr_i(xmlNode *node, const char *name, int64_t value)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, value);
    xml_attr(node, name, text);
}

/* ---- walking ---- */

bool xml_is(const xmlNode *node, const char *ns_uri, const char *name)
{
    if (!node || node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, name) != 0)
        return false;
    if (!ns_uri)
        return true;
    return node->ns && strcmp((const char *)node->ns->href, ns_uri) == 0;
}

static xmlNode *find(xmlNode *node, const char *ns_uri, const char *name)
{
    while (node && !xml_is(node, ns_uri, name))
        node = node->next;
    return node;
}

xmlNode *xml_child(const xmlNode *parent, const char *ns_uri, const char *name)
{
    return parent ? find(parent->children, ns_uri, name) : NULL;
}

xmlNode *xml_next(const xmlNode *sibling, const char *ns_uri, const char *name)
{
    return sibling ? find(sibling->next, ns_uri, name) : NULL;
}

xmlNode *xml_path(const xmlNode *from, const char *path)
{
    MEM_SCOPE(tmp, NULL);
    xmlNode *node = NULL;

    while (*path) {
        size_t n = strcspn(path, "/");

        node = xml_child(from, NULL, mem_strndup(tmp, path, n));
        if (!node)
            return NULL;
        from = node;
        path += n;
        path += *path == '/';
    }
    return node;
}

xmlNode *xml_walk(const xmlNode *top, const xmlNode *node)
{
    if (node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    while (node != top) {
        if (node->next)
            return node->next;
        node = node->parent;
        if (!node)
            return NULL;
    }
    return NULL;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *trimmed(TALLOC_CTX *mem, const char *s)
{
    size_t n;

    while (is_space(*s))
        s++;
    n = strlen(s);
    while (n > 0 && is_space(s[n - 1]))
        n--;
    return mem_strndup(mem, s, n);
}

/* The content as libxml2 sees it, taken over by mem. */
static const char *content(TALLOC_CTX *mem, const xmlNode *node, bool trim)
{
    xmlChar *all = xmlNodeGetContent(node);
    const char *text = all ? (const char *)all : "";
    const char *copy = trim ? trimmed(mem, text) : mem_strdup(mem, text);

    xmlFree(all);
    return copy;
}

const char *xml_text(TALLOC_CTX *mem, const xmlNode *node)
{
    const xmlNode *only;

    if (!node)
        return "";
    only = node->type == XML_ELEMENT_NODE ? node->children : NULL;
    if (only && !only->next && only->type == XML_TEXT_NODE && only->content)
        return trimmed(mem, (const char *)only->content);
    return content(mem, node, true);
}

const char *xml_get(TALLOC_CTX *mem, const xmlNode *node, const char *name)
{
    if (!node || node->type != XML_ELEMENT_NODE)
        return NULL;
    for (xmlAttr *a = node->properties; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return content(mem, (const xmlNode *)(const void *)a, false);
    return NULL;
}

/* ---- writing ---- */

char *xml_bytes(TALLOC_CTX *mem, xmlDoc *doc, size_t *ret_len)
{
    xmlChar *out = NULL;
    int len = 0;
    char *copy;

    xmlDocDumpMemoryEnc(doc, &out, &len, "UTF-8");
    if (!out)
        mem_exhausted(1);
    copy = mem_dup(mem, out, (size_t)len);
    xmlFree(out);
    *ret_len = (size_t)len;
    return copy;
}

/* ---- xs:dateTime ---- */

/* Reads exactly n digits. */
static bool digits(const char **p, int n, int *ret_value)
{
    int value = 0;

    for (int i = 0; i < n; i++) {
        char c = (*p)[i];

        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *p += n;
    *ret_value = value;
    return true;
}

static bool literal(const char **p, char c)
{
    if (**p != c)
        return false;
    (*p)++;
    return true;
}

/* ".5", ".123456789": what is finer than a microsecond is cut off. */
static bool fraction(const char **p, int64_t *ret_us)
{
    int64_t scale = 100000;
    int n = 0;

    *ret_us = 0;
    if (!literal(p, '.'))
        return true;
    for (; **p >= '0' && **p <= '9' && n < 20; (*p)++, n++) {
        *ret_us += (**p - '0') * scale;
        scale /= 10;
    }
    return n > 0;
}

static bool zone(const char **p, int *ret_seconds)
{
    int sign = **p == '-' ? -1 : 1;
    int hours;
    int minutes;

    *ret_seconds = 0;
    if (literal(p, 'Z'))
        return true;
    if (!literal(p, '+') && !literal(p, '-'))
        return false;
    if (!digits(p, 2, &hours) || !literal(p, ':') || !digits(p, 2, &minutes))
        return false;
    *ret_seconds = sign * (hours * 3600 + minutes * 60);
    return hours <= 14 && minutes <= 59;
}

bool xml_time(const char *text, int64_t *ret_us)
{
    struct tm tm = { 0 };
    struct tm back;
    int64_t us;
    int seconds;
    time_t t;

    if (!digits(&text, 4, &tm.tm_year) || !literal(&text, '-') || !digits(&text, 2, &tm.tm_mon) ||
        !literal(&text, '-') || !digits(&text, 2, &tm.tm_mday) || !literal(&text, 'T') ||
        !digits(&text, 2, &tm.tm_hour) || !literal(&text, ':') || !digits(&text, 2, &tm.tm_min) ||
        !literal(&text, ':') || !digits(&text, 2, &tm.tm_sec) || !fraction(&text, &us) || !zone(&text, &seconds) ||
        *text != '\0')
        return false;
    if (tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 59)
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    back = tm;
    t = timegm(&back);
    /* 30 February comes back as 2 March */
    if (back.tm_mday != tm.tm_mday || back.tm_mon != tm.tm_mon)
        return false;
    *ret_us = ((int64_t)t - seconds) * 1000000 + us;
    return true;
}
