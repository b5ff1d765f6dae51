/* The world in which fuzzed files are judged. EURZAD_FUZZ_DIR is tests/fuzz of the source tree. */
#include "tests/fuzz/oracle.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ctx/log.h"
#include "core/doc/xml.h"

enum { FILE_MAX = 1 << 20 };

static struct {
    TALLOC_CTX *mem;
    struct trust *trust;
    int64_t at;
    struct original good[ORACLE_MAX_GOOD];
    int n;
} world;

void oracle_broken(const char *what)
{
    fprintf(stderr, "oracle: %s\n", what);
    abort();
}

static void must(bool ok, const char *what)
{
    if (!ok)
        oracle_broken(what);
}

/* ---- files ---- */

unsigned char *oracle_file(TALLOC_CTX *mem, const char *name, size_t *ret_len)
{
    FILE *f = fopen(mem_printf(mem, EURZAD_FUZZ_DIR "/%s", name), "rbe");
    unsigned char *data = mem_array(NULL, unsigned char, FILE_MAX);
    unsigned char *copy;

    must(f, name);
    *ret_len = fread(data, 1, FILE_MAX, f);
    fclose(f);
    copy = mem_dup(mem, data, *ret_len);
    talloc_free(data);
    return copy;
}

X509 *oracle_cert(const char *name)
{
    size_t len = 0;
    const unsigned char *der = oracle_file(world.mem, mem_printf(world.mem, "world/%s.der", name), &len);
    X509 *cert = d2i_X509(NULL, &der, (long)len);

    must(cert, name);
    return mem_adopt(world.mem, cert, X509_free);
}

static void read_world(void)
{
    static const char *const roots[] = { "root", "root-foreign", "root-foreign-tsa" };
    size_t len = 0;

    world.trust = trust_new(world.mem);
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        const unsigned char *der = oracle_file(world.mem, mem_printf(world.mem, "world/%s.der", roots[i]), &len);

        must(trust_add(world.trust, der, len, &(struct trust_anchor){ .purposes = TRUST_ALL, TRUST_ALWAYS }), roots[i]);
    }
    must(xml_time((const char *)oracle_file(world.mem, "world/time", &len), &world.at), "time");
}

static void read_original(const char *harness, const char *name)
{
    struct original *o = &world.good[world.n];

    must(world.n < ORACLE_MAX_GOOD, "too many originals");
    o->name = mem_strdup(world.mem, name);
    o->data = oracle_file(world.mem, mem_printf(world.mem, "seeds/%s/%s", harness, name), &o->len);
    verify_bytes(world.mem,
                 &(struct verify_request){
                     .data = o->data, .len = o->len, .purposes = TRUST_SIGNERS, .at = world.at, .max = FILE_MAX },
                 world.trust, &o->report);
    if (o->report.indication != VERIFY_TOTAL_PASSED)
        oracle_broken(mem_printf(world.mem, "%s: %s %s", name, o->report.subindication, o->report.reason));
    world.n++;
}

void oracle_start(const char *harness)
{
    const struct dirent *entry;
    DIR *dir;

    log_open("fuzz", LOG_ERROR + 1);
    xml_init();
    world.mem = mem_new(NULL);
    read_world();
    dir = opendir(mem_printf(world.mem, EURZAD_FUZZ_DIR "/seeds/%s", harness));
    must(dir, harness);
    while ((entry = readdir(dir)))
        if (strncmp(entry->d_name, "good-", 5) == 0)
            read_original(harness, entry->d_name);
    closedir(dir);
}

int oracle_originals(const struct original **ret)
{
    *ret = world.good;
    return world.n;
}

struct trust *oracle_trust(void)
{
    return world.trust;
}

int64_t oracle_at(void)
{
    return world.at;
}

/* ---- what holds for every report ---- */

static bool was_made(const char *fingerprint)
{
    for (int i = 0; i < world.n; i++)
        for (int k = 0; k < world.good[i].report.n; k++)
            if (strcmp(world.good[i].report.signatures[k].fingerprint, fingerprint) == 0)
                return *fingerprint != '\0';
    return false;
}

static void check_signature(const struct verify_signature *s)
{
    must(s->subindication && s->reason && s->format && s->level && s->kind && s->signer && s->pesel && s->issuer &&
             s->serial && s->cert_sha256 && s->fingerprint && s->signing_time && s->stamp_time && s->scope &&
             s->scope_detail && s->unchecked,
         "a text is NULL");
    must(s->indication != VERIFY_NONE, "a signature of no indication");
    if (s->indication == VERIFY_TOTAL_PASSED) {
        must(!*s->subindication && !s->checks, "passed with a failed check");
        must(was_made(s->fingerprint), "passed, but nobody signed it");
    } else {
        must(*s->subindication && s->checks && *s->reason, "refused without a word");
        must(!*s->kind && !*s->pesel, "refused, but the signer is named as somebody");
    }
}

static void check_report(const struct verify_report *r)
{
    must(r->subindication && r->reason && *r->reason, "a text of the report is NULL");
    must(r->n >= 0 && (r->n == 0 || r->signatures), "number of signatures");
    must(r->indication != VERIFY_TOTAL_PASSED || r->n > 0, "passed without a signature");
    for (int i = 0; i < r->n; i++) {
        check_signature(&r->signatures[i]);
        must(r->indication != VERIFY_TOTAL_PASSED || r->signatures[i].indication == VERIFY_TOTAL_PASSED,
             "the report is better than its signature");
    }
}

/* The same after its way out of the sandbox. */
static void check_packing(TALLOC_CTX *mem, const struct verify_report *r)
{
    struct buf first = buf_new(mem, 64u << 20);
    struct buf second = buf_new(mem, 64u << 20);
    struct verify_report back;

    verify_pack_report(&first, r);
    must(verify_unpack_report(mem, first.data, first.len, &back), "the report cannot be unpacked");
    verify_pack_report(&second, &back);
    must(first.len == second.len && memcmp(first.data, second.data, first.len) == 0, "another report after packing");
    json_decref(verify_json(r, true));
}

void oracle_verify(TALLOC_CTX *mem, const void *data, size_t len, enum verify_profile profile,
                   struct verify_report *ret)
{
    const struct verify_request rq = { .data = data,
                                       .len = len,
                                       .max = FILE_MAX,
                                       .profile = profile,
                                       .purposes = profile == VERIFY_NARROW ? TRUST_OWN : TRUST_SIGNERS,
                                       .at = world.at };

    verify_bytes(mem, &rq, world.trust, ret);
    check_report(ret);
    check_packing(mem, ret);
}
