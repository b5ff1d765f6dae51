/* FastCGI through libfcgi: one worker's loop and one request's streams. Used by eurzad-web and eurzad-soap. */
#ifndef CORE_FASTCGI_H
#define CORE_FASTCGI_H

#include <stdbool.h>
#include <stddef.h>

struct app;
struct fastcgi; /* the request in hand */

/* A FastCGI parameter such as "REQUEST_METHOD"; NULL when absent. */
const char *fastcgi_param(const struct fastcgi *rq, const char *name);
/* Reads the body; less than n: the body ends here. */
size_t fastcgi_read(struct fastcgi *rq, void *to, size_t n);
/* A web server that has gone away is no error: there is nobody to tell. */
void fastcgi_write(struct fastcgi *rq, const void *p, size_t n);

typedef void (*fastcgi_serve)(void *data, struct fastcgi *rq);

/* Accepts and serves one request after the other until server_stopping(), conf.worker_requests, or *stop. A request in
 * hand is always finished, unless it takes more than conf.request_seconds (core/serve/deadline.h); a worker that has grown above
 * conf.worker_memory ends behind it. Returns 0, or 1 when the socket cannot be used. */
int fastcgi_loop(struct app *app, int listen_fd, fastcgi_serve serve, void *data, const bool *stop);

#endif
