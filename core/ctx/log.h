/* Structured log: one line, one event, JSON on stderr. Names are noun.verb. Never letter contents, never PESEL,
 * never passwords; the audit trail is not the log (core/ctx/audit.h). Domain code does not log its failures: the edge
 * logs each failed request once. */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include <stddef.h>
#include <stdint.h>

struct ctx;

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_field {
    const char *key;
    const char *text; /* NULL: the number counts */
    int64_t number;
};

#define LOG_S(key, value) ((struct log_field){ (key), (value) ? (value) : "", 0 })
#define LOG_I(key, value) ((struct log_field){ (key), NULL, (int64_t)(value) })

void log_open(const char *program, enum log_level least);

/* ctx may be NULL (start-up, master). */
void log_event(const struct ctx *ctx, enum log_level level, const char *event, size_t n,
               const struct log_field *fields);

#define LOG_FIELDS_(...)                                                                                               \
    sizeof((struct log_field[]){ LOG_I("", 0), ##__VA_ARGS__ }) / sizeof(struct log_field) - 1,                        \
        (struct log_field[]){ LOG_I("", 0), ##__VA_ARGS__ } + 1
#define log_debug(ctx, event, ...) log_event((ctx), LOG_DEBUG, (event), LOG_FIELDS_(__VA_ARGS__))
#define log_info(ctx, event, ...) log_event((ctx), LOG_INFO, (event), LOG_FIELDS_(__VA_ARGS__))
#define log_warn(ctx, event, ...) log_event((ctx), LOG_WARN, (event), LOG_FIELDS_(__VA_ARGS__))
#define log_error(ctx, event, ...) log_event((ctx), LOG_ERROR, (event), LOG_FIELDS_(__VA_ARGS__))

#endif
