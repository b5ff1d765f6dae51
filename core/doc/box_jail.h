/* What a helper of core/doc/box gives up before it reads the first byte. */
#ifndef CORE_BOX_JAIL_H
#define CORE_BOX_JAIL_H

#include <stdbool.h>

/* One for each direction: on one socket for both, reading would wake the other side, which waits for an answer. */
struct box_ends {
    int in;
    int out;
};

/* Keeps only the two ends (which get other numbers), sets the limits and the seccomp filter. False when any of it cannot be done: then nothing may
 * be read. */
bool box_jail(struct box_ends *ends);

/* Processor time for the question in hand, counted anew. Running out of it kills the process. */
void box_jail_clock(int seconds);

#endif
