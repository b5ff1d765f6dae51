/* The one place that speaks to Redis (hiredis). Connects on first use, forgets a broken connection and makes sure
 * that a Redis which is away or stuck costs the requests next to nothing. */
#include "core/net/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/log.h"

#define CACHE_MAX_VALUE ((size_t)1048576)
#define CACHE_TIMEOUT_S 1
#define CACHE_PAUSE_STUCK_MS 2000 /* after a time-out: the next one would cost a whole second again */
#define CACHE_AWAY "Usługa pomocnicza systemu jest chwilowo niedostępna. Spróbuj ponownie za chwilę."
#define CACHE_WRONG "Wystąpił błąd systemu."

struct cache {
    redisContext *redis; /* NULL while not connected */
    int64_t not_before;  /* monotonic ms before which no connect is tried */
    bool is_away;        /* the last connect failed, and the log knows */
};

/* One command, binary safe. */
struct command {
    int argc;
    const char *argv[6];
    size_t len[6];
};

static void hang_up(struct cache *c)
{
    if (c->redis)
        redisFree(c->redis);
    c->redis = NULL;
}

static int release_cache(struct cache *c)
{
    hang_up(c);
    return 0;
}

static struct cache *cache_of(struct app *app)
{
    if (!app->cache) {
        app->cache = mem_zero(app->mem, struct cache);
        talloc_set_destructor(app->cache, release_cache);
    }
    return app->cache;
}

static enum err away(struct ctx *ctx, const char *why)
{
    return ctx_fail(ctx, ERR_BUSY, CACHE_AWAY, "redis: %s", why);
}

/* A socket nobody listens on refuses at once: asking again costs nothing, so whoever asks after Redis is back gets
 * it. Any other failure may have cost the whole time limit. */
static enum err cannot_connect(struct ctx *ctx, struct cache *c, int why)
{
    bool stuck = why != ECONNREFUSED && why != ENOENT;

    if (stuck)
        c->not_before = clock_monotonic_ms() + CACHE_PAUSE_STUCK_MS;
    if (!c->is_away)
        log_warn(ctx, "cache.away", LOG_S("why", c->redis ? c->redis->errstr : "out of memory"), LOG_I("stuck", stuck));
    c->is_away = true;
    hang_up(c);
    return away(ctx, "cannot connect");
}

static enum err connect_now(struct ctx *ctx, struct cache *c)
{
    const struct timeval limit = { CACHE_TIMEOUT_S, 0 };

    if (clock_monotonic_ms() < c->not_before)
        return away(ctx, "away, not asked again yet");
    c->redis = redisConnectUnixWithTimeout(ctx->app->conf.redis_socket, limit);
    if (c->redis && !c->redis->err && redisSetTimeout(c->redis, limit) == REDIS_OK) {
        fcntl(c->redis->fd, F_SETFD, FD_CLOEXEC);
        c->is_away = false;
        return ERR_OK;
    }
    return cannot_connect(ctx, c, errno);
}

/* Takes note of a connection that failed; true when it is worth to ask once more on a new one. */
static bool lost(struct ctx *ctx, struct cache *c, bool was_old)
{
    bool stuck = c->redis->err == REDIS_ERR_IO && (errno == EAGAIN || errno == ETIMEDOUT);

    log_warn(ctx, "cache.lost", LOG_S("why", c->redis->errstr), LOG_I("stuck", stuck));
    hang_up(c);
    if (stuck)
        c->not_before = clock_monotonic_ms() + CACHE_PAUSE_STUCK_MS;
    return was_old && !stuck;
}

static void release_reply(void *reply)
{
    freeReplyObject(reply);
}

/* Sends all commands in one go and reads as many answers into mem. False: the connection is broken. */
static bool exchange(TALLOC_CTX *mem, redisContext *redis, int n, struct command *commands, redisReply **replies)
{
    for (int i = 0; i < n; i++)
        if (redisAppendCommandArgv(redis, commands[i].argc, commands[i].argv, commands[i].len) != REDIS_OK)
            return false;
    for (int i = 0; i < n; i++) {
        void *reply = NULL;

        if (redisGetReply(redis, &reply) != REDIS_OK || !reply)
            return false;
        replies[i] = mem_adopt(mem, (redisReply *)reply, release_reply);
    }
    return true;
}

/* Refusals that pass by themselves: starting up, full, changing its master. */
static bool is_temporary(const char *refusal)
{
    static const char *const words[] = { "LOADING",    "OOM",  "MISCONF",     "READONLY",
                                         "MASTERDOWN", "BUSY", "CLUSTERDOWN", "TRYAGAIN" };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strncmp(refusal, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

static enum err check_reply(struct ctx *ctx, const redisReply *reply)
{
    char word[32] = "";

    if (reply->type != REDIS_REPLY_ERROR)
        return ERR_OK;
    /* Only the first word goes to the log: the rest may repeat what was sent. */
    (void)snprintf(word, sizeof word, "%.*s", (int)strcspn(reply->str, " "), reply->str);
    if (is_temporary(word))
        return away(ctx, word);
    return ctx_fail(ctx, ERR_INTERNAL, CACHE_WRONG, "redis refused: %s", word);
}

static enum err ask(struct ctx *ctx, TALLOC_CTX *mem, int n, struct command *commands, redisReply **replies)
{
    struct cache *c = cache_of(ctx->app);

    for (;;) {
        bool was_old = c->redis;
        enum err e = was_old ? ERR_OK : connect_now(ctx, c);

        if (e)
            return e;
        if (exchange(mem, c->redis, n, commands, replies))
            break;
        /* Redis was restarted since the last request: that is no reason to fail this one. */
        if (!lost(ctx, c, was_old))
            return away(ctx, "connection lost");
    }
    for (int i = 0; i < n; i++) {
        enum err e = check_reply(ctx, replies[i]);

        if (e)
            return e;
    }
    return ERR_OK;
}

static void add_bytes(struct command *c, const void *p, size_t len)
{
    c->argv[c->argc] = p;
    c->len[c->argc++] = len;
}

static void add_text(struct command *c, const char *s)
{
    add_bytes(c, s, strlen(s));
}

enum err cache_get(struct ctx *ctx, const char *key, char **ret_value, size_t *ret_len)
{
    MEM_SCOPE(tmp, ctx->mem);
    struct command get = { 0 };
    redisReply *reply = NULL;
    enum err e;

    add_text(&get, "GET");
    add_text(&get, key);
    e = ask(ctx, tmp, 1, &get, &reply);
    if (e)
        return e;
    if (reply->type != REDIS_REPLY_NIL && (reply->type != REDIS_REPLY_STRING || reply->len > CACHE_MAX_VALUE))
        return ctx_fail(ctx, ERR_INTERNAL, CACHE_WRONG, "redis: answer of type %d, %zu bytes", reply->type, reply->len);
    *ret_value = reply->type == REDIS_REPLY_NIL ? NULL : mem_dup(ctx->mem, reply->str, reply->len);
    if (ret_len)
        *ret_len = reply->type == REDIS_REPLY_NIL ? 0 : reply->len;
    return ERR_OK;
}

enum err cache_set(struct ctx *ctx, const char *key, const void *value, size_t len, int ttl_seconds)
{
    MEM_SCOPE(tmp, ctx->mem);
    struct command set = { 0 };
    redisReply *reply = NULL;

    if (ttl_seconds < 1)
        return cache_del(ctx, key);
    if (len > CACHE_MAX_VALUE)
        return ctx_fail(ctx, ERR_INTERNAL, CACHE_WRONG, "cache: value of %zu bytes", len);
    add_text(&set, "SET");
    add_text(&set, key);
    add_bytes(&set, len ? value : "", len);
    add_text(&set, "EX");
    add_text(&set, mem_printf(tmp, "%d", ttl_seconds));
    return ask(ctx, tmp, 1, &set, &reply);
}

enum err cache_del(struct ctx *ctx, const char *key)
{
    MEM_SCOPE(tmp, ctx->mem);
    struct command del = { 0 };
    redisReply *reply = NULL;

    add_text(&del, "DEL");
    add_text(&del, key);
    return ask(ctx, tmp, 1, &del, &reply);
}

enum err cache_count(struct ctx *ctx, const char *key, int ttl_seconds, int64_t *ret_count)
{
    MEM_SCOPE(tmp, ctx->mem);
    struct command pair[2] = { 0 };
    redisReply *replies[2] = { NULL, NULL };
    enum err e;

    add_text(&pair[0], "INCR");
    add_text(&pair[0], key);
    /* NX: the window starts with its first event, and a key that lost its expiry gets one again. */
    add_text(&pair[1], "EXPIRE");
    add_text(&pair[1], key);
    add_text(&pair[1], mem_printf(tmp, "%d", ttl_seconds < 1 ? 1 : ttl_seconds));
    add_text(&pair[1], "NX");
    e = ask(ctx, tmp, 2, pair, replies);
    if (e)
        return e;
    if (replies[0]->type != REDIS_REPLY_INTEGER)
        return ctx_fail(ctx, ERR_INTERNAL, CACHE_WRONG, "redis: answer of type %d to INCR", replies[0]->type);
    *ret_count = replies[0]->integer;
    return ERR_OK;
}

void cache_close(struct app *app)
{
    TALLOC_FREE(app->cache);
}

/* Redis keeps no farewell: closing our copy of the descriptor leaves the master's connection as it is. */
void cache_forget(struct app *app)
{
    cache_close(app);
}
