/* /healthz, /readyz, /metrics, and the counters that all workers share. */
#ifndef FCGI_HEALTH_H
#define FCGI_HEALTH_H

#include <stdint.h>

#include "fcgi/page.h"

enum health_counter {
    HEALTH_2XX = 0,
    HEALTH_3XX,
    HEALTH_4XX,
    HEALTH_5XX,
    HEALTH_MICROSECONDS, /* spent in requests */
    HEALTH_CSRF,         /* forms refused because of a wrong token or origin */
    HEALTH_RETRIES,      /* transactions run again */
    HEALTH_WORKERS,      /* workers started */
    HEALTH_N,
};

/* Makes the shared memory; called once by the master, before it forks. Without it nothing is counted. */
void health_init(int n_workers);

void health_count(enum health_counter counter);
void health_add(enum health_counter counter, int64_t n);
int64_t health_get(enum health_counter counter);

/* One finished request. */
void health_request(int status, int64_t microseconds);

extern const struct route health_routes[];

#endif
