/* A CMS is read within its limits, then each of its signers is judged by itself. */
#include "core/sig/cms_verify.h"

#include <openssl/err.h>
#include <string.h>

#include "core/sig/cms_priv.h"
#include "core/sig/verify_cert.h"

#define MAX_DEFAULT ((size_t)16 << 20)
#define WHOLE "calosc"

/* SEQUENCE of any length form, then the identifier of signed data. */
bool cms_is(const void *data, size_t len)
{
    static const unsigned char oid[] = { 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02 };
    const unsigned char *p = data;
    size_t head;

    if (len < 2 || p[0] != 0x30)
        return false;
    head = 2 + ((p[1] & 0x80) ? p[1] & 0x7Fu : 0);
    return head <= 6 && len >= head + sizeof oid && memcmp(p + head, oid, sizeof oid) == 0;
}

/* ---- the report about the whole ---- */

static void report_whole(struct verify_report *rep, TALLOC_CTX *mem, const struct cms_question *q,
                         enum verify_indication indication, int check, const char *word, const char *reason)
{
    struct verify_signature sig = *q->draft;

    verify_fault(&sig, indication, check, word, reason);
    verify_report_add(mem, rep, &sig);
}

static void unreadable(struct verify_report *rep, TALLOC_CTX *mem, const struct cms_question *q)
{
    report_whole(rep, mem, q, VERIFY_TOTAL_FAILED, 1, "FORMAT_FAILURE", "Podpisu nie można odczytać: jest uszkodzony.");
}

/* ---- reading ---- */

static void free_cms(CMS_ContentInfo *cms)
{
    CMS_ContentInfo_free(cms);
}

static bool is_padding(const unsigned char *p, const unsigned char *end)
{
    while (p < end && *p == 0)
        p++;
    return p == end;
}

static CMS_ContentInfo *read(TALLOC_CTX *mem, const struct cms_question *q)
{
    size_t max = q->rq->max ? q->rq->max : MAX_DEFAULT;
    const unsigned char *p = q->der;
    const unsigned char *end = p + q->len;
    CMS_ContentInfo *cms;

    if (q->len > max || !cms_is(q->der, q->len))
        return NULL;
    cms = mem_adopt(mem, d2i_CMS_ContentInfo(NULL, &p, (long)q->len), free_cms);
    ERR_clear_error();
    if (!cms || OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed)
        return NULL;
    return p == end || (q->padded && is_padding(p, end)) ? cms : NULL;
}

static void free_certs(STACK_OF(X509) * certs)
{
    sk_X509_pop_free(certs, X509_free);
}

/* False when there are more than any honest signature carries. */
static bool take_certs(TALLOC_CTX *mem, struct cms_signer *s)
{
    STACK_OF(X509) *certs = mem_adopt(mem, CMS_get1_certs(s->cms), free_certs);
    int n = certs ? sk_X509_num(certs) : 0;

    ERR_clear_error();
    if (n > CMS_MAX_CERTS)
        return false;
    for (s->n_certs = 0; s->n_certs < n; s->n_certs++)
        s->certs[s->n_certs] = sk_X509_value(certs, s->n_certs);
    return true;
}

/* The signed bytes: those inside, or those beside. Both at once would leave open which ones are meant. */
static bool take_content(TALLOC_CTX *mem, struct cms_signer *s, struct cms_part *inside)
{
    ASN1_OCTET_STRING **content = CMS_get0_content(s->cms);

    ERR_clear_error();
    if (content && *content) {
        *inside = (struct cms_part){ ASN1_STRING_get0_data(*content), (size_t)ASN1_STRING_length(*content) };
        s->parts = inside;
        s->n_parts = 1;
        if (s->q->n_parts == 0)
            return true;
        report_whole(s->rep, mem, s->q, VERIFY_TOTAL_FAILED, 11, "FORMAT_FAILURE",
                     "Podpis zawiera własną treść zamiast treści pliku, w którym leży.");
        return false;
    }
    s->parts = s->q->parts;
    s->n_parts = s->q->n_parts;
    if (s->n_parts > 0)
        return true;
    report_whole(s->rep, mem, s->q, VERIFY_INDETERMINATE, 11, "SIGNED_DATA_NOT_FOUND",
                 "To sam podpis, bez podpisanego pliku. Do sprawdzenia potrzebny jest także podpisany plik.");
    return false;
}

void cms_judge(TALLOC_CTX *mem, const struct cms_question *q, struct verify_report *rep)
{
    MEM_SCOPE(tmp, mem);
    struct cms_signer first = { .mem = mem, .q = q, .rep = rep, .cms = read(tmp, q) };
    struct cms_part inside = { NULL, 0 };
    STACK_OF(CMS_SignerInfo) *infos = first.cms ? CMS_get0_SignerInfos(first.cms) : NULL;
    int n = infos ? sk_CMS_SignerInfo_num(infos) : 0;

    if (n < 1 || n > CMS_MAX_SIGNERS || !take_certs(tmp, &first)) {
        unreadable(rep, mem, q);
        return;
    }
    if (!take_content(mem, &first, &inside))
        return;
    for (int i = 0; i < n; i++) {
        struct cms_signer *s = mem_dup(tmp, &first, sizeof first);

        s->sig = *q->draft;
        s->info = sk_CMS_SignerInfo_value(infos, i);
        cms_signer_judge(s);
        verify_report_add(mem, rep, &s->sig);
    }
    ERR_clear_error();
}

/* ---- files ---- */

static struct verify_signature draft(void)
{
    struct verify_signature sig = verify_signature_of("CAdES");

    sig.scope = WHOLE;
    return sig;
}

void cms_verify(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret)
{
    const struct verify_signature sig = draft();
    const struct cms_question q = { .rq = rq, .trust = trust, .der = rq->data, .len = rq->len, .draft = &sig };

    *ret = verify_report_of(VERIFY_NONE, "", 0, "");
    cms_judge(mem, &q, ret);
}

void cms_verify_detached(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust,
                         const struct verify_file *content, struct verify_report *ret)
{
    const struct verify_signature sig = draft();
    const struct cms_question q = { .rq = rq,
                                    .trust = trust,
                                    .der = rq->data,
                                    .len = rq->len,
                                    .parts = { { content->data, content->len } },
                                    .n_parts = 1,
                                    .draft = &sig };

    *ret = verify_report_of(VERIFY_NONE, "", 0, "");
    cms_judge(mem, &q, ret);
}
