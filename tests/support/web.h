/* The pages of eurzad-web without a web server: requests from memory go through serve() like real ones. There is no
 * database behind it; Redis is one of its own, started on demand. Run from the top folder of the project. */
#ifndef TESTS_SUPPORT_WEB_H
#define TESTS_SUPPORT_WEB_H

#include <stdbool.h>

#include "core/ctx/app.h"
#include "fcgi/request.h"

/* A site with these routes (ended by a row of zeros) and the sheets of tests/support/xsl: "plain" shows its model, and
 * "error". */
void web_start(const struct route *routes);
/* Afterwards every allocation of the site is gone. */
void web_stop(void);
struct site *web_site(void);

void web_redis_start(void);
void web_redis_stop(void);

/* One more CGI parameter for the following requests; NULL removes it. Reset by web_reset(). */
void web_env(const char *name, const char *value);
void web_reset(void);
/* The Cookie header of the following requests; "" = none. */
void web_cookie(const char *header);

struct web_answer {
    int status;
    const char *head; /* all headers */
    const char *body;
    size_t len;
    size_t n_read; /* bytes of the request's body that were read */
};

/* The answers live until the next request. */
const struct web_answer *web_get(const char *uri);
const struct web_answer *web_request(const char *method, const char *uri, const char *type, const void *body,
                                     size_t len);
/* Form data with Origin and length as a browser sends them. */
const struct web_answer *web_post(const char *uri, const char *form);

/* Value of a header of the last answer, NULL when absent; lives until the next request. */
const char *web_header(const char *name);
/* Takes the session cookie of the last answer over, as a browser does. */
void web_keep_cookie(void);
bool web_has(const char *text);

#endif
