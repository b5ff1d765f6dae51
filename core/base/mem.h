/* Memory in three lifetimes: worker (root context), request (ctx->mem), scope (MEM_SCOPE).
 *
 * Built on talloc. mem_… functions never return NULL: when memory is out the process ends with a log line and
 * the supervisor starts a new one, therefore every input has a size limit before it gets here. */
#ifndef CORE_MEM_H
#define CORE_MEM_H

#include <stdarg.h>
#include <stddef.h>
#include <talloc.h>

#include "core/base/err.h"

/* A child context that is freed with its parent. */
TALLOC_CTX *mem_new(const TALLOC_CTX *parent);
void *mem_zero_bytes(const TALLOC_CTX *mem, size_t size, size_t n, const char *name);

#define mem_zero(mem, type) ((type *)mem_zero_bytes((mem), sizeof(type), 1, #type))
#define mem_array(mem, type, n) ((type *)mem_zero_bytes((mem), sizeof(type), (n), #type))

char *mem_strdup(const TALLOC_CTX *mem, const char *s); /* NULL stays NULL */
char *mem_strndup(const TALLOC_CTX *mem, const char *s, size_t n);
void *mem_dup(const TALLOC_CTX *mem, const void *p, size_t n); /* one zero byte follows the copy */
char *mem_printf(const TALLOC_CTX *mem, const char *fmt, ...) PRINTF_LIKE(2, 3);
char *mem_vprintf(const TALLOC_CTX *mem, const char *fmt, va_list ap) PRINTF_LIKE(2, 0);

/* Ties a foreign object to mem: release(object) runs when mem is freed. Returns the object; a NULL object is
 * returned as it is and nothing is tied. Use it where the object is born:
 *     doc = mem_adopt(ctx->mem, xmlReadMemory(…), xmlFreeDoc);  */
#define mem_adopt(mem, object, release)                                                                                \
    ((__typeof__(object))mem_adopt_(mem, (void *)(object), (void (*)(void *))(void (*)(void))(release)))
void *mem_adopt_(const TALLOC_CTX *mem, void *object, void (*release)(void *));

/* The end of a process that has no memory left; never returns. */
_Noreturn void mem_exhausted(size_t wanted);

/* Gives free memory back to the system; called once after start-up, whose garbage every worker would inherit. */
void mem_give_back(void);

/* A talloc context freed when the block is left. */
void mem_scope_end(TALLOC_CTX **mem);
#define MEM_SCOPE(name, parent) TALLOC_CTX *name __attribute__((cleanup(mem_scope_end))) = mem_new(parent)

#endif
