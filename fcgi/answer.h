/* The answer: prepared by a page function, completed with headers, sent in one go after COMMIT. */
#ifndef FCGI_ANSWER_H
#define FCGI_ANSWER_H

#include "fcgi/request.h"

/* Prepares an HTML page. */
void answer_html(struct req *rq, int status, const char *body, size_t len);

/* Prepares a redirection to a local address; 301 or 303. */
void answer_redirect(struct req *rq, int status, const char *location);

/* Prepares the error page of an HTTP status; message NULL = the usual sentence. Never fails: when the sheet does, a
 * plain page is used. */
void answer_error(struct req *rq, int status, const char *message);

/* Writes the prepared answer to the web server. Turns it into 304 when the client has it already. */
void answer_send(struct req *rq);

/* HTTP status of an error code. */
int answer_status(enum err e);

#endif
