/* A short table of the large blocks that live; everything else is malloc's. Single-threaded, as all
 * our processes are. */
#include "core/doc/xml_memory.h"

#include <libxml/xmlmemory.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "core/base/sanitized.h"

#define LARGE ((size_t)1 << 20)
#define N_BLOCKS 64

static struct block {
    void *start;
    size_t size; /* mapped */
} blocks[N_BLOCKS];
static int n_blocks;

static struct block *block_of(const void *p)
{
    for (int i = 0; i < n_blocks; i++)
        if (blocks[i].start == p)
            return &blocks[i];
    return NULL;
}

static size_t whole_pages(size_t size)
{
    return (size + 4095) & ~(size_t)4095;
}

static void *map(size_t size)
{
    void *p = mmap(NULL, whole_pages(size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED)
        return NULL;
    blocks[n_blocks++] = (struct block){ p, whole_pages(size) };
    return p;
}

static void *take(size_t size)
{
    return size >= LARGE && size < SIZE_MAX / 2 && n_blocks < N_BLOCKS ? map(size) : malloc(size);
}

static void give(void *p)
{
    struct block *b = n_blocks ? block_of(p) : NULL;

    if (!b) {
        free(p);
        return;
    }
    munmap(b->start, b->size);
    *b = blocks[--n_blocks];
}

/* A small block that becomes a large one. */
static void *move_up(void *p, size_t size)
{
    void *larger = map(size);
    size_t old;

    if (!larger)
        return NULL;
    old = malloc_usable_size(p);
    memcpy(larger, p, old < size ? old : size);
    free(p);
    return larger;
}

static void *resize(void *p, size_t size)
{
    struct block *b = n_blocks && p ? block_of(p) : NULL;
    void *moved;

    if (!p)
        return take(size);
    if (!b)
        return size >= LARGE && size < SIZE_MAX / 2 && n_blocks < N_BLOCKS ? move_up(p, size) : realloc(p, size);
    if (size == 0) {
        give(p);
        return NULL;
    }
    moved = mremap(b->start, b->size, whole_pages(size), MREMAP_MAYMOVE);
    if (moved == MAP_FAILED)
        return NULL;
    *b = (struct block){ moved, whole_pages(size) };
    return moved;
}

static char *copy(const char *s)
{
    size_t len = strlen(s) + 1;
    char *p = take(len);

    return p ? memcpy(p, s, len) : NULL;
}

void xml_memory_init(void)
{
    if (!SANITIZED)
        xmlMemSetup(give, take, resize, copy);
}
