/* What a helper of core/box gives up before it reads the first byte. */
#ifndef CORE_BOX_JAIL_H
#define CORE_BOX_JAIL_H

#include <stdbool.h>

/* Keeps only the socket, sets the limits and the seccomp filter. False when any of it cannot be done: then nothing may
 * be read. */
bool box_jail(int *fd);

/* Processor time for the question in hand, counted anew. Running out of it kills the process. */
void box_jail_clock(int seconds);

#endif
