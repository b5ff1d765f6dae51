/* The configuration file, read against the one table of settings. */
#include "core/base/conf.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum conf_type { CONF_TYPE_STR, CONF_TYPE_INT, CONF_TYPE_BOOL, CONF_TYPE_SIZE };

struct conf_row {
    const char *key;
    enum conf_type type;
    size_t at;
    const char *help;
};

static const struct conf_row ROWS[] = {
#define CONF(type, key, def, help) { #key, CONF_TYPE_##type, offsetof(struct conf, key), help },
#include "core/base/conf.def"
#include "rows.def"
};
static const size_t N_ROWS = sizeof ROWS / sizeof ROWS[0];

void conf_defaults(struct conf *conf)
{
    *conf = (struct conf){
#define CONF(type, key, def, help) .key = def,
#include "core/base/conf.def"
#include "rows.def"
    };
}

static char *trim(char *s)
{
    char *end = NULL;

    while (isspace((unsigned char)*s))
        s++;
    end = s + strlen(s);
    while (end > s && isspace((unsigned char)end[-1]))
        *--end = '\0';
    return s;
}

static const struct conf_row *find(const char *key)
{
    for (size_t i = 0; i < N_ROWS; i++)
        if (strcmp(ROWS[i].key, key) == 0)
            return &ROWS[i];
    return NULL;
}

static bool parse_number(const char *text, bool with_unit, int64_t *ret)
{
    char *end = NULL;
    int64_t n = 0;

    errno = 0;
    n = strtoll(text, &end, 10);
    if (end == text || errno || n < 0)
        return false;
    if (with_unit && (*end == 'k' || *end == 'M')) {
        if (__builtin_mul_overflow(n, *end == 'k' ? 1024 : 1048576, &n))
            return false;
        end++;
    }
    *ret = n;
    return *end == '\0';
}

static bool parse_bool(const char *text, bool *ret)
{
    *ret = strcmp(text, "yes") == 0;
    return *ret || strcmp(text, "no") == 0;
}

static bool set(TALLOC_CTX *mem, struct conf *conf, const struct conf_row *row, const char *text)
{
    char *at = (char *)conf + row->at;
    int64_t n = 0;

    switch (row->type) {
    case CONF_TYPE_STR:
        *(const char **)(void *)at = mem_strdup(mem, text);
        return true;
    case CONF_TYPE_BOOL:
        return parse_bool(text, (bool *)(void *)at);
    case CONF_TYPE_INT:
        if (!parse_number(text, false, &n) || n > INT32_MAX)
            return false;
        *(int *)(void *)at = (int)n;
        return true;
    case CONF_TYPE_SIZE:
        return parse_number(text, true, (int64_t *)(void *)at);
    }
    return false;
}

static enum err read_line(TALLOC_CTX *mem, char *line, struct conf *conf, const char **ret_problem)
{
    char *key = trim(line);
    char *eq = NULL;
    const struct conf_row *row = NULL;

    if (*key == '\0' || *key == '#')
        return ERR_OK;
    eq = strchr(key, '=');
    if (!eq) {
        *ret_problem = mem_printf(mem, "expected \"key = value\", found \"%s\"", key);
        return ERR_INVALID;
    }
    *eq = '\0';
    row = find(trim(key));
    if (!row) {
        *ret_problem = mem_printf(mem, "unknown key \"%s\"", trim(key));
        return ERR_INVALID;
    }
    if (!set(mem, conf, row, trim(eq + 1))) {
        *ret_problem = mem_printf(mem, "bad value for \"%s\"", row->key);
        return ERR_INVALID;
    }
    return ERR_OK;
}

enum err conf_read(TALLOC_CTX *mem, const char *path, struct conf *conf, const char **ret_problem)
{
    FILE *f = fopen(path, "re");
    char line[4096];
    enum err e = ERR_OK;
    int nr = 0;

    if (!f) {
        *ret_problem = mem_printf(mem, "%s: %s", path, strerror(errno));
        return ERR_INVALID;
    }
    while (!e && fgets(line, sizeof line, f)) {
        nr++;
        if (strlen(line) == sizeof line - 1 && line[sizeof line - 2] != '\n') {
            *ret_problem = "the line is too long";
            e = ERR_INVALID;
        } else {
            e = read_line(mem, line, conf, ret_problem);
        }
    }
    if (!e && ferror(f)) { /* a folder opens like a file */
        *ret_problem = strerror(errno);
        e = ERR_INVALID;
    }
    fclose(f);
    if (e)
        *ret_problem = mem_printf(mem, "%s:%d: %s", path, nr, *ret_problem);
    return e;
}

void conf_print(const struct conf *conf, FILE *out)
{
    for (size_t i = 0; i < N_ROWS; i++) {
        const char *at = (const char *)conf + ROWS[i].at;

        fprintf(out, "# %s\n%s = ", ROWS[i].help, ROWS[i].key);
        switch (ROWS[i].type) {
        case CONF_TYPE_STR:
            fprintf(out, "%s\n", *(const char *const *)(const void *)at);
            break;
        case CONF_TYPE_BOOL:
            fprintf(out, "%s\n", *(const bool *)(const void *)at ? "yes" : "no");
            break;
        case CONF_TYPE_INT:
            fprintf(out, "%d\n", *(const int *)(const void *)at);
            break;
        case CONF_TYPE_SIZE:
            fprintf(out, "%" PRId64 "\n", *(const int64_t *)(const void *)at);
            break;
        }
    }
}
