/* Signatures under attack. An even first byte: the rest is a document. An odd one: the rest is a list of changes to a
 * document that was signed here: [place, 2 bytes] [bytes cut] [bytes put, then themselves]. Whatever comes, nothing passes
 * but what was signed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/buf.h"
#include "core/xmlsig.h"
#include "tests/support/keys.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX = 1 << 17, MAX_CHANGES = 8 };

static const char LETTER[] =
    "<w:Dokument xmlns:w=\"urn:w\" xmlns:s=\"urn:s\"><w:OpisDokumentu Id=\"a\">x</w:OpisDokumentu><w:TrescDokumentu>"
    "<w:Tytul>Wniosek</w:Tytul><s:Kwota>100</s:Kwota></w:TrescDokumentu></w:Dokument>";

static TALLOC_CTX *world;
static const char *trust;
static int64_t now;
static const char *letter;
static size_t letter_len;
static const char *covered;
static size_t covered_len;

static xmlDoc *parse(TALLOC_CTX *mem, const void *data, size_t size)
{
    xmlDoc *doc = NULL;
    const char *problem = NULL;

    return xml_parse(mem, data, size, MAX, &doc, &problem) ? NULL : doc;
}

static void verify(TALLOC_CTX *mem, xmlDoc *doc, enum xmlsig_profile profile, struct xmlsig_report *r)
{
    if (xmlsig_verify(mem, doc, profile, trust, now, r))
        abort();
    if (!r->subindication || !r->reason || !r->checks || !r->signer || !r->issuer || !r->serial || !r->signing_time)
        abort();
}

/* The folder of trusted certificates goes with it. */
static void end_world(void)
{
    talloc_free(world);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct key_set *set = NULL;
    struct xmlsig_report r;
    xmlDoc *doc = NULL;

    (void)argc;
    (void)argv;
    xml_init();
    world = mem_new(NULL);
    atexit(end_world);
    now = (int64_t)time(NULL) * 1000000;
    trust = temp_dir(world);
    set = key_set_new(world, KEY_P256, "Jan Kowalski");
    cert_write(mem_printf(world, "%s/root.pem", trust), set->root);
    doc = parse(world, LETTER, sizeof LETTER - 1);
    if (xmlsig_sign(world, doc, set->key, &set->cert, 1, now, "text/xml", NULL))
        abort();
    letter = xml_bytes(world, doc, &letter_len);
    verify(world, parse(world, letter, letter_len), XMLSIG_NARROW, &r);
    if (r.indication != XMLSIG_TOTAL_PASSED)
        abort();
    covered = r.signed_bytes;
    covered_len = r.signed_len;
    return 0;
}

/* The signed letter with the changes that the input asks for. */
static struct buf changed(TALLOC_CTX *mem, const uint8_t *data, size_t size)
{
    struct buf b = buf_new(mem, MAX);

    buf_add(&b, letter, letter_len);
    for (int i = 0; i < MAX_CHANGES && size >= 4; i++) {
        size_t at = (size_t)(data[0] << 8 | data[1]) % (b.len + 1);
        size_t cut = data[2] < b.len - at ? data[2] : b.len - at;
        size_t put = data[3] < size - 4 ? data[3] : size - 4;
        struct buf next = buf_new(mem, MAX);

        buf_add(&next, b.data, at);
        buf_add(&next, data + 4, put);
        buf_add(&next, b.data + at + cut, b.len - at - cut);
        b = next;
        data += 4 + put;
        size -= 4 + put;
    }
    return b;
}

static void check(const void *bytes, size_t len, enum xmlsig_profile profile)
{
    MEM_SCOPE(mem, NULL);
    xmlDoc *doc = parse(mem, bytes, len);
    struct xmlsig_report r;

    if (!doc)
        return;
    verify(mem, doc, profile, &r);
    /* Digests and value may hold for a stranger's key; passing takes the one key that is trusted here. */
    if (r.indication == XMLSIG_TOTAL_PASSED &&
        (r.signed_len != covered_len || memcmp(r.signed_bytes, covered, covered_len) != 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);

    if (size == 0)
        return 0;
    if (data[0] & 1) {
        struct buf b = changed(mem, data + 1, size - 1);

        check(b.data, b.len, XMLSIG_NARROW);
        check(b.data, b.len, XMLSIG_FOREIGN);
    } else {
        check(data + 1, size - 1, XMLSIG_FOREIGN);
    }
    return 0;
}
