/* Inside of struct req: what the router, the form reader, the session and the views share. Pages do not see it. */
#ifndef FCGI_REQUEST_H
#define FCGI_REQUEST_H

#include <libxml/tree.h>

#include "fcgi/page.h"
#include "fcgi/params.h"
#include "fcgi/router.h"

struct app;
struct menu;
struct xslt_sheets;

/* The way to the web server. main.c fills it with libfcgi, tests with memory. */
struct gateway {
    void *data;
    const char *(*param)(void *data, const char *name); /* NULL when absent */
    size_t (*read)(void *data, void *to, size_t n);     /* less than n: the body ends here */
    void (*write)(void *data, const void *p, size_t n);
};

/* What all requests of a worker share. */
struct site {
    struct app *app;
    const struct xslt_sheets *sheets;
    const struct router *router;
    const struct menu *menu; /* NULL: pages without menus, in tests */
    bool role_checked;       /* db_check_role() has been satisfied */
    bool role_refused;       /* the worker has to end */
};

struct fault {
    const char *field; /* "" = the form as a whole */
    const char *message;
};

struct answer {
    int status; /* 0: none yet */
    const char *mime;
    const void *body;
    size_t len;
    const char *location;   /* redirections */
    const char *attachment; /* file name, for page_bytes() */
    const char *etag;       /* quoted */
    bool is_file;           /* page_bytes(): sandboxed */
};

struct req_priv {
    struct site *site;
    const struct gateway *gate;
    bool head; /* HEAD: headers only */
    struct path path_parts;
    const char *raw_path; /* as sent, without the query */
    struct params params;
    size_t body_from; /* first parameter that came in the body */
    struct match match;
    struct fault *faults;
    int n_faults;
    bool invalid; /* the form is shown again */
    struct answer answer;
    int refused;        /* HTTP status of a request that reached no page; 0 = none */
    const char *cookie; /* value of the session cookie; NULL when absent or not ours */
    bool session_loaded;
    bool session_away; /* there is a cookie, but Redis could not be asked */
    char *session_raw; /* as Redis gave it, to start over with */
    size_t session_raw_len;
    const char *session_drop; /* Redis key of a session that has ended */
    bool clear_cookie;
    struct failure failure; /* the first failure, for the log */
    int runs;               /* of the page function */
};

/* A request of ctx. */
struct req *req_new(struct ctx *ctx, struct site *site, const struct gateway *gate);

/* Reads request line and headers. False: refused. */
bool req_head(struct req *rq);

/* Notes an HTTP status for which there is no error code, with the sentence for the person (NULL: the usual one of that
 * status) and the detail for the log. Returns false. */
bool req_refuse(struct req *rq, int status, const char *message, const char *detail);

/* Everything back to where it was before the page function ran; parameters, uploads and faults stay. */
void req_reset(struct req *rq);

/* A CGI parameter, "" when absent. */
const char *req_env(const struct req *rq, const char *name);

/* Value of a field that came in the body; NULL when absent. */
const char *req_body_param(const struct req *rq, const char *name);

void req_fault(struct req *rq, const char *field, const char *message);

/* A field as the column whose kind reads it. */
struct column form_column(const struct field *f);

/* ---- inside of struct view, for fcgi/view_print.c ---- */
struct req *view_request(const struct view *v);
const xml_node *view_main(const struct view *v);
/* The page as a tree, without the messages that wait for the next page on the screen. */
MUST_CHECK enum err view_tree(struct view *v, xmlDoc **ret_page);

#endif
