/* What a page function sees: the request, its form, its session, the view and the ways to answer.
 *
 *     static enum err show(struct req *rq)
 *     {
 *         struct view *v = view_new(rq, "jst_lista");          // root element, and name of the sheet jst_lista.xsl
 *         …
 *         return view_send(v);
 *     }
 *     const struct route jst_routes[] = { { GET, "/jst", ROLE_PUBLIC, show, ROUTE_CACHED }, { 0 } };
 *
 * The router has already checked method, role and, on POST, the CSRF token and origin. It commits when the function
 * returns ERR_OK and rolls back otherwise; the answer is buffered and sent after COMMIT. After a POST that fails with
 * ERR_INVALID the route's on_invalid is called with rq->ctx->fail set, most often the function that showed the form: the
 * sheet finds <error field="…"> elements and the values typed in <form>. */
#ifndef FCGI_PAGE_H
#define FCGI_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/ctx/db.h"
#include "core/ctx/role.h"
#include "core/register/column.h"

enum method { METHOD_NONE = 0, GET, POST };

struct req;
typedef enum err (*page_fn)(struct req *rq);

enum route_flag {
    ROUTE_CACHED = 1,   /* anonymous answers may be kept by nginx for seconds */
    ROUTE_FILES = 2,    /* multipart/form-data with files is accepted */
    ROUTE_NO_CSRF = 4,  /* POST without a session, e.g. an upload that stores nothing */
    ROUTE_DOCUMENT = 8, /* with ROUTE_FILES: the file is a whole document, bounded by conf.max_document, not max_file */
};

struct route {
    enum method method;
    const char *path; /* "/jst/{slug}": one {name} stands for one path segment */
    uint64_t role;    /* ROLE_PUBLIC, ROLE_OBYWATEL, ROLE_PRACOWNIK, or a set of clerk roles of which one is needed */
    page_fn page;
    unsigned flags;
    page_fn on_invalid; /* POST only: the page shown again on ERR_INVALID; NULL = the error page */
    const void *data;   /* for pages that serve several tables: the register of fcgi/register.h */
};

/* One uploaded file. It becomes a blob when the page calls req_store_uploads(). */
struct upload {
    const char *field;
    const char *name; /* file name as given, path removed, valid UTF-8, at most 200 bytes */
    const char *mime; /* by content (libmagic), not by what the browser says */
    char sha256[65];  /* "" before req_store_uploads() */
    int64_t size;
    const void *data; /* the bytes: in memory, or a mapped temporary file when they are many */
};

struct session;

struct req {
    struct ctx *ctx;
    enum method method;
    const char *path;  /* without the query, decoded once, valid UTF-8 */
    const char *query; /* raw query string, "" when none */
    const struct route *route;
    struct session *session; /* NULL when there is none */
    bool htmx;               /* reserved for fetch(): X-Requested-With: eurzad */
    int n_uploads;
    struct upload *uploads;
    struct req_priv *priv; /* fcgi/request.c */
};

/* Path parameter, then query, then body. "" when absent; the value is valid UTF-8 with normalised line ends. */
const char *req_param(const struct req *rq, const char *name);
bool req_has(const struct req *rq, const char *name);
int64_t req_id(const struct req *rq, const char *name); /* positive number; 0 when absent or not a number */
int64_t id_of_text(const char *text);                   /* the same of a text, e.g. of req_param_n() */
/* A choice among objects of several kinds, "k12" or "p7": the number when the kind is this letter, else 0. */
int64_t id_of_choice(const char *text, char kind);
/* The value of a parameter from here on, when the request has none of that name. */
void req_default(struct req *rq, const char *name, const char *value);
/* n-th value of a repeated field; NULL past the end. */
const char *req_param_n(const struct req *rq, const char *name, int n);

/* n-th file of a field, counted from 0; NULL past the end. */
const struct upload *req_upload(const struct req *rq, const char *field, int n);
/* Stores all files as blobs of ctx->jst, which the page has set before (ctx_act_in(); clerks' is set already), and
 * fills in sha256. */
MUST_CHECK enum err req_store_uploads(struct req *rq);

/* ---- forms from tables ---- */
/* The kinds of core/register/column.h: what is checked and how it is spelled afterwards is said there. */
enum field_kind {
    FIELD_END = COLUMN_END,
    FIELD_TEXT = COLUMN_TEXT,
    FIELD_AREA = COLUMN_AREA,
    FIELD_PASSWORD = COLUMN_PASSWORD, /* neither trimmed nor shown again */
    FIELD_EMAIL = COLUMN_EMAIL,
    FIELD_DATE = COLUMN_DATE,
    FIELD_MONEY = COLUMN_MONEY,
    FIELD_DECIMAL = COLUMN_DECIMAL,
    FIELD_INT = COLUMN_INT,
    FIELD_ID = COLUMN_ID,
    FIELD_BOOL = COLUMN_BOOL,
    FIELD_WORD = COLUMN_WORD,
    FIELD_PESEL = COLUMN_PESEL,
    FIELD_NIP = COLUMN_NIP,
    FIELD_REGON = COLUMN_REGON,
    FIELD_KRS = COLUMN_KRS,
    FIELD_NRB = COLUMN_NRB,
    FIELD_TERYT = COLUMN_TERYT,
};

struct field {
    const char *name;
    enum field_kind kind;
    size_t into; /* offsetof: int64_t for MONEY (grosze), ID, INT; bool for BOOL; else const char *, "" when absent */
    size_t max;  /* characters for text, largest value for INT; 0 = 200 characters */
    bool required;
    const char *label;        /* above the field and in messages: „Pole «Tytuł» jest wymagane.” */
    const struct word *words; /* of WORD */
    const char *hint;         /* between label and field */
    const char *autocomplete; /* a token of the HTML standard: "given-name", "email" … */
    int width;                /* characters the field is cut to: 2 4 5 10 20; 0 = by its kind */
};

/* Reads path, query and body against the table. Text is trimmed. All faults are collected (one message a field), not
 * only the first; returns ERR_INVALID if there was any. Text never is NULL afterwards. */
MUST_CHECK enum err form_read(struct req *rq, const struct field *fields, void *into);

/* One more fault found by the page itself. Returns ERR_INVALID. */
enum err form_fault(struct req *rq, const char *field, const char *message);

/* ---- the view model ---- */
struct view; /* an XML document <view><meta/>…<NAME/></view>, see fcgi/xsl/layout.xsl */
typedef struct _xmlNode xml_node;

struct view_attr {
    const char *name;
    const char *text; /* NULL with is_number false: attribute left out */
    int64_t number;
    bool is_number;
};
#define VIEW_S(name, value) ((struct view_attr){ (name), (value), 0, false })
#define VIEW_I(name, value) ((struct view_attr){ (name), NULL, (int64_t)(value), true })
#define VIEW_B(name, value) ((struct view_attr){ (name), (value) ? "1" : NULL, 0, false })

struct view *view_new(struct req *rq, const char *name);
void view_title(struct view *v, const char *title); /* <title> and h1 of the page */
void view_attr(struct view *v, const char *name, const char *value);
void view_attr_i(struct view *v, const char *name, int64_t value);
/* Adds an element below the root (or below parent) with attributes; returns it for children and text. */
xml_node *view_add(struct view *v, xml_node *parent, const char *name, size_t n, const struct view_attr *attrs);
#define VIEW_ATTRS_(...)                                                                                               \
    sizeof((struct view_attr[]){ VIEW_B("", false), ##__VA_ARGS__ }) / sizeof(struct view_attr) - 1,                   \
        (struct view_attr[]){ VIEW_B("", false), ##__VA_ARGS__ } + 1
#define view_row(v, name, ...) view_add((v), NULL, (name), VIEW_ATTRS_(__VA_ARGS__))
#define view_sub(v, parent, name, ...) view_add((v), (parent), (name), VIEW_ATTRS_(__VA_ARGS__))
void view_text(xml_node *node, const char *text);
/* One more attribute of an element, NULL: left out. */
void view_set(xml_node *node, const char *name, const char *value);
/* Every row of a result as <name column="…"/>; NULL columns are left out. Column names become attribute names. */
void view_rows(struct view *v, xml_node *parent, const char *name, const struct db_rows *rows);
/* One row's columns as attributes of an existing element (parent NULL = the root). */
void view_columns(struct view *v, xml_node *node, const struct db_rows *rows, int row);
/* A form for showing it (again): its fields, for <xsl:apply-templates select="form/field" mode="field"/>, and their values:
 * what was typed after a fault, else the given struct's values (NULL:
 * empty form, or what the address brings). Starts a session for the CSRF token unless the page is ROUTE_CACHED. */
void view_form(struct view *v, const struct field *fields, const void *values);
/* The words of a closed list as <word id name badge/>. */
void view_words(struct view *v, xml_node *parent, const struct word *words);
/* One step of the way from the front page to this one. */
void view_crumb(struct view *v, const char *href, const char *text);
/* One page of a list that was read with the limit ON_PAGE + 1: its rows as <name …/>. Returns the row whose key begins
 * the next page, -1 when nothing follows. */
enum { ON_PAGE = 25 };
int view_page(struct view *v, xml_node *parent, const char *name, const struct db_rows *rows);
/* The same for a list in the order of ids: the id of that row becomes the attribute `key` of the page. */
void view_page_by_id(struct view *v, const char *name, const struct db_rows *rows, const char *key);
/* A parsed XML document (copied) below the root: for previews made from the document itself. */
void view_copy(struct view *v, xml_node *parent, const void *xml_doc);

/* The verifier's report (core/sig/verify.h, verify_text()): one <podpis> a signature, its fields as attributes, for the template
 * "podpisy". parent NULL: below the root. */
void view_podpisy(struct view *v, xml_node *parent, const char *report);

/* The trace of a calculation (slad_get(), core/rules/slad.h) as <slad>, for the template "slad" of trace.xsl. */
void view_slad(struct view *v, xml_node *parent, const struct db_rows *row);

/* Renders and answers 200 (422 after a fault). */
MUST_CHECK enum err view_send(struct view *v);

/* ---- on paper and as a file ---- */
/* What the address asks for: the page itself, or ?plik=html (as it will be printed), pdf, csv. */
enum page_form { PAGE_SCREEN, PAGE_PAPER, PAGE_PDF, PAGE_CSV };
enum page_form page_form(const struct req *rq);

/* How many rows of a list to show: on_page on the screen, where the rest is on further pages. A paper has them all and
 * begins with the first; the page's key ("przed") is for the screen only. */
int page_rows(const struct req *rq, int on_page);

/* view_send() for a page that can be printed: what its sheet shows (headings, facts, tables) as PDF, as CSV or as it will look
 * on paper, when page_form() asks for it; on the screen the view gets <druk html pdf csv>, the addresses of these three.
 * What the list was narrowed to stands in <filtr nazwa wartosc> elements. ERR_INVALID: more than PRINT_MAX_ROWS rows. */
MUST_CHECK enum err view_print(struct view *v);

/* The same for a paper made without a sheet: begun by the first (the office and the day on every page, the title on the
 * first; broad when there are many columns), filled by the functions of core/doc/print.h, given out by the second. Not for
 * PAGE_SCREEN. Columns chosen in the address ("kolumna", from 1) are kept, the others dropped. */
struct print;
struct print *page_print_new(struct req *rq, const char *title, int n_columns);
MUST_CHECK enum err page_print(struct req *rq, struct print *p, const char *title);

/* ---- other answers ---- */
MUST_CHECK enum err page_redirect(struct req *rq, const char *fmt, ...) PRINTF_LIKE(2, 3); /* 303; local paths only */
/* Bytes for download (attachment != NULL: file name offered) or shown in place; nosniff and sandbox CSP are set. The
 * bytes are not copied and live as long as the request. */
MUST_CHECK enum err page_bytes(struct req *rq, const char *mime, const char *attachment, const void *data, size_t len);
/* The same for a stored file (core/ctx/blob.h). */
MUST_CHECK enum err page_blob(struct req *rq, const char *mime, const char *attachment, const char *sha256);
/* The path if it is one of this portal ("/konto?x=1"), else the other one. For „powrot” parameters. */
const char *page_local(const char *path, const char *otherwise);
/* Text for the next page shown to this session. kind: "ok", "info" or "error". */
MUST_CHECK enum err page_flash(struct req *rq, const char *kind, const char *message);
/* ETag of a ROUTE_CACHED page: true when the client has it and 304 was prepared, false otherwise. Only worth it when
 * the tag is cheaper than the page; without it the page's own hash is used. */
bool page_fresh(struct req *rq, const char *etag);

/* ---- the session ---- */
/* Starts a logged-in session with a new identifier; the old one is destroyed (rotation). */
MUST_CHECK enum err session_login(struct req *rq, const struct who *who, const char *jst, const char *jst_name);
MUST_CHECK enum err session_logout(struct req *rq);
/* Ends every session of an account, on all devices, also the caller's: call session_login() afterwards to keep that
 * one. ERR_BUSY. */
MUST_CHECK enum err session_end_all(struct ctx *ctx, int64_t konto_id);
/* Small values kept in the session. get: "" when absent. put: "" removes. */
const char *session_get(const struct req *rq, const char *key);
MUST_CHECK enum err session_put(struct req *rq, const char *key, const char *value);
/* The token for forms of this session; starts a session for a visitor who has none. */
const char *session_csrf(struct req *rq);

#endif
