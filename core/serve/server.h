/* Prefork: a master opens one unix socket (or none), keeps N single-threaded workers alive (back-off when they die young)
 * and never touches a request. SIGTERM: workers finish the work in hand, then all end. SIGHUP: workers are replaced one
 * after another; the configuration and the sheets stay those of the start. */
#ifndef CORE_SERVER_H
#define CORE_SERVER_H

#include <stdbool.h>

struct app;

/* Serves until server_stopping() or the request limit; returns the exit status of the worker. number: 0 to n_workers - 1;
 * the one that replaces a worker has the same. */
typedef int (*server_worker)(struct app *app, int listen_fd, int number);

/* Runs the master; returns its exit status after an orderly stop. socket_path is created with mode 0660, in the
 * place of one that nobody serves any more; 1 when another master serves there. NULL: no socket, listen_fd is -1. */
int server_run(struct app *app, const char *socket_path, int n_workers, server_worker worker);

/* True in a worker that was asked to end. */
bool server_stopping(void);

#endif
