/* JSON lines on stderr, each written with one write(2) so that workers do not mix theirs. */
#include "core/ctx/log.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"
#include "core/ctx/ctx.h"

enum { TEXT_MAX = 4000, LINE_MAX_BYTES = 1 << 20 };

static const char *log_program = "eurzad";
static enum log_level log_least = LOG_INFO;

static const char *const level_name[] = { "debug", "info", "warn", "error" };

void log_open(const char *program, enum log_level least)
{
    log_program = program;
    log_least = least;
}

/* A long text is cut between characters; one that is not UTF-8 loses its foreign bytes. */
static void add_json_text(struct buf *b, const char *s)
{
    size_t n = strnlen(s, TEXT_MAX + 1);
    bool cut = n > TEXT_MAX;
    bool clean = false;

    while (cut && n > TEXT_MAX - 4 && (n > TEXT_MAX || ((unsigned char)s[n] & 0xc0) == 0x80))
        n--;
    clean = utf8_valid(s, n);
    buf_char(b, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c == '"' || c == '\\')
            buf_printf(b, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            buf_printf(b, "\\u%04x", c);
        else
            buf_char(b, c < 0x80 || clean ? (char)c : '?');
    }
    buf_str(b, cut ? "…\"" : "\"");
}

static void add_time(struct buf *b)
{
    struct timespec now;
    struct tm tm;
    char text[40];

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
    buf_printf(b, "{\"t\":\"%s.%03ldZ\"", text, now.tv_nsec / 1000000);
}

void log_event(const struct ctx *ctx, enum log_level level, const char *event, size_t n, const struct log_field *fields)
{
    MEM_SCOPE(tmp, NULL);
    struct buf b = buf_new(tmp, LINE_MAX_BYTES);

    if (level < log_least)
        return;
    add_time(&b);
    buf_printf(&b, ",\"lvl\":\"%s\",\"prog\":\"%s\",\"pid\":%ld,\"ev\":\"%s\"", level_name[level], log_program,
               (long)getpid(), event);
    if (ctx) {
        buf_printf(&b, ",\"req\":\"%s\"", ctx->request_id);
        if (ctx->jst[0])
            buf_printf(&b, ",\"jst\":\"%s\"", ctx->jst);
    }
    for (size_t i = 0; i < n; i++) {
        buf_printf(&b, ",\"%s\":", fields[i].key);
        if (fields[i].text)
            add_json_text(&b, fields[i].text);
        else
            buf_printf(&b, "%" PRId64, fields[i].number);
    }
    buf_str(&b, "}\n");
    /* A log that cannot be written must not stop the office. */
    if (write(STDERR_FILENO, b.data, b.len) < 0)
        return;
}
