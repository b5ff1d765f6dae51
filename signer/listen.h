/* The signer's socket and its clients: one process, one poll loop, one request at a time for each client. */
#ifndef SIGNER_LISTEN_H
#define SIGNER_LISTEN_H

#include <stdbool.h>

#include "signer/request.h"

/* Opens the unix socket with mode 0660, taking the place of one that nobody serves any more. -1 with errno set;
 * EADDRINUSE when another signer answers there. */
int listen_open(const char *path);

/* True when the list ("33,1001") names the uid; an empty list stands for our own uid. */
bool uid_allowed(const char *list, unsigned uid);

/* Serves until *stop; closes all clients then. */
void listen_serve(struct signer *s, int fd, const volatile int *stop);

#endif
