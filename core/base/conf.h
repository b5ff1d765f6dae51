/* Configuration: one file of `key = value` lines, one table: core/base/conf.def and the CONF rows of
 * the modules' .def files. An unknown key or a bad value stops the
 * start. Strings live as long as the memory given to conf_read(). */
#ifndef CORE_CONF_H
#define CORE_CONF_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/mem.h"

struct conf {
#define CONF_STR(key) const char *key;
#define CONF_INT(key) int key;
#define CONF_BOOL(key) bool key;
#define CONF_SIZE(key) int64_t key;
#define CONF(type, key, def, help) CONF_##type(key)
#include "core/base/conf.def"
#include "rows.def"
#undef CONF_STR
#undef CONF_INT
#undef CONF_BOOL
#undef CONF_SIZE
};

void conf_defaults(struct conf *conf);

/* Reads the file over what is already in conf. ERR_INVALID with a sentence naming file, line and key in
 * *ret_problem. */
MUST_CHECK enum err conf_read(TALLOC_CTX *mem, const char *path, struct conf *conf, const char **ret_problem);

/* Writes every key with its value and help. */
void conf_print(const struct conf *conf, FILE *out);

#endif
