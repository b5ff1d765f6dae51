/* Uploaded files: spooled, named, looked at (libmagic), stored */
#include "fcgi/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/doc/mime.h"
#include "fcgi/text.h"

static const char MSG_NO_ROOM[] = "Nie udało się przyjąć pliku. Spróbuj ponownie za chwilę.";

struct spool {
    struct req *rq;
    const char *field;
    const char *name;
    bool has_name;
    struct buf memory;
    int64_t size;
    int fd; /* -1 while everything is in memory */
};

struct mapping {
    void *p;
    size_t n;
};

static int close_file(struct spool *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    return 0;
}

static int unmap(struct mapping *m)
{
    munmap(m->p, m->n);
    return 0;
}

struct spool *spool_new(struct req *rq, const char *field, const char *file_name)
{
    struct spool *s = mem_zero(rq->ctx->mem, struct spool);

    s->rq = rq;
    s->fd = -1;
    s->field = mem_strdup(s, field);
    s->has_name = *file_name != '\0';
    s->name = text_file_name(s, file_name);
    s->memory = buf_new(s, UPLOAD_IN_MEMORY);
    talloc_set_destructor(s, close_file);
    return s;
}

static enum err write_all(struct spool *s, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(s->fd, p, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return ctx_fail(s->rq->ctx, ERR_INTERNAL, MSG_NO_ROOM, "spool: %s", strerror(errno));
        p += done;
        n -= (size_t)done;
    }
    return ERR_OK;
}

/* Without a name from the first moment, so that nothing is left behind when the worker dies. */
static int open_unnamed(TALLOC_CTX *mem)
{
    const char *dir = getenv("TMPDIR");
    int fd = open(dir ? dir : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    char *path;

    if (fd >= 0)
        return fd;
    path = mem_printf(mem, "%s/eurzad-XXXXXX", dir ? dir : "/tmp");
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

static enum err go_to_file(struct spool *s)
{
    enum err e;

    s->fd = open_unnamed(s);
    if (s->fd < 0)
        return ctx_fail(s->rq->ctx, ERR_INTERNAL, MSG_NO_ROOM, "spool: %s", strerror(errno));
    e = write_all(s, buf_text(&s->memory), s->memory.len);
    TALLOC_FREE(s->memory.data);
    return e;
}

static int64_t largest(const struct req *rq)
{
    const struct conf *conf = &rq->ctx->app->conf;

    return rq->route && (rq->route->flags & ROUTE_DOCUMENT) ? conf->max_document : conf->max_file;
}

enum err spool_add(struct spool *s, const void *p, size_t n)
{
    int64_t max = largest(s->rq);
    enum err e = ERR_OK;

    if ((int64_t)n > max - s->size)
        return ctx_fail(
            s->rq->ctx, ERR_INVALID,
            mem_printf(s, "Plik jest za duży. Największy dozwolony rozmiar to %d MB.", (int)(max / 1000000)),
            "file too large");
    if (s->fd < 0 && s->memory.len + n > UPLOAD_IN_MEMORY)
        e = go_to_file(s);
    if (e)
        return e;
    s->size += (int64_t)n;
    if (s->fd >= 0)
        return write_all(s, p, n);
    buf_add(&s->memory, p, n);
    return ERR_OK;
}

static const void *map_file(struct spool *s)
{
    void *p = mmap(NULL, (size_t)s->size, PROT_READ, MAP_PRIVATE, s->fd, 0);
    struct mapping *m;

    if (p == MAP_FAILED)
        return NULL;
    m = mem_zero(s->rq->ctx->mem, struct mapping);
    m->p = p;
    m->n = (size_t)s->size;
    talloc_set_destructor(m, unmap);
    close_file(s);
    return p;
}

static struct upload *new_upload(struct req *rq)
{
    struct upload *list = mem_array(rq->ctx->mem, struct upload, (size_t)rq->n_uploads + 1);

    if (rq->n_uploads > 0)
        memcpy(list, rq->uploads, (size_t)rq->n_uploads * sizeof(*list));
    rq->uploads = list;
    return &rq->uploads[rq->n_uploads++];
}

enum err spool_close(struct spool *s)
{
    struct req *rq = s->rq;
    const void *data = buf_text(&s->memory);
    struct upload *u;

    if (s->size == 0 && !s->has_name)
        return ERR_OK;
    if (rq->n_uploads >= rq->ctx->app->conf.max_files)
        return ctx_fail(rq->ctx, ERR_INVALID,
                        mem_printf(s, "Za dużo plików. Można dołączyć najwyżej %d.", rq->ctx->app->conf.max_files),
                        "more than max_files");
    if (s->fd >= 0)
        data = map_file(s);
    if (!data)
        return ctx_fail(rq->ctx, ERR_INTERNAL, MSG_NO_ROOM, "spool: mmap: %s", strerror(errno));
    u = new_upload(rq);
    u->field = s->field;
    u->name = s->name;
    u->size = s->size;
    u->data = data;
    u->mime = mime_of(rq->ctx->mem, data, (size_t)s->size);
    return ERR_OK;
}

enum err req_store_uploads(struct req *rq)
{
    for (int i = 0; i < rq->n_uploads; i++) {
        struct upload *u = &rq->uploads[i];
        struct blob_info info = { .size = 0 };
        enum err e = blob_put(rq->ctx, u->data, (size_t)u->size, &info);

        if (e)
            return e;
        memcpy(u->sha256, info.sha256, sizeof(u->sha256));
    }
    return ERR_OK;
}

const struct upload *req_upload(const struct req *rq, const char *field, int n)
{
    for (int i = 0; i < rq->n_uploads; i++)
        if (strcmp(rq->uploads[i].field, field) == 0 && n-- == 0)
            return &rq->uploads[i];
    return NULL;
}
