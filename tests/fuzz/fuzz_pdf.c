/* Any bytes as a signed PDF, and as one that the signer is asked to seal. A file that passes as a whole is, outside the
 * signatures' own values, byte for byte one that was signed; only validation data may follow. */
#include <stdint.h>
#include <string.h>

#include "core/sig/pdf_verify.h"
#include "core/sig/pdfsig_priv.h"
#include "signer/shape_pdf.h"
#include "tests/fuzz/oracle.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_pdf");
    return 0;
}

static const uint8_t *find(const uint8_t *data, size_t size, unsigned *dice)
{
    static const char *const words[] = { "/ByteRange", "/Contents", "obj", "xref",   "trailer", "startxref",
                                         "/Prev",      "/Type",     "<<",  "endobj", "stream",  "/AcroForm" };
    const char *word = words[*dice % 12];
    const uint8_t *at = data;
    const uint8_t *last = NULL;

    *dice /= 12;
    for (unsigned i = *dice % 4 + 1; i > 0 && at; i--) {
        at = memmem(at, size - (size_t)(at - data), word, strlen(word));
        last = at ? at : last;
        at = at ? at + 1 : NULL;
    }
    return last;
}

/* Most of the file is a value in hex, of which nothing is to be learnt: changes go where words of the format stand. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    enum { WINDOW = 64 };
    unsigned dice = seed / 4;
    const uint8_t *at = seed % 4 ? find(data, size, &dice) : NULL;
    uint8_t part[4 * WINDOW];
    size_t from;
    size_t old;
    size_t n;

    if (!at)
        return LLVMFuzzerMutate(data, size, max);
    from = (size_t)(at - data);
    old = size - from < WINDOW ? size - from : WINDOW;
    memcpy(part, at, old);
    n = LLVMFuzzerMutate(part, old, dice % 3 ? old : sizeof part);
    if (size - old + n > max)
        return LLVMFuzzerMutate(data, size, max);
    memmove(data + from + n, data + from + old, size - from - old);
    memcpy(data + from, part, n);
    return size - old + n;
}

/* The bytes of the original are there, leaving out what lies between < and > of its signatures. */
static bool begins_with(const uint8_t *data, size_t size, const struct original *o)
{
    MEM_SCOPE(mem, NULL);
    struct pdf_signature *found = mem_array(mem, struct pdf_signature, PDFSIG_MAX_FOUND + 1);
    int n = pdf_find(mem, o->data, o->len, found);
    size_t at = 0;

    if (size < o->len)
        return false;
    for (int i = 0; i < n; i++) {
        if (memcmp(data + at, o->data + at, found[i].gap - at) != 0)
            return false;
        at = found[i].after;
    }
    return memcmp(data + at, o->data + at, o->len - at) == 0;
}

static bool was_signed(TALLOC_CTX *mem, const uint8_t *data, size_t size)
{
    const struct original *all = NULL;
    int n = oracle_originals(&all);

    for (int i = 0; i < n; i++)
        if (begins_with(data, size, &all[i]) && pdf_tail(mem, data, size, all[i].len) != PDF_TAIL_OTHER)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    const char *author = NULL;
    struct verify_report r;

    if (!pdf_is(data, size))
        return 0;
    oracle_verify(mem, data, size, VERIFY_FOREIGN, &r);
    if (!shape_pdf_problem(mem, data, size, "0801062", &author) && (r.n > 0 || !author))
        oracle_broken("the signer would seal what is signed");
    if (r.indication == VERIFY_TOTAL_PASSED && !was_signed(mem, data, size))
        oracle_broken("passed, but the file is another one");
    return 0;
}
