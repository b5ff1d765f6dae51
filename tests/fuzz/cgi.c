/* Requests from bytes */
#include "tests/fuzz/cgi.h"

#include <string.h>

const char *cgi_param(const struct cgi *c, const char *name)
{
    size_t n = strlen(name);

    for (int i = 0; c->env[i]; i++)
        if (strncmp(c->env[i], name, n) == 0 && c->env[i][n] == '=')
            return c->env[i] + n + 1;
    return NULL;
}

struct cgi cgi_read(TALLOC_CTX *mem, const uint8_t *data, size_t size)
{
    struct cgi c = { .body = data, .len = size };
    int n = 0;

    for (;;) {
        const unsigned char *line = c.body;
        const unsigned char *end = memchr(line, '\n', c.len);

        if (!end) {
            c.len = 0;
            break;
        }
        c.len -= (size_t)(end - line) + 1;
        c.body = end + 1;
        if (end == line)
            break;
        if (n < CGI_MAX)
            c.env[n++] = mem_strndup(mem, (const char *)line, (size_t)(end - line));
    }
    if (!cgi_param(&c, "CONTENT_LENGTH"))
        c.env[n] = mem_printf(mem, "CONTENT_LENGTH=%zu", c.len);
    return c;
}
