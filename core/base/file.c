#include "core/base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"

#define SECRET_MAX 1024

char *file_read(TALLOC_CTX *mem, const char *path, size_t max, size_t *ret_len)
{
    struct buf b = buf_new(mem, max);
    char part[65536];
    FILE *f = fopen(path, "re");
    int failed = 0;
    size_t n;

    if (!f)
        return NULL;
    while (!b.overflow && (n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(&b, part, n);
    if (ferror(f))
        failed = errno;
    else if (b.overflow)
        failed = EFBIG;
    fclose(f);
    if (failed) {
        talloc_free(b.data);
        errno = failed;
        return NULL;
    }
    if (ret_len)
        *ret_len = b.len;
    return b.data ? b.data : mem_strdup(mem, "");
}

static int wipe(char *secret)
{
    explicit_bzero(secret, strlen(secret));
    return 0;
}

char *file_secret(TALLOC_CTX *mem, const char *path)
{
    char line[SECRET_MAX] = "";
    FILE *f = fopen(path, "re");
    char *secret = NULL;

    if (!f)
        return NULL;
    setvbuf(f, NULL, _IONBF, 0); /* no second copy that nobody wipes */
    if (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\r\n")] = '\0';
        secret = mem_strdup(mem, line);
        talloc_set_destructor(secret, wipe);
    }
    fclose(f);
    explicit_bzero(line, sizeof line);
    return secret;
}
