/* A tree of path segments */
#include "fcgi/router.h"

#include <string.h>

#include "core/base/utf8.h"
#include "fcgi/text.h"

struct node {
    const char *word; /* NULL: any segment */
    struct node *children;
    struct node *next;
    struct match routes;
};

struct router {
    struct node root;
    int n;
};

/* ---- building ---- */

/* One segment of a pattern: "jst" or "{slug}". */
static bool segment_ok(const char *s, size_t n)
{
    bool named = n > 0 && s[0] == '{';
    size_t from = named ? 1 : 0;
    size_t to = named ? n - 1 : n;

    if (n == 0 || (named && (n < 3 || s[n - 1] != '}')))
        return false;
    for (size_t i = from; i < to; i++)
        if (s[i] <= 0x20 || s[i] >= 0x7F || strchr("{}%?#\\\"", s[i]))
            return false;
    return true;
}

static struct node *child_for(struct router *router, struct node *parent, const char *s, size_t n)
{
    bool any = s[0] == '{';
    struct node *child;

    for (child = parent->children; child; child = child->next) {
        if (any ? !child->word : child->word && strncmp(child->word, s, n) == 0 && child->word[n] == '\0')
            return child;
    }
    child = mem_zero(router, struct node);
    child->word = any ? NULL : mem_strndup(router, s, n);
    child->next = parent->children;
    parent->children = child;
    return child;
}

static struct node *node_for(struct router *router, const char *path)
{
    struct node *node = &router->root;
    int depth = 0;

    if (path[0] != '/')
        return NULL;
    if (path[1] == '\0')
        return node;
    while (*path == '/') {
        size_t n = strcspn(++path, "/");

        if (!segment_ok(path, n) || ++depth > ROUTER_DEPTH_MAX)
            return NULL;
        node = child_for(router, node, path, n);
        path += n;
    }
    return node;
}

static const char *add(struct router *router, const struct route *route)
{
    struct node *node = route->path ? node_for(router, route->path) : NULL;
    const struct route **slot;

    if (!node)
        return "broken path";
    if (route->method != GET && route->method != POST)
        return "no method";
    if (!route->role)
        return "no role";
    if (!route->page)
        return "no page function";
    if (route->method == GET && route->on_invalid)
        return "on_invalid is for POST";
    if (route->method == POST && (route->flags & ROUTE_CACHED))
        return "a POST cannot be cached";
    if ((route->flags & ROUTE_CACHED) && route->role != ROLE_PUBLIC)
        return "a private page cannot be cached";
    slot = route->method == GET ? &node->routes.get : &node->routes.post;
    if (*slot)
        return "stands there twice";
    *slot = route;
    router->n++;
    return NULL;
}

enum err router_new(TALLOC_CTX *mem, const struct route *const *tables, struct router **ret_router,
                    const char **ret_problem)
{
    struct router *router = mem_zero(mem, struct router);

    for (; *tables; tables++) {
        for (const struct route *route = *tables; route->path || route->page || route->method; route++) {
            const char *problem = add(router, route);

            if (problem) {
                *ret_problem = mem_printf(mem, "route %s %s: %s", route->method == POST ? "POST" : "GET",
                                          route->path ? route->path : "(none)", problem);
                talloc_free(router);
                return ERR_INVALID;
            }
        }
    }
    *ret_router = router;
    return ERR_OK;
}

int router_count(const struct router *router)
{
    return router->n;
}

/* ---- matching ---- */

static bool add_segment(TALLOC_CTX *mem, const char *raw, size_t len, struct path *path)
{
    size_t n = 0;
    char *segment = url_decode(mem, raw, len, false, &n);

    if (!segment || n == 0 || path->n == ROUTER_DEPTH_MAX || memchr(segment, '/', n) || memchr(segment, '\\', n) ||
        !utf8_valid(segment, n))
        return false;
    if (text_clean(segment, n) != n || strpbrk(segment, "\t\n") || strcmp(segment, ".") == 0 ||
        strcmp(segment, "..") == 0)
        return false;
    path->segments[path->n++] = segment;
    return true;
}

static char *whole(TALLOC_CTX *mem, const struct path *path)
{
    struct buf text = buf_new(mem, 16384);

    for (int i = 0; i < path->n; i++) {
        buf_char(&text, '/');
        buf_str(&text, path->segments[i]);
    }
    if (path->n == 0 || path->slash_at_end)
        buf_char(&text, '/');
    return text.data;
}

bool path_split(TALLOC_CTX *mem, const char *raw, size_t len, struct path *ret_path)
{
    const char *end = raw + len;

    *ret_path = (struct path){ .n = 0 };
    if (len == 0 || *raw != '/')
        return false;
    while (raw < end) {
        const char *from = raw + 1;
        const char *slash = memchr(from, '/', (size_t)(end - from));

        raw = slash ? slash : end;
        if (from == end) {
            ret_path->slash_at_end = ret_path->n > 0;
            break;
        }
        if (!add_segment(mem, from, (size_t)(raw - from), ret_path))
            return false;
    }
    ret_path->text = whole(mem, ret_path);
    return true;
}

static const struct node *find(const struct node *node, const struct path *path, int depth)
{
    const struct node *any = NULL;

    if (depth == path->n)
        return node->routes.get || node->routes.post ? node : NULL;
    for (const struct node *child = node->children; child; child = child->next) {
        if (!child->word) {
            any = child;
        } else if (strcmp(child->word, path->segments[depth]) == 0) {
            const struct node *found = find(child, path, depth + 1);

            if (found)
                return found;
        }
    }
    return any ? find(any, path, depth + 1) : NULL;
}

bool path_is_within(const char *path, const char *above)
{
    size_t n = strlen(above);

    return strncmp(path, above, n) == 0 && (path[n] == '\0' || path[n] == '/');
}

bool router_match(const struct router *router, const struct path *path, struct match *ret_match)
{
    const struct node *node = find(&router->root, path, 0);

    if (!node)
        return false;
    *ret_match = node->routes;
    return true;
}

void router_params(const struct route *route, const struct path *path, struct params *to)
{
    const char *s = route->path;

    for (int i = 0; i < path->n; i++) {
        size_t n = strcspn(++s, "/");

        /* path_split() has checked the text; only a name longer than a field's may be refused, and tables hold none. */
        if (s[0] == '{')
            (void)params_add(to, s + 1, n - 2, path->segments[i], strlen(path->segments[i]));
        s += n;
    }
}

bool route_fits(uint64_t role, const struct who *who)
{
    if (role & ROLE_PUBLIC)
        return true;
    if (who->kind == WHO_CITIZEN)
        return (role & ROLE_OBYWATEL) != 0;
    return who->kind == WHO_CLERK && ((role & ROLE_PRACOWNIK) || (role & who->roles));
}
