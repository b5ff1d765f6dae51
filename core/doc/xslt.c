/* The only place that speaks to libxslt: compiles sheets, keeps them from reading anything, applies
 * them, and adds t() for translations. */
#include "core/doc/xslt.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xpathInternals.h>
#include <libxslt/documents.h>
#include <libxslt/extensions.h>
#include <libxslt/imports.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "core/base/file.h"
#include "core/doc/html.h"

enum { SHEET_MAX = 1024 * 1024, PROBLEM_MAX = 2000 };

#define XSL_NS "http://www.w3.org/1999/XSL/Transform"
#define XC(s) ((const xmlChar *)(s))

struct sheet {
    const char *name;
    xsltStylesheet *style;
};

struct xslt_sheets {
    struct sheet *list; /* sorted by name */
    int n;
    xsltSecurityPrefs *prefs;
};

/* A name defined or called by a sheet. */
struct name {
    const char *text;
    struct name *next;
};

/* One file of the folder while it is looked through. */
struct file {
    const char *name; /* without .xsl */
    xmlDoc *doc;
    bool included;
    bool own_template;
    bool reached;         /* its turn among the shared sheets has come */
    struct name *imports; /* href of each, in their order */
    struct name *defined; /* named templates */
    struct name *called;
};

struct folder {
    TALLOC_CTX *mem;
    TALLOC_CTX *sheets; /* what is compiled lives here */
    const char *dir;
    struct file *files;
    int n;
    xmlDict *dict;
    xsltStylesheet *shared; /* what page sheets import, compiled once for all of them: see compile_page() */
    bool in_shared;         /* that one is being compiled: its parts bring no imports of their own */
    struct buf problem;
};

/* Set only while sheets are compiled; the rest of the time nothing can be loaded. */
static struct folder *loading;

/* ---- reading sheets ---- */

static xmlDoc *parse(const char *text, size_t len, const char *url, xmlDict *dict)
{
    xmlParserCtxt *parser = xmlNewParserCtxt();
    xmlDoc *doc;

    if (!parser)
        return NULL;
    if (dict) {
        xmlDictFree(parser->dict);
        parser->dict = dict;
        xmlDictReference(dict);
    }
    doc = xmlCtxtReadMemory(parser, text, (int)len, url, "UTF-8", XML_PARSE_NONET | XML_PARSE_NOCDATA);
    xmlFreeParserCtxt(parser);
    return doc;
}

static bool is_xsl(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns && xmlStrEqual(node->ns->href, XC(XSL_NS)) &&
           (!name || xmlStrEqual(node->name, XC(name)));
}

/* Takes the imports out of a sheet; true when there were any. */
static bool drop_imports(xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    xmlNode *next;
    bool any = false;

    for (xmlNode *node = root ? root->children : NULL; node; node = next) {
        next = node->next;
        if (!is_xsl(node, "import"))
            continue;
        xmlUnlinkNode(node);
        xmlFreeNode(node);
        any = true;
    }
    return any;
}

/* Files of our own folder, and those only while sheets are compiled. */
static xmlDoc *load(const xmlChar *uri, xmlDict *dict, int options, void *context, xsltLoadType type)
{
    size_t dir_len = loading ? strlen(loading->dir) : 0;
    const char *path = (const char *)uri;
    size_t len = 0;
    char *text;
    xmlDoc *doc;

    (void)options;
    (void)context;
    if (!loading || type == XSLT_LOAD_DOCUMENT || strncmp(path, loading->dir, dir_len) != 0 || path[dir_len] != '/' ||
        strstr(path, "/../"))
        return NULL;
    text = file_read(loading->mem, path, SHEET_MAX, &len);
    if (!text) {
        buf_printf(&loading->problem, "cannot read %s; ", path);
        return NULL;
    }
    doc = parse(text, len, path, dict);
    if (doc && loading->in_shared)
        (void)drop_imports(doc);
    return doc;
}

static void collect(void *to, const char *format, ...) PRINTF_LIKE(2, 3);
static void collect(void *to, const char *format, ...)
{
    struct buf *problem = to;
    char text[512];
    va_list ap;

    va_start(ap, format);
    vsnprintf(text, sizeof(text), format, ap);
    va_end(ap);
    for (char *c = text; *c; c++)
        if (*c == '\n')
            *c = ' ';
    buf_str(problem, text);
}

/* ---- looking through the folder ---- */

/* Value of an attribute without namespace, NULL when absent; belongs to mem. */
static const char *value_of(TALLOC_CTX *mem, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, XC(name));
    const char *copy = mem_strdup(mem, (const char *)value);

    xmlFree(value);
    return copy;
}

static void add_name(TALLOC_CTX *mem, struct name **list, const char *text)
{
    struct name *name;

    if (!text)
        return;
    name = mem_zero(mem, struct name);
    name->text = text;
    name->next = *list;
    *list = name;
}

static bool has_name(const struct name *list, const char *text)
{
    for (; list; list = list->next)
        if (strcmp(list->text, text) == 0)
            return true;
    return false;
}

static struct file *file_of(struct folder *f, const char *name, size_t len)
{
    for (int i = 0; i < f->n; i++)
        if (strncmp(f->files[i].name, name, len) == 0 && f->files[i].name[len] == '\0')
            return &f->files[i];
    return NULL;
}

static struct file *imported(struct folder *f, const char *href)
{
    const char *end = strrchr(href, '.');

    return end ? file_of(f, href, (size_t)(end - href)) : NULL;
}

static void note_import(struct folder *f, struct file *by, const char *href)
{
    struct file *file = href ? imported(f, href) : NULL;
    struct name **end = &by->imports;

    while (*end)
        end = &(*end)->next;
    add_name(f->mem, end, href);
    if (file)
        file->included = true;
}

/* Does the pattern, as one of its alternatives, match elements of this name? */
static bool matches_name(const char *match, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = strstr(match, name); at; at = strstr(at + 1, name))
        if ((at == match || strchr("/| ", at[-1])) && (at[len] == '\0' || strchr("| ", at[len])))
            return true;
    return false;
}

static void note_template(struct folder *f, struct file *file, const xmlNode *node)
{
    const char *match = value_of(f->mem, node, "match");

    add_name(f->mem, &file->defined, value_of(f->mem, node, "name"));
    if (match && matches_name(match, file->name))
        file->own_template = true;
}

static const xmlNode *next_in_document(const xmlNode *node)
{
    if (node->children && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node && !node->next)
        node = node->parent;
    return node && node->type != XML_DOCUMENT_NODE ? node->next : NULL;
}

static void look_through(struct folder *f, struct file *file)
{
    for (const xmlNode *node = xmlDocGetRootElement(file->doc); node; node = next_in_document(node)) {
        if (is_xsl(node, "import"))
            note_import(f, file, value_of(f->mem, node, "href"));
        else if (is_xsl(node, "template"))
            note_template(f, file, node);
        else if (is_xsl(node, "call-template"))
            add_name(f->mem, &file->called, value_of(f->mem, node, "name"));
    }
}

static bool read_sheet(struct folder *f, struct file *file)
{
    const char *path = mem_printf(f->mem, "%s/%s.xsl", f->dir, file->name);
    size_t len = 0;
    char *text = file_read(f->mem, path, SHEET_MAX, &len);

    file->doc = text ? parse(text, len, path, f->dict) : NULL;
    if (xmlDocGetRootElement(file->doc))
        return true;
    buf_printf(&f->problem, "cannot read %s; ", path);
    return false;
}

static int is_sheet(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);

    return entry->d_name[0] != '.' && len > 4 && strcmp(entry->d_name + len - 4, ".xsl") == 0;
}

static bool list_folder(struct folder *f)
{
    struct dirent **entries = NULL;
    int n = scandir(f->dir, &entries, is_sheet, alphasort);
    bool ok = true;

    if (n < 0) {
        buf_printf(&f->problem, "cannot open folder %s", f->dir);
        return false;
    }
    f->files = mem_array(f->mem, struct file, (size_t)n + 1);
    for (int i = 0; i < n; i++) {
        f->files[i].name = mem_strndup(f->mem, entries[i]->d_name, strlen(entries[i]->d_name) - 4);
        free(entries[i]);
    }
    free(entries);
    f->n = n;
    for (int i = 0; i < n && ok; i++)
        ok = read_sheet(f, &f->files[i]);
    for (int i = 0; i < n && ok; i++)
        look_through(f, &f->files[i]);
    return ok;
}

static void close_folder(struct folder *f)
{
    for (int i = 0; i < f->n; i++)
        xmlFreeDoc(f->files[i].doc);
    xmlDictFree(f->dict);
}

/* ---- compiling ---- */

static void copy_entry(void *payload, void *to, const xmlChar *a, const xmlChar *b, const xmlChar *c)
{
    if (xmlHashAddEntry3(to, a, b, c, payload))
        mem_exhausted(sizeof(payload));
}

/* libxslt gives every sheet a table of templates with room for a thousand (48 kB); most hold a handful. */
static void slim(xsltStylesheet *style)
{
    for (; style; style = xsltNextImport(style)) {
        xmlHashTable *large = style->templatesHash;
        xmlHashTable *fitting = large ? xmlHashCreate(2 * xmlHashSize(large) + 1) : NULL;

        if (!fitting)
            continue;
        xmlHashScanFull(large, copy_entry, fitting);
        xmlHashFree(large, NULL);
        style->templatesHash = fitting;
    }
}

/* Takes the document over. */
static xsltStylesheet *compile(struct folder *f, xmlDoc *doc)
{
    xsltStylesheet *style = xsltParseStylesheetDoc(doc);

    if (style && style->errors == 0) {
        slim(style);
        return style;
    }
    buf_printf(&f->problem, "%s does not compile", (const char *)doc->URL);
    if (style)
        xsltFreeStylesheet(style);
    else
        xmlFreeDoc(doc);
    return NULL;
}

/* A predicate in a match pattern gets a numbered cache slot when its sheet is compiled. Shared sheets are compiled apart
 * from the pages, so their numbers would collide with a page's and its transform would follow a wild pointer. */
static bool has_cached_patterns(xsltStylesheet *style)
{
    for (; style; style = xsltNextImport(style)) {
        xmlNode *root = style->doc ? xmlDocGetRootElement(style->doc) : NULL;

        for (xmlNode *n = root ? root->children : NULL; n; n = n->next) {
            xmlChar *match = n->type == XML_ELEMENT_NODE ? xmlGetNoNsProp(n, (const xmlChar *)"match") : NULL;
            bool found = match && xmlStrchr(match, '[');

            xmlFree(match);
            if (found)
                return true;
        }
    }
    return false;
}

/* All shared sheets become one: the second of two templates of one name would silently take the place of the first. */
static bool shared_names_differ(struct folder *f)
{
    for (int i = 0; i < f->n; i++) {
        const struct file *one = &f->files[i];

        for (const struct name *name = one->included ? one->defined : NULL; name; name = name->next)
            for (int k = i + 1; k < f->n; k++)
                if (f->files[k].included && has_name(f->files[k].defined, name->text)) {
                    buf_printf(&f->problem, "%s.xsl and %s.xsl both define the named template %s", one->name,
                               f->files[k].name, name->text);
                    return false;
                }
    }
    return true;
}

/* The sheets that this one imports, each behind those that it imports itself and before whoever imports it, which may
 * override it; each once, for libxslt looks through all of them at every step of a page. */
static void import_before(struct folder *f, const struct file *by, struct buf *text)
{
    for (const struct name *name = by->imports; name; name = name->next) {
        struct file *file = imported(f, name->text);

        if (file && file->reached)
            continue;
        if (file) {
            file->reached = true;
            import_before(f, file, text);
        }
        buf_printf(text, "<xsl:import href='%s'/>", name->text);
    }
}

/* Every sheet that another one imports, as one compiled sheet. */
static bool compile_shared(struct folder *f)
{
    struct buf text = buf_new(f->mem, 65536);
    xmlDoc *doc = NULL;

    buf_str(&text, "<xsl:stylesheet version='1.0' xmlns:xsl='" XSL_NS "'>");
    for (int i = 0; i < f->n; i++)
        if (!f->files[i].included)
            import_before(f, &f->files[i], &text);
    buf_str(&text, "</xsl:stylesheet>");
    doc = parse(buf_text(&text), text.len, mem_printf(f->mem, "%s/shared sheets", f->dir), f->dict);
    f->in_shared = true;
    f->shared = doc ? compile(f, doc) : NULL;
    f->in_shared = false;
    if (!f->shared)
        return false;
    mem_adopt(f->sheets, f->shared, xsltFreeStylesheet);
    if (!has_cached_patterns(f->shared))
        return true;
    buf_str(&f->problem, "a shared sheet has a predicate in a match pattern; use xsl:choose inside");
    return false;
}

/* libxslt looks a named template up once and remembers it in the calling sheet, which several pages share. */
static bool leaves_shared_names_alone(struct folder *f, const struct file *page)
{
    for (const struct name *name = page->defined; name; name = name->next) {
        for (int i = 0; i < f->n; i++) {
            const struct file *other = &f->files[i];

            if (other == page || !other->included)
                continue;
            if (has_name(other->defined, name->text) || has_name(other->called, name->text)) {
                buf_printf(&f->problem, "%s.xsl: named template %s belongs to %s.xsl", page->name, name->text,
                           other->name);
                return false;
            }
        }
    }
    return true;
}

static void release_page(xsltStylesheet *style)
{
    style->imports = NULL; /* shared */
    xsltFreeStylesheet(style);
}

/* Pages import the same large sheets. libxslt would compile them anew for every page (1.2 MB each); so a page is compiled
 * without its imports, and all shared sheets, compiled once, are hung in afterwards. Their modes and names must therefore
 * not collide. The names of modes are compared by address: that is why all documents share one dictionary. */
static xsltStylesheet *compile_page(struct folder *f, struct file *file)
{
    xmlDoc *doc = file->doc;
    xsltStylesheet *style;
    bool imports = drop_imports(doc);

    if (!leaves_shared_names_alone(f, file))
        return NULL;
    file->doc = NULL;
    style = compile(f, doc);
    if (!style)
        return NULL;
    if (style->imports) {
        buf_printf(&f->problem, "%s.xsl includes a sheet with imports", file->name);
        xsltFreeStylesheet(style);
        return NULL;
    }
    style->imports = imports ? f->shared : NULL;
    return mem_adopt(f->sheets, style, release_page);
}

static bool compile_all(struct folder *f, struct xslt_sheets *sheets)
{
    sheets->list = mem_array(sheets, struct sheet, (size_t)f->n + 1);
    if (!shared_names_differ(f) || !compile_shared(f))
        return false;
    for (int i = 0; i < f->n; i++) {
        struct sheet *sheet = &sheets->list[sheets->n];

        if (f->files[i].included && !f->files[i].own_template)
            continue;
        sheet->style = compile_page(f, &f->files[i]);
        if (!sheet->style)
            return false;
        sheet->name = mem_strdup(sheets, f->files[i].name);
        sheets->n++;
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct sheet *)a)->name, ((const struct sheet *)b)->name);
}

static xsltSecurityPrefs *forbid_everything(void)
{
    xsltSecurityPrefs *prefs = xsltNewSecurityPrefs();

    if (!prefs)
        mem_exhausted(1);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_READ_FILE, xsltSecurityForbid);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_READ_NETWORK, xsltSecurityForbid);
    xsltSetSecurityPrefs(prefs, XSLT_SECPREF_WRITE_NETWORK, xsltSecurityForbid);
    return prefs;
}

/* ---- t(): translation ---- */

/* Catalogues by language come in here. Polish needs none, and a message without translation stays Polish. */
static const xmlChar *translate(const char *lang, const xmlChar *message)
{
    (void)lang;
    return message;
}

static void ext_t(xmlXPathParserContext *xpath, int n_args)
{
    xsltTransformContext *transform = xsltXPathGetTransformContext(xpath);
    xmlXPathObject *argument;
    const xmlChar *text;

    if (n_args != 1) {
        xmlXPathSetArityError(xpath);
        return;
    }
    xmlXPathStringFunction(xpath, 1);
    argument = valuePop(xpath);
    if (!argument || !argument->stringval) {
        xmlXPathFreeObject(argument);
        xmlXPathSetTypeError(xpath);
        return;
    }
    text = translate(transform ? transform->_private : NULL, argument->stringval);
    if (text == argument->stringval) {
        valuePush(xpath, argument);
        return;
    }
    valuePush(xpath, xmlXPathNewString(text));
    xmlXPathFreeObject(argument);
}

/* ---- loading ---- */

static void release_prefs(void *prefs)
{
    xsltFreeSecurityPrefs(prefs);
}

/* libxslt adds a trace to its reports that does not go through the transform's own channel. */
static void ignore(void *to, const char *format, ...) PRINTF_LIKE(2, 3);
static void ignore(void *to, const char *format, ...)
{
    (void)to;
    (void)format;
}

enum err xslt_load(TALLOC_CTX *mem, const char *dir, struct xslt_sheets **ret_sheets, const char **ret_problem)
{
    MEM_SCOPE(tmp, mem);
    struct xslt_sheets *sheets = mem_zero(mem, struct xslt_sheets);
    struct folder f = {
        .mem = tmp, .sheets = sheets, .dir = dir, .dict = xmlDictCreate(), .problem = buf_new(tmp, PROBLEM_MAX)
    };
    xmlGenericErrorFunc reporter = xmlGenericError;
    void *reporter_context = xmlGenericErrorContext;
    bool ok;

    xsltRegisterExtModuleFunction(XC("t"), XC(XSLT_EXT_NS), ext_t);
    xsltSetLoaderFunc(load);
    xsltSetGenericErrorFunc(&f.problem, collect);
    xmlSetGenericErrorFunc(&f.problem, collect);
    loading = &f;
    ok = list_folder(&f) && compile_all(&f, sheets);
    close_folder(&f);
    loading = NULL;
    xsltSetGenericErrorFunc(NULL, ignore);
    xmlSetGenericErrorFunc(reporter_context, reporter);
    if (!ok) {
        *ret_problem = mem_strdup(mem, buf_text(&f.problem));
        talloc_free(sheets);
        return ERR_INVALID;
    }
    qsort(sheets->list, (size_t)sheets->n, sizeof(struct sheet), by_name);
    sheets->prefs = mem_adopt(sheets, forbid_everything(), release_prefs);
    *ret_sheets = sheets;
    return ERR_OK;
}

static xsltStylesheet *find(const struct xslt_sheets *sheets, const char *name)
{
    struct sheet wanted = { name, NULL };
    struct sheet *found = bsearch(&wanted, sheets->list, (size_t)sheets->n, sizeof(struct sheet), by_name);

    return found ? found->style : NULL;
}

bool xslt_has(const struct xslt_sheets *sheets, const char *name)
{
    return find(sheets, name);
}

int xslt_count(const struct xslt_sheets *sheets)
{
    return sheets->n;
}

/* ---- applying ---- */

static xmlDoc *transform(const struct xslt_sheets *sheets, xsltStylesheet *style, const char *lang, xmlDoc *doc,
                         struct buf *problem)
{
    xsltTransformContext *context = xsltNewTransformContext(style, doc);
    xmlDoc *result;
    union {
        const char *in;
        void *out;
    } language = { lang };

    if (!context)
        mem_exhausted(sizeof(*context));
    context->_private = language.out;
    xsltSetCtxtSecurityPrefs(sheets->prefs, context);
    xsltSetTransformErrorFunc(context, problem, collect);
    result = xsltApplyStylesheetUser(style, doc, NULL, NULL, NULL, context);
    if (context->state != XSLT_STATE_OK && result) {
        xmlFreeDoc(result);
        result = NULL;
    }
    xsltFreeTransformContext(context);
    return result;
}

static enum err apply(TALLOC_CTX *mem, const struct xslt_sheets *sheets, const char *name, const char *lang,
                      xmlDoc *doc, xmlDoc **ret_result, const char **ret_problem)
{
    struct buf problem = buf_new(mem, PROBLEM_MAX);
    xsltStylesheet *style = find(sheets, name);

    if (!style) {
        *ret_problem = mem_printf(mem, "no sheet %s.xsl", name);
        return ERR_INTERNAL;
    }
    *ret_result = transform(sheets, style, lang, doc, &problem);
    if (!*ret_result)
        *ret_problem = mem_printf(mem, "%s.xsl: %s", name, buf_text(&problem));
    return *ret_result ? ERR_OK : ERR_INTERNAL;
}

enum err xslt_apply(TALLOC_CTX *mem, const struct xslt_sheets *sheets, const char *name, const char *lang, xmlDoc *doc,
                    xmlDoc **ret_result, const char **ret_problem)
{
    xmlDoc *result = NULL;
    enum err e = apply(mem, sheets, name, lang, doc, &result, ret_problem);

    if (!e)
        *ret_result = mem_adopt(mem, result, xmlFreeDoc);
    return e;
}

enum err xslt_html(TALLOC_CTX *mem, const struct xslt_sheets *sheets, const char *name, const char *lang, xmlDoc *doc,
                   struct buf *out, const char **ret_problem)
{
    xmlDoc *result = NULL;
    enum err e = apply(mem, sheets, name, lang, doc, &result, ret_problem);

    if (e)
        return e;
    html_write(out, result);
    xmlFreeDoc(result);
    if (!out->overflow)
        return ERR_OK;
    *ret_problem = mem_printf(mem, "%s.xsl: page larger than %zu bytes", name, out->max);
    return ERR_INTERNAL;
}
