/* The two clocks: the wall's, for what is recorded, and the monotonic one, for how long something took or may take. */
#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

#include <stdint.h>

/* Microseconds since 1970, UTC. Domain code uses ctx->now, which stands still during a request. */
int64_t clock_now(void);

/* Never goes back; only differences mean something. */
int64_t clock_monotonic_us(void);
int64_t clock_monotonic_ms(void);

#endif
