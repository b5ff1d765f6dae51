/* A web server made of memory */
#include "tests/support/web.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "core/doc/xml.h"
#include "core/doc/xslt.h"
#include "core/net/cache.h"
#include "fcgi/serve.h"

enum { ENV_MAX = 40 };

struct web {
    struct app *app;
    struct site site;
    const char *names[ENV_MAX];
    const char *values[ENV_MAX];
    int n_env;
    const char *cookie;
    /* the request in hand */
    TALLOC_CTX *turn;
    const char *method;
    const char *uri;
    const char *type;
    const char *body;
    size_t left;
    char length[24];
    struct buf out;
    struct web_answer answer;
};

static struct web web;
static pid_t redis_pid;
static char redis_dir[] = "/tmp/eurzad-web-XXXXXX";
static char redis_path[64] = "/nonexistent/redis.sock";

static const char *fixed_param(const char *name)
{
    if (strcmp(name, "REQUEST_METHOD") == 0)
        return web.method;
    if (strcmp(name, "REQUEST_URI") == 0)
        return web.uri;
    if (strcmp(name, "CONTENT_TYPE") == 0)
        return web.type;
    if (strcmp(name, "CONTENT_LENGTH") == 0)
        return web.length;
    if (strcmp(name, "HTTP_COOKIE") == 0)
        return web.cookie;
    return strcmp(name, "REMOTE_ADDR") == 0 ? "192.0.2.7" : NULL;
}

static const char *param(void *data, const char *name)
{
    (void)data;
    for (int i = 0; i < web.n_env; i++)
        if (strcmp(web.names[i], name) == 0)
            return web.values[i];
    return fixed_param(name);
}

static size_t read_body(void *data, void *to, size_t n)
{
    size_t take = n < web.left ? n : web.left;

    (void)data;
    if (take)
        memcpy(to, web.body, take);
    web.body += take;
    web.left -= take;
    return take;
}

static void write_answer(void *data, const void *p, size_t n)
{
    (void)data;
    buf_add(&web.out, p, n);
}

void web_env(const char *name, const char *value)
{
    for (int i = 0; i < web.n_env; i++) {
        if (strcmp(web.names[i], name) == 0) {
            web.values[i] = value;
            return;
        }
    }
    if (web.n_env == ENV_MAX)
        abort();
    web.names[web.n_env] = name;
    web.values[web.n_env++] = value;
}

void web_reset(void)
{
    web.n_env = 0;
    web_cookie("");
}

void web_cookie(const char *header)
{
    talloc_unlink(web.app->mem, (void *)(uintptr_t)web.cookie);
    web.cookie = *header ? mem_strdup(web.app->mem, header) : NULL;
}

struct site *web_site(void)
{
    return &web.site;
}

static void load_sheets(struct app *app, struct site *site)
{
    const char *problem = "";
    struct xslt_sheets *sheets = NULL;

    if (xslt_load(app->mem, "tests/support/xsl", &sheets, &problem)) {
        fprintf(stderr, "sheets: %s\n", problem);
        abort();
    }
    site->sheets = sheets;
}

void web_start(const struct route *routes)
{
    const struct route *tables[] = { routes, NULL };
    TALLOC_CTX *mem = mem_new(NULL);
    struct app *app = mem_zero(mem, struct app);
    struct router *router = NULL;
    const char *problem = "";

    signal(SIGPIPE, SIG_IGN);
    log_open("test", getenv("WEB_LOG") ? LOG_DEBUG : LOG_ERROR + 1);
    xml_init();
    web = (struct web){ .app = app };
    app->mem = mem;
    app->program = "test";
    app->db_role = "eurzad_web";
    conf_defaults(&app->conf);
    app->conf.redis_socket = redis_path;
    app->conf.public_url = "https://urzad.example";
    if (router_new(mem, tables, &router, &problem)) {
        fprintf(stderr, "%s\n", problem);
        abort();
    }
    web.site = (struct site){ .app = app, .router = router, .role_checked = true };
    load_sheets(app, &web.site);
}

void web_stop(void)
{
    cache_close(web.app);
    talloc_free(web.app->mem);
    web = (struct web){ .app = NULL };
}

static void begin_turn(const char *method, const char *uri, const char *type, const void *body, size_t len)
{
    TALLOC_FREE(web.turn);
    web.turn = mem_new(web.app->mem);
    web.out = buf_new(web.turn, 64 << 20);
    web.method = method;
    web.uri = uri;
    web.type = type;
    web.body = body;
    web.left = len;
    (void)snprintf(web.length, sizeof(web.length), "%zu", len);
    if (strcmp(method, "POST") != 0)
        web.length[0] = '\0';
}

const struct web_answer *web_request(const char *method, const char *uri, const char *type, const void *body,
                                     size_t len)
{
    const struct gateway gate = { &web, param, read_body, write_answer };
    const char *end;

    begin_turn(method, uri, type, body, len);
    serve(&web.site, &gate);
    end = strstr(buf_text(&web.out), "\r\n\r\n");
    if (!end || strncmp(web.out.data, "Status: ", 8) != 0)
        abort();
    web.answer.status = atoi(web.out.data + 8);
    web.answer.head = mem_strndup(web.turn, web.out.data, (size_t)(end - web.out.data) + 2);
    web.answer.body = end + 4;
    web.answer.len = web.out.len - (size_t)(web.answer.body - web.out.data);
    web.answer.n_read = len - web.left;
    return &web.answer;
}

const struct web_answer *web_get(const char *uri)
{
    return web_request("GET", uri, "", "", 0);
}

const struct web_answer *web_post(const char *uri, const char *form)
{
    return web_request("POST", uri, "application/x-www-form-urlencoded", form, strlen(form));
}

const char *web_header(const char *name)
{
    size_t n = strlen(name);

    for (const char *line = web.answer.head; line && *line; line = strstr(line, "\r\n") + 2)
        if (strncasecmp(line, name, n) == 0 && line[n] == ':')
            return mem_strndup(web.turn, line + n + 2, strcspn(line + n + 2, "\r"));
    return NULL;
}

void web_keep_cookie(void)
{
    const char *set = web_header("Set-Cookie");

    if (set)
        web_cookie(mem_strndup(web.turn, set, strcspn(set, ";")));
}

bool web_has(const char *text)
{
    return strstr(web.answer.body, text);
}

/* ---- Redis ---- */

static bool redis_answers(void)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool ok;

    (void)snprintf(a.sun_path, sizeof(a.sun_path), "%s", redis_path);
    ok = connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0;
    close(fd);
    return ok;
}

void web_redis_start(void)
{
    const struct timespec nap = { 0, 10000000 };

    if (!strchr(redis_dir, 'X') || !mkdtemp(redis_dir))
        abort();
    (void)snprintf(redis_path, sizeof(redis_path), "%s/s", redis_dir);
    redis_pid = fork();
    if (redis_pid == 0) {
        execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", redis_path, "--save", "", "--appendonly",
               "no", "--dir", redis_dir, "--logfile", "/dev/null", "--daemonize", "no", (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 500 && !redis_answers(); i++)
        nanosleep(&nap, NULL);
    if (!redis_answers())
        abort();
}

void web_redis_stop(void)
{
    if (redis_pid <= 0)
        return;
    kill(redis_pid, SIGKILL);
    waitpid(redis_pid, NULL, 0);
    redis_pid = 0;
    unlink(redis_path);
    rmdir(redis_dir);
}
