/* Who the visitor is, from one request to the next */
#include "fcgi/session.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/log.h"
#include "core/net/cache.h"
#include "fcgi/text.h"

enum {
    SEEN_AFTER = 60, /* seconds after which a mere visit is written down */
    FLASH_MAX = 5,
    VALUES_MAX = 50,
    VALUE_LEN_MAX = 4000, /* bytes of one value */
};

static const char MSG_AWAY[] = "Sesja jest chwilowo niedostępna. Spróbuj za chwilę.";

struct session {
    char token[SESSION_TOKEN_LEN + 1];
    const char *csrf;
    json_t *data; /* what stands in Redis; adopted */
    bool stored;  /* Redis knows the token */
    bool fresh;   /* the browser does not know the token yet */
    bool changed;
    bool vital; /* the answer is wrong when this cannot be written */
    struct who who;
    const char *jst;
    const char *jst_name;
};

static int64_t now_s(const struct req *rq)
{
    return rq->ctx->now / 1000000;
}

static const char *cookie_name(const struct req *rq)
{
    return rq->ctx->app->conf.cookie_secure ? "__Host-sesja" : "sesja";
}

static bool is_token(const char *s)
{
    size_t n = strspn(s, "0123456789abcdef");

    return n == SESSION_TOKEN_LEN && s[n] == '\0';
}

const char *session_cookie(struct req *rq)
{
    const char *value = cookie_get(rq->ctx->mem, req_env(rq, "HTTP_COOKIE"), cookie_name(rq));

    return value && is_token(value) ? value : NULL;
}

static const char *redis_key(TALLOC_CTX *mem, const char *token)
{
    char hash[BLOB_SHA_LEN + 1];

    blob_sha256(token, strlen(token), hash);
    return mem_printf(mem, "sesja:%s", hash);
}

static const char *generation_key(TALLOC_CTX *mem, int64_t konto_id)
{
    return mem_printf(mem, "konto:%" PRId64 ":gen", konto_id);
}

/* ---- JSON, of which nothing is believed before it was looked at ---- */

static const char *text_of(const json_t *data, const char *key)
{
    const char *s = json_string_value(json_object_get(data, key));

    return s ? s : "";
}

static int64_t number_of(const json_t *data, const char *key)
{
    return json_integer_value(json_object_get(data, key));
}

/* Roles are kept by name, so that a new release may number them anew. */
static uint64_t roles_of(const json_t *data)
{
    const json_t *names = json_object_get(data, "roles");
    uint64_t roles = 0;

    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));

        roles |= name ? role_from_name(name) : 0;
    }
    return roles;
}

static json_t *roles_json(uint64_t roles)
{
    json_t *names = json_array();

    for (int i = 0; i < (int)ROLE_N; i++)
        if (roles & (UINT64_C(1) << i))
            json_array_append_new(names, json_string(role_name((enum role_number)i)));
    return names;
}

static enum who_kind kind_of(const json_t *data)
{
    const char *kind = text_of(data, "kind");

    if (strcmp(kind, "citizen") == 0)
        return WHO_CITIZEN;
    return strcmp(kind, "clerk") == 0 ? WHO_CLERK : WHO_PUBLIC;
}

static void read_who(struct session *s)
{
    s->who.kind = kind_of(s->data);
    s->who.konto_id = number_of(s->data, "konto");
    s->who.pracownik_id = s->who.kind == WHO_CLERK ? number_of(s->data, "pracownik") : 0;
    s->who.roles = s->who.kind == WHO_CLERK ? roles_of(s->data) : 0;
    s->who.name = mem_strdup(s, text_of(s->data, "name"));
    s->who.stanowisko = mem_strdup(s, text_of(s->data, "stanowisko"));
    s->who.identyfikator = "";
    s->jst = mem_strdup(s, text_of(s->data, "jst"));
    s->jst_name = mem_strdup(s, text_of(s->data, "jst_name"));
}

/* ---- beginning and loading ---- */

static struct session *session_new(struct req *rq, const char *token, json_t *data)
{
    struct session *s = mem_zero(rq->ctx->mem, struct session);

    if (!data)
        mem_exhausted(1);
    if (token)
        memcpy(s->token, token, SESSION_TOKEN_LEN);
    else
        text_random_hex(SESSION_TOKEN_LEN / 2, s->token);
    s->fresh = !token;
    s->data = mem_adopt(s, data, json_decref);
    read_who(s);
    return s;
}

static bool too_old(const struct req *rq, const json_t *data)
{
    const struct conf *conf = &rq->ctx->app->conf;
    int64_t now = now_s(rq);

    return now - number_of(data, "seen") > conf->session_idle + SEEN_AFTER ||
           now - number_of(data, "created") > conf->session_absolute;
}

/* Were all sessions of the account ended after this one began? The mark outlives every session older than itself; so
 * without a mark nothing was ended. */
static enum err check_generation(struct req *rq, const json_t *data, bool *ret_ended)
{
    MEM_SCOPE(tmp, rq->ctx->mem);
    const char *key = generation_key(tmp, number_of(data, "konto"));
    char *mark = NULL;
    enum err e = ERR_OK;

    if (kind_of(data) != WHO_PUBLIC)
        e = cache_get(rq->ctx, key, &mark, NULL);
    if (!e)
        *ret_ended = mark && strcmp(mark, text_of(data, "gen")) != 0;
    return e;
}

static void drop(struct req *rq, const char *token)
{
    rq->priv->session_drop = redis_key(rq->ctx->mem, token);
}

static json_t *parse(struct req *rq)
{
    json_t *data = json_loadb(rq->priv->session_raw, rq->priv->session_raw_len, JSON_REJECT_DUPLICATES, NULL);

    if (json_is_object(data))
        return data;
    json_decref(data);
    return NULL;
}

/* The session as Redis has it, or one with nothing in it for a token that Redis does not know. */
static void open_session(struct req *rq)
{
    struct req_priv *priv = rq->priv;
    json_t *data = priv->session_raw ? parse(rq) : NULL;

    rq->session = session_new(rq, priv->cookie, data ? data : json_object());
    rq->session->stored = data;
    rq->ctx->who = rq->session->who;
    rq->ctx->jst = rq->session->jst;
}

static enum err fetch(struct req *rq)
{
    struct req_priv *priv = rq->priv;
    json_t *data;
    bool ended = false;
    enum err e = cache_get(rq->ctx, redis_key(rq->ctx->mem, priv->cookie), &priv->session_raw, &priv->session_raw_len);

    if (e || !priv->session_raw)
        return e;
    data = parse(rq);
    if (data)
        e = check_generation(rq, data, &ended);
    if (e || !data || ended || too_old(rq, data)) {
        if (!e)
            drop(rq, priv->cookie);
        priv->session_raw = NULL;
    }
    json_decref(data);
    return e;
}

void session_load(struct req *rq)
{
    struct req_priv *priv = rq->priv;

    if (priv->session_loaded)
        return;
    priv->session_loaded = true;
    if (!priv->cookie)
        return;
    if (fetch(rq)) {
        priv->session_away = true;
        ctx_forgive(rq->ctx);
    }
    open_session(rq);
}

void session_reset(struct req *rq)
{
    struct req_priv *priv = rq->priv;

    TALLOC_FREE(rq->session);
    priv->clear_cookie = false;
    if (priv->session_raw || !priv->cookie)
        priv->session_drop = NULL;
    rq->ctx->who = (struct who){ .name = "", .stanowisko = "", .identyfikator = "" };
    rq->ctx->jst = "";
    if (priv->cookie && priv->session_loaded)
        open_session(rq);
}

/* A token that the browser brought but Redis does not know may have been planted there by someone else: nothing is ever
 * stored under it. */
static struct session *session_to_store(struct req *rq)
{
    struct session *s = rq->session;

    if (!s || (!s->stored && !s->fresh)) {
        s = session_new(rq, NULL, json_object());
        rq->session = s;
    }
    s->changed = true;
    return s;
}

/* ---- forms ---- */

static const char *csrf_of(struct session *s)
{
    char hash[BLOB_SHA_LEN + 1];

    if (!s->csrf) {
        const char *text = mem_printf(s, "csrf:%s", s->token);

        blob_sha256(text, strlen(text), hash);
        s->csrf = mem_strdup(s, hash);
    }
    return s->csrf;
}

const char *session_csrf(struct req *rq)
{
    if (!rq->session)
        rq->session = session_new(rq, NULL, json_object());
    return csrf_of(rq->session);
}

const char *session_own_csrf(struct req *rq)
{
    return rq->session ? csrf_of(rq->session) : NULL;
}

/* ---- values ---- */

const char *session_get(const struct req *rq, const char *key)
{
    const char *s = rq->session ? text_of(json_object_get(rq->session->data, "values"), key) : "";

    return mem_strdup(rq->ctx->mem, s);
}

enum err session_put(struct req *rq, const char *key, const char *value)
{
    struct session *s = session_to_store(rq);
    json_t *values = json_object_get(s->data, "values");

    if (strlen(value) > VALUE_LEN_MAX || json_object_size(values) >= VALUES_MAX)
        return ctx_fail(rq->ctx, ERR_INTERNAL, "Nie udało się zapamiętać wartości.", "session: %s too large", key);
    if (!values) {
        values = json_object();
        json_object_set_new(s->data, "values", values);
    }
    if (*value)
        json_object_set_new(values, key, json_string(value));
    else
        json_object_del(values, key);
    s->vital = true;
    return ERR_OK;
}

enum err page_flash(struct req *rq, const char *kind, const char *message)
{
    struct session *s = session_to_store(rq);
    json_t *flash = json_object_get(s->data, "flash");

    if (!flash) {
        flash = json_array();
        json_object_set_new(s->data, "flash", flash);
    }
    if (json_array_size(flash) >= FLASH_MAX)
        json_array_remove(flash, 0);
    json_array_append_new(flash, json_pack("{s:s, s:s}", "kind", kind, "text", message));
    return ERR_OK;
}

int session_take_flash(struct req *rq, struct flash **ret_list)
{
    json_t *flash = rq->session ? json_object_get(rq->session->data, "flash") : NULL;
    size_t n = json_array_size(flash);
    struct flash *list;

    if (n == 0)
        return 0;
    list = mem_array(rq->ctx->mem, struct flash, n);
    for (size_t i = 0; i < n; i++) {
        list[i].kind = mem_strdup(rq->ctx->mem, text_of(json_array_get(flash, i), "kind"));
        list[i].text = mem_strdup(rq->ctx->mem, text_of(json_array_get(flash, i), "text"));
    }
    json_object_del(rq->session->data, "flash");
    rq->session->changed = true;
    *ret_list = list;
    return (int)n;
}

const char *session_jst_name(const struct req *rq)
{
    return rq->session ? rq->session->jst_name : "";
}

/* ---- logging in and out ---- */

static json_t *login_json(struct req *rq, const struct who *who, const char *jst, const char *jst_name, const char *gen)
{
    bool clerk = who->kind == WHO_CLERK;
    json_t *data = json_object();

    json_object_set_new(data, "kind", json_string(clerk ? "clerk" : "citizen"));
    json_object_set_new(data, "konto", json_integer(who->konto_id));
    json_object_set_new(data, "name", json_string(who->name ? who->name : ""));
    json_object_set_new(data, "gen", json_string(gen));
    json_object_set_new(data, "created", json_integer(now_s(rq)));
    if (clerk) {
        json_object_set_new(data, "pracownik", json_integer(who->pracownik_id));
        json_object_set_new(data, "roles", roles_json(who->roles));
        json_object_set_new(data, "stanowisko", json_string(who->stanowisko ? who->stanowisko : ""));
        json_object_set_new(data, "jst", json_string(jst ? jst : ""));
        json_object_set_new(data, "jst_name", json_string(jst_name ? jst_name : ""));
    }
    return data;
}

static enum err away(struct req *rq)
{
    ctx_forgive(rq->ctx);
    return ctx_fail(rq->ctx, ERR_BUSY, MSG_AWAY, "session: redis away");
}

static void leave_old(struct req *rq)
{
    if (rq->session && rq->session->stored)
        drop(rq, rq->session->token);
}

enum err session_login(struct req *rq, const struct who *who, const char *jst, const char *jst_name)
{
    char *gen = NULL;

    if (who->kind != WHO_CITIZEN && who->kind != WHO_CLERK)
        return ctx_fail(rq->ctx, ERR_INTERNAL, "Nie udało się zalogować.", "session: kind %d cannot log in",
                        (int)who->kind);
    if (cache_get(rq->ctx, generation_key(rq->ctx->mem, who->konto_id), &gen, NULL))
        return away(rq);
    leave_old(rq);
    rq->session = session_new(rq, NULL, login_json(rq, who, jst, jst_name, gen ? gen : ""));
    rq->session->changed = true;
    rq->session->vital = true;
    return ERR_OK;
}

enum err session_logout(struct req *rq)
{
    leave_old(rq);
    rq->session = NULL;
    rq->priv->clear_cookie = true;
    return ERR_OK;
}

enum err session_end_all(struct ctx *ctx, int64_t konto_id)
{
    char mark[33];

    text_random_hex(16, mark);
    if (cache_set(ctx, generation_key(ctx->mem, konto_id), mark, strlen(mark),
                  ctx->app->conf.session_absolute + 3600)) {
        ctx_forgive(ctx);
        return ctx_fail(ctx, ERR_BUSY, MSG_AWAY, "session: redis away");
    }
    return ERR_OK;
}

/* ---- after COMMIT ---- */

static int time_to_live(const struct req *rq, const json_t *data)
{
    const struct conf *conf = &rq->ctx->app->conf;
    int64_t left = number_of(data, "created") + conf->session_absolute - now_s(rq);
    int64_t idle = conf->session_idle + SEEN_AFTER;

    return (int)(left < idle ? left : idle);
}

static bool needs_writing(const struct req *rq)
{
    const struct session *s = rq->session;

    return s && (s->changed || (s->stored && now_s(rq) - number_of(s->data, "seen") > SEEN_AFTER));
}

static enum err write_session(struct req *rq)
{
    struct session *s = rq->session;
    char *text;

    if (!json_object_get(s->data, "created"))
        json_object_set_new(s->data, "created", json_integer(now_s(rq)));
    json_object_set_new(s->data, "seen", json_integer(now_s(rq)));
    text = mem_adopt(rq->ctx->mem, json_dumps(s->data, JSON_COMPACT), free);
    if (!text)
        return ctx_fail(rq->ctx, ERR_INTERNAL, "Nie udało się zapisać sesji.", "session: not UTF-8");
    return cache_set(rq->ctx, redis_key(rq->ctx->mem, s->token), text, strlen(text), time_to_live(rq, s->data));
}

enum err session_save(struct req *rq)
{
    struct req_priv *priv = rq->priv;
    enum err e = ERR_OK;

    /* While Redis is away a log-out cannot be kept either, and the visitor must know. */
    if (priv->session_drop && cache_del(rq->ctx, priv->session_drop) && priv->clear_cookie)
        return away(rq);
    ctx_forgive(rq->ctx);
    priv->session_drop = NULL;
    if (needs_writing(rq))
        e = write_session(rq);
    if (e && rq->session->vital)
        return away(rq);
    if (e)
        log_warn(rq->ctx, "session.lost", LOG_S("detail", rq->ctx->fail.detail));
    ctx_forgive(rq->ctx);
    return ERR_OK;
}

const char *session_set_cookie(struct req *rq)
{
    const char *secure = rq->ctx->app->conf.cookie_secure ? "; Secure" : "";

    if (rq->session && rq->session->fresh)
        return mem_printf(rq->ctx->mem, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s", cookie_name(rq), rq->session->token,
                          secure);
    if (rq->priv->clear_cookie)
        return mem_printf(rq->ctx->mem, "%s=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax%s", cookie_name(rq), secure);
    return NULL;
}
