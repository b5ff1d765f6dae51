/* Any bytes as a ZIP file and as a container of signatures. Where every signature covers the whole, every file outside
 * META-INF is one that was signed, under its name. */
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "core/base/zip.h"
#include "core/sig/asic_verify.h"
#include "tests/fuzz/oracle.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_asic");
    return 0;
}

static bool is_payload(const char *name)
{
    return strncmp(name, "META-INF/", 9) != 0 && strcmp(name, "mimetype") != 0;
}

static void check_zip(TALLOC_CTX *mem, const struct zip *z)
{
    for (int i = 0; i < z->n; i++) {
        const struct zip_entry *e = &z->entries[i];
        const void *bytes;

        if (!*e->name || *e->name == '/' || strstr(e->name, "../") || strchr(e->name, '\\'))
            oracle_broken("a name leaves the container");
        for (int k = 0; k < i; k++)
            if (strcmp(z->entries[k].name, e->name) == 0)
                oracle_broken("a name twice");
        bytes = zip_read(mem, e);
        if (bytes && crc32(0, bytes, (uInt)e->len) != e->crc)
            oracle_broken("bytes of another checksum");
    }
}

static bool holds(TALLOC_CTX *mem, const struct original *o, const struct zip_entry *e)
{
    const void *bytes = zip_read(mem, e);
    const char *problem = NULL;
    struct zip z;

    if (!zip_open(mem, o->data, o->len, &z, &problem))
        return false;
    for (int i = 0; i < z.n; i++)
        if (strcmp(z.entries[i].name, e->name) == 0 && z.entries[i].len == e->len &&
            memcmp(zip_read(mem, &z.entries[i]), bytes, e->len) == 0)
            return true;
    return false;
}

static bool was_signed(TALLOC_CTX *mem, const struct zip_entry *e)
{
    const struct original *all = NULL;
    int n = oracle_originals(&all);

    for (int i = 0; i < n; i++)
        if (holds(mem, &all[i], e))
            return true;
    return false;
}

static bool covers_all(const struct verify_report *r)
{
    for (int i = 0; i < r->n; i++)
        if (strcmp(r->signatures[i].scope, "calosc") != 0)
            return false;
    return r->indication == VERIFY_TOTAL_PASSED;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    const char *problem = NULL;
    struct verify_report r;
    struct zip z = { .n = 0 };

    if (zip_open(mem, data, size, &z, &problem))
        check_zip(mem, &z);
    else if (!problem)
        oracle_broken("refused without a word");
    if (!asic_is(data, size))
        return 0;
    oracle_verify(mem, data, size, VERIFY_FOREIGN, &r);
    for (int i = 0; covers_all(&r) && i < z.n; i++)
        if (is_payload(z.entries[i].name) && !was_signed(mem, &z.entries[i]))
            oracle_broken("passed as a whole with a file that nobody signed");
    return 0;
}
