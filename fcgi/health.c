/* Is it alive, is it ready, how much has it done */
#include "fcgi/health.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "core/base/buf.h"

struct shared {
    atomic_int_fast64_t counters[HEALTH_N];
};

/* Set once, before the workers exist. */
static struct shared *shared;
static int planned_workers;

void health_init(int n_workers)
{
    void *p = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    planned_workers = n_workers;
    shared = p == MAP_FAILED ? NULL : p;
}

void health_add(enum health_counter counter, int64_t n)
{
    if (shared)
        atomic_fetch_add_explicit(&shared->counters[counter], n, memory_order_relaxed);
}

void health_count(enum health_counter counter)
{
    health_add(counter, 1);
}

int64_t health_get(enum health_counter counter)
{
    return shared ? atomic_load_explicit(&shared->counters[counter], memory_order_relaxed) : 0;
}

void health_request(int status, int64_t microseconds)
{
    health_count(status < 300 ? HEALTH_2XX : status < 400 ? HEALTH_3XX : status < 500 ? HEALTH_4XX : HEALTH_5XX);
    health_add(HEALTH_MICROSECONDS, microseconds);
}

static enum err say(struct req *rq, const char *text)
{
    return page_bytes(rq, "text/plain; charset=utf-8", NULL, text, strlen(text));
}

static enum err alive(struct req *rq)
{
    return say(rq, "ok\n");
}

static enum err ready(struct req *rq)
{
    enum err e = db_ping(rq->ctx);

    return e ? e : say(rq, "ok\n");
}

/* The text format of Prometheus. */
static enum err metrics(struct req *rq)
{
    static const char *const classes[] = { "2xx", "3xx", "4xx", "5xx" };
    struct buf out = buf_new(rq->ctx->mem, 8192);
    int64_t restarts = health_get(HEALTH_WORKERS) - planned_workers;

    buf_str(&out, "# TYPE eurzad_web_requests_total counter\n");
    for (int i = 0; i < 4; i++)
        buf_printf(&out, "eurzad_web_requests_total{class=\"%s\"} %" PRId64 "\n", classes[i],
                   health_get((enum health_counter)i));
    buf_str(&out, "# TYPE eurzad_web_request_seconds_total counter\n");
    buf_printf(&out, "eurzad_web_request_seconds_total %.6f\n", (double)health_get(HEALTH_MICROSECONDS) / 1e6);
    buf_str(&out, "# TYPE eurzad_web_forms_refused_total counter\n");
    buf_printf(&out, "eurzad_web_forms_refused_total %" PRId64 "\n", health_get(HEALTH_CSRF));
    buf_str(&out, "# TYPE eurzad_web_retries_total counter\n");
    buf_printf(&out, "eurzad_web_retries_total %" PRId64 "\n", health_get(HEALTH_RETRIES));
    buf_str(&out, "# TYPE eurzad_web_worker_restarts_total counter\n");
    buf_printf(&out, "eurzad_web_worker_restarts_total %" PRId64 "\n", restarts > 0 ? restarts : 0);
    return page_bytes(rq, "text/plain; version=0.0.4; charset=utf-8", NULL, buf_text(&out), out.len);
}

const struct route health_routes[] = {
    { GET, "/healthz", ROLE_PUBLIC, alive, 0, NULL },
    { GET, "/readyz", ROLE_PUBLIC, ready, 0, NULL },
    { GET, "/metrics", ROLE_PUBLIC, metrics, 0, NULL },
    { 0 },
};
