/* One request from its first byte to its last log line. */
#ifndef FCGI_SERVE_H
#define FCGI_SERVE_H

#include "fcgi/request.h"

/* Never fails: whatever happens, an answer was written. */
void serve(struct site *site, const struct gateway *gate);

/* Asks the database once whether our role is fit to serve. ERR_DENIED sets site->role_refused; ERR_BUSY means ask again
 * with the next request. */
MUST_CHECK enum err serve_check_role(struct site *site, struct ctx *ctx);

#endif
