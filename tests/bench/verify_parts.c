/* Verifying a signed document, measured against xmlsec alone in the same run.
 *
 *     bench_verify -c CONF rate TIMES   microseconds a document of 5 KB: "bare N" (parsed, xmlSecDSigCtxVerify with the key
 *                                       at hand), "manager N" (the same, certificate and chain left to xmlsec), "unboxed
 *                                       N" (the full list in this process), "ours N" (the same in the sandbox), each the best of rounds taken in turn
 *     bench_verify -c CONF memory MB    "memory N": what a document of so many MB takes at its peak, as a multiple of its
 *                                       size: the sandbox and the answer received from it */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xmlsec/app.h>
#include <xmlsec/crypto.h>
#include <xmlsec/keysmngr.h>
#include <xmlsec/openssl/x509.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/serve/start.h"
#include "core/sig/verify_box.h"
#include "core/sig/xmlsig.h"
#include "core/trust/trust_dir.h"
#include "tests/support/keys.h"

#define ROUNDS 9

struct bench {
    struct app *app;
    struct key_set *keys;
    const char *root; /* file */
    struct trust *trust;
    const char *bytes;
    size_t len;
    xmlSecKeysMngr *manager;
};

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "bench_verify: %s\n", what);
    exit(1);
}

/* ---- the document ---- */

static void make_document(struct bench *b, size_t body)
{
    char *text = mem_array(b->app->mem, char, body + 1);
    X509 *chain[] = { b->keys->cert, b->keys->root };
    const char *xml;
    xmlDoc *doc = NULL;

    memset(text, 'x', body);
    xml = mem_printf(b->app->mem,
                     "<wnio:Dokument xmlns:wnio=\"http://crd.gov.pl/wzor/2013/12/12/1410/\"><wnio:TrescDokumentu>"
                     "<wnio:Informacja>%s</wnio:Informacja></wnio:TrescDokumentu></wnio:Dokument>",
                     text);
    if (xml_parse(b->app->mem, xml, strlen(xml), 64u << 20, &doc, NULL) ||
        xmlsig_sign(b->app->mem, doc, b->keys->key, chain, 2, clock_now(), "text/xml", NULL))
        die("signing");
    b->bytes = xml_bytes(b->app->mem, doc, &b->len);
    talloc_free(text);
}

/* ---- the ways ---- */

static void bare(struct bench *b, bool with_manager)
{
    xmlDoc *doc = xmlReadMemory(b->bytes, (int)b->len, NULL, NULL, XML_PARSE_NONET);
    xmlNode *node = xmlSecFindNode(xmlDocGetRootElement(doc), xmlSecNodeSignature, xmlSecDSigNs);
    xmlSecDSigCtx *ctx = xmlSecDSigCtxCreate(with_manager ? b->manager : NULL);
    static const xmlChar *ids[] = { (const xmlChar *)"Id", NULL };

    xmlSecAddIDs(doc, xmlDocGetRootElement(doc), ids);
    if (!with_manager) {
        ctx->signKey = xmlSecKeyCreate();
        xmlSecKeySetValue(ctx->signKey, xmlSecOpenSSLX509CertGetKey(b->keys->cert));
    }
    if (xmlSecDSigCtxVerify(ctx, node) != 0 || ctx->status != xmlSecDSigStatusSucceeded)
        die("xmlsec refuses");
    xmlSecDSigCtxDestroy(ctx);
    xmlFreeDoc(doc);
}

static void with_key(struct bench *b)
{
    bare(b, false);
}

static void with_manager(struct bench *b)
{
    bare(b, true);
}

static struct verify_request request(const struct bench *b)
{
    return (struct verify_request){ .data = b->bytes,
                                    .len = b->len,
                                    .max = 64u << 20,
                                    .profile = VERIFY_FOREIGN,
                                    .purposes = TRUST_SIGNERS,
                                    .at = clock_now() };
}

static void ours(struct bench *b)
{
    MEM_SCOPE(mem, NULL);
    const struct verify_request rq = request(b);
    struct verify_report r;

    verify_box(mem, b->app, &rq, b->trust, &r);
    if (r.indication != VERIFY_TOTAL_PASSED)
        die(r.reason);
}

static void unboxed(struct bench *b)
{
    MEM_SCOPE(mem, NULL);
    const struct verify_request rq = request(b);
    struct verify_report r;

    verify_bytes(mem, &rq, b->trust, &r);
    if (r.indication != VERIFY_TOTAL_PASSED)
        die(r.reason);
}

/* ---- rate ---- */

static double round_of(struct bench *b, void (*way)(struct bench *), int times)
{
    int64_t start = clock_monotonic_us();

    for (int i = 0; i < times; i++)
        way(b);
    return (double)(clock_monotonic_us() - start) / times;
}

static int rate(struct bench *b, int times)
{
    static const struct {
        const char *name;
        void (*run)(struct bench *);
    } ways[] = { { "bare", with_key }, { "manager", with_manager }, { "unboxed", unboxed }, { "ours", ours } };
    double took[4][ROUNDS];

    make_document(b, 2500);
    printf("bytes %zu\n", b->len);
    for (int r = 0; r < ROUNDS; r++)
        for (int w = 0; w < 4; w++)
            took[w][r] = round_of(b, ways[w].run, times);
    for (int w = 0; w < 4; w++) {
        double best = took[w][0];

        for (int r = 1; r < ROUNDS; r++)
            best = took[w][r] < best ? took[w][r] : best;
        printf("%s %.1f\n", ways[w].name, best);
    }
    return 0;
}

/* ---- memory ---- */

static long field(int pid, const char *name)
{
    char path[64];
    char line[256];
    long kb = 0;
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/status", pid);
    f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, name, strlen(name)) == 0)
            kb = strtol(line + strlen(name) + 1, NULL, 10);
    if (f)
        fclose(f);
    return kb;
}

static int child_of(int pid)
{
    char path[64];
    int child = 0;
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    f = fopen(path, "re");
    if (f && fscanf(f, "%d", &child) != 1)
        child = 0;
    if (f)
        fclose(f);
    return child;
}

/* The helper's peak and the answer, which holds what was signed. */
static int memory(struct bench *b, int mb)
{
    int helper = child_of(child_of(getpid()));
    long before;
    long grown;

    make_document(b, 1000);
    ours(b);
    before = field(helper, "VmRSS");
    make_document(b, ((size_t)mb << 20) - 6000);
    ours(b);
    grown = field(helper, "VmHWM") - before;
    printf("memory %.2f\nhelper_mb %.1f\n", ((double)grown * 1024 + (double)b->len) / (double)b->len,
           (double)grown / 1024);
    return 0;
}

int main(int argc, char **argv)
{
    int rest = 1;
    struct bench b = { .app = app_start("bench_verify", "", argc, argv, &rest) };
    const char *dir;

    if (argc - rest != 2)
        die("rate TIMES | memory MB");
    verify_box_start(b.app);
    dir = temp_dir(b.app->mem);
    b.keys = key_set_new(b.app->mem, KEY_P256, "Pomiar");
    b.root = mem_printf(b.app->mem, "%s/root.pem", dir);
    cert_write(b.root, b.keys->root);
    b.trust = trust_of_dir(dir);
    b.manager = xmlSecKeysMngrCreate();
    if (xmlSecCryptoAppDefaultKeysMngrInit(b.manager) < 0 ||
        xmlSecCryptoAppKeysMngrCertLoad(b.manager, b.root, xmlSecKeyDataFormatPem, xmlSecKeyDataTypeTrusted) < 0)
        die("keys manager");
    if (strcmp(argv[rest], "rate") == 0)
        return rate(&b, atoi(argv[rest + 1]));
    return memory(&b, atoi(argv[rest + 1]));
}
