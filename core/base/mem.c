/* talloc with two promises added: never NULL, and foreign objects freed with their owner. */
#include "core/base/mem.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* tcmalloc's, when the program is linked with it. */
void MallocExtension_ReleaseFreeMemory(void) __attribute__((weak));

struct adopted {
    void *object;
    void (*release)(void *);
};

_Noreturn void mem_exhausted(size_t wanted)
{
    fprintf(stderr, "{\"lvl\":\"error\",\"ev\":\"memory.exhausted\",\"wanted\":%zu}\n", wanted);
    abort();
}

static void *need(void *p, size_t wanted)
{
    if (!p)
        mem_exhausted(wanted);
    return p;
}

TALLOC_CTX *mem_new(const TALLOC_CTX *parent)
{
    return need(talloc_new(parent), 1);
}

void *mem_zero_bytes(const TALLOC_CTX *mem, size_t size, size_t n, const char *name)
{
    size_t total = 0;

    if (__builtin_mul_overflow(size, n, &total) || total > INT32_MAX)
        mem_exhausted(total);
    return memset(need(talloc_named_const(mem, total, name), total), 0, total);
}

char *mem_strdup(const TALLOC_CTX *mem, const char *s)
{
    return s ? need(talloc_strdup(mem, s), strlen(s)) : NULL;
}

char *mem_strndup(const TALLOC_CTX *mem, const char *s, size_t n)
{
    return need(talloc_strndup(mem, s, n), n);
}

void *mem_dup(const TALLOC_CTX *mem, const void *p, size_t n)
{
    char *copy = need(talloc_size(mem, n + 1), n);

    if (n)
        memcpy(copy, p, n);
    copy[n] = '\0';
    return copy;
}

char *mem_vprintf(const TALLOC_CTX *mem, const char *fmt, va_list ap)
{
    return need(talloc_vasprintf(mem, fmt, ap), strlen(fmt));
}

char *mem_printf(const TALLOC_CTX *mem, const char *fmt, ...)
{
    va_list ap;
    char *s = NULL;

    va_start(ap, fmt);
    s = mem_vprintf(mem, fmt, ap);
    va_end(ap);
    return s;
}

static int release_adopted(struct adopted *a)
{
    a->release(a->object);
    return 0;
}

void *mem_adopt_(const TALLOC_CTX *mem, void *object, void (*release)(void *))
{
    struct adopted *a = NULL;

    if (!object)
        return NULL;
    a = mem_zero(mem, struct adopted);
    a->object = object;
    a->release = release;
    talloc_set_destructor(a, release_adopted);
    return object;
}

void mem_give_back(void)
{
    if (MallocExtension_ReleaseFreeMemory)
        MallocExtension_ReleaseFreeMemory();
    else
        malloc_trim(0);
}

void mem_scope_end(TALLOC_CTX **mem)
{
    talloc_free(*mem);
    *mem = NULL;
}
