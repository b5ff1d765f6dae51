/* The order of the stages: parse, survey the document, then for each signature shape,
 * certificate, calculation, what was added later, chain and person. */
#include <openssl/err.h>
#include <string.h>

#include "core/sig/xmlsig_priv.h"

#define MAX_FILE (16u << 20)
#define LARGE (1u << 20)

/* ---- one signature ---- */

static bool judge_certificate(struct sig *s)
{
    const struct verify_subject subject = { .cert = s->signer,
                                            .others = s->certs,
                                            .n_others = s->n_certs,
                                            .use = s->rq->purposes == TRUST_LIST ? TRUST_USE_LIST : TRUST_USE_SIGN,
                                            .purposes = s->rq->purposes,
                                            .at = s->at,
                                            .extra = s->evidence,
                                            .n_extra = s->n_evidence };

    return verify_certificate(s->out, s->rq, s->trust, &subject, &s->result, s->report);
}

/* Long-term: the revocation of every certificate was found in the signature itself. */
static void raise_level(struct sig *s, const char *unchecked_before)
{
    bool long_term =
        strcmp(s->result.level, "B-T") == 0 && s->n_evidence > 0 && s->result.unchecked == unchecked_before;
    int n_archive = sig_archive_stamps(s);

    if (long_term)
        s->result.level = n_archive > 0 ? "B-LTA" : "B-LT";
}

/* Rules that the signer says the signature follows; the implied ones are those of this list. */
static void note_policy(struct sig *s)
{
    const xmlNode *policy = xml_child(s->signature_properties, XML_NS_XADES, "SignaturePolicyIdentifier");

    if (xml_child(policy, XML_NS_XADES, "SignaturePolicyId"))
        verify_note(s->out, &s->result,
                    "Zgodności z polityką podpisu, na którą powołuje się podpisujący, nie sprawdzano.");
}

static enum err stages(struct sig *s)
{
    const char *unchecked;
    enum err e;

    /* a fault of the document is one of all its signatures; their shape is looked at all the same, to name more */
    for (int i = 0; i < s->d->n_faults; i++)
        sig_format_fault(s, s->d->faults[i].check, s->d->faults[i].reason);
    if (!sig_shape(s) || s->result.checks || !sig_certificate(s))
        return ERR_OK;
    e = sig_calculate(s);
    if (e || s->result.checks || !sig_long_term(s))
        return e;
    unchecked = s->result.unchecked;
    if (!sig_algorithms(s) || !judge_certificate(s) || !sig_person(s))
        return ERR_OK;
    raise_level(s, unchecked);
    note_policy(s);
    s->result.reason = "Podpis jest poprawny: dokumentu nie zmieniono, a certyfikat wydał zaufany wystawca.";
    return ERR_OK;
}

/* Digests and value held: what failed, if anything, was found later. */
static bool is_intact(const struct sig *s)
{
    return s->signed_bytes || (s->d->packaging == SIG_BESIDE && *s->result.fingerprint);
}

static enum err one_signature(struct sig *s, xmlNode *signature)
{
    enum err e;

    s->signature = signature;
    s->at = s->rq->at;
    s->result = verify_signature_of("XAdES");
    s->result.scope = "calosc";
    e = stages(s);
    ERR_clear_error();
    if (!e)
        verify_report_add(s->out, s->report, &s->result);
    return e;
}

/* ---- the file ---- */

/* "<" is the first thing after byte-order marks, white space and the zero bytes of wider encodings. */
bool xmlsig_is(const void *data, size_t len)
{
    const char *p = data;
    size_t i = 0;

    while (i < len && memchr("\xEF\xBB\xBF\xFE\xFF \t\r\n", p[i], 10))
        i++;
    return i < len && p[i] == '<';
}

static struct verify_report broken(const char *reason)
{
    return verify_report_of(VERIFY_INDETERMINATE, "PROCESSING_ERROR", VERIFY_CHECK(35), reason);
}

static void mark_covered(const struct sig *s, bool *covered)
{
    for (int i = 0; i < s->n_refs; i++)
        if (s->refs[i].covers == SIG_COVERS_FILE && s->result.indication != VERIFY_TOTAL_FAILED)
            covered[s->refs[i].file] = true;
}

static void each_signature(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct sig_doc *d,
                           struct verify_report *ret, bool *covered)
{
    bool intact = true;

    for (int i = 0; i < d->n; i++) {
        MEM_SCOPE(tmp, d->mem);
        struct sig s = { .mem = tmp, .out = mem, .rq = rq, .trust = trust, .report = ret, .d = d };

        if (one_signature(&s, d->signatures[i])) {
            *ret = broken("Podpisu nie udało się sprawdzić.");
            return;
        }
        intact = intact && is_intact(&s);
        if (i == 0) {
            ret->signed_bytes = s.signed_bytes;
            ret->signed_len = s.signed_len;
        }
        if (covered)
            mark_covered(&s, covered);
    }
    if (!intact || ret->indication == VERIFY_TOTAL_FAILED) {
        ret->signed_bytes = NULL;
        ret->signed_len = 0;
    }
}

static int check_of(const char *problem)
{
    if (problem == XML_TOO_LARGE || problem == XML_NOT_UTF8)
        return 1;
    return problem == XML_DOCTYPE ? 3 : problem == XML_LATE_PI ? 5 : 2;
}

static const char *sentence_of(const char *problem)
{
    return problem == XML_TOO_LARGE     ? "Plik jest za duży."
           : problem == XML_TOO_COMPLEX ? "Dokument ma zbyt wiele elementów lub atrybutów, by go bezpiecznie odczytać."
           : problem == XML_NOT_UTF8    ? "Plik nie jest w kodowaniu UTF-8."
           : problem == XML_DOCTYPE     ? "Dokument zawiera deklarację DOCTYPE, której system nie dopuszcza."
           : problem == XML_LATE_PI     ? "Dokument zawiera instrukcje przetwarzania, których system nie dopuszcza."
                                        : "Plik nie jest poprawnym dokumentem XML.";
}

/* A signature where none can be judged. */
static void refuse_document(TALLOC_CTX *mem, const struct sig_doc *d, struct verify_report *ret)
{
    struct verify_signature s = verify_signature_of("XAdES");

    for (int i = 0; i < d->n_faults; i++)
        verify_fault(&s, VERIFY_TOTAL_FAILED, d->faults[i].check, "FORMAT_FAILURE", d->faults[i].reason);
    verify_report_add(mem, ret, &s);
}

static bool is_misplaced(const struct sig_doc *d)
{
    for (int i = 0; i < d->n_faults; i++)
        if (d->faults[i].check == 7)
            return true;
    return false;
}

static void verify_file(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct sig_doc *d,
                        struct verify_report *ret, bool *covered)
{
    bool large = rq->len > LARGE;
    const char *problem = "";

    if (xml_parse(d->mem, rq->data, rq->len, rq->max ? rq->max : MAX_FILE, &d->doc, &problem)) {
        *ret = verify_report_of(VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", VERIFY_CHECK(check_of(problem)),
                                sentence_of(problem));
        return;
    }
    talloc_free(rq->owner);
    if (large)
        mem_give_back(); /* what reading took is not needed for calculating */
    *ret = verify_report_of(VERIFY_NONE, "", 0, "Dokument nie jest podpisany.");
    sig_survey(d, rq->profile == VERIFY_NARROW);
    if (d->n > 0)
        each_signature(mem, rq, trust, d, ret, covered);
    else if (is_misplaced(d))
        refuse_document(mem, d, ret);
}

void xmlsig_verify(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret)
{
    MEM_SCOPE(tmp, mem);
    struct sig_doc d = { .mem = tmp };

    verify_file(mem, rq, trust, &d, ret, NULL);
}

void xmlsig_verify_beside(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust,
                          const struct verify_file *files, int n_files, struct verify_report *ret, bool *ret_covered)
{
    MEM_SCOPE(tmp, mem);
    struct sig_doc d = { .mem = tmp, .files = files, .n_files = n_files };

    verify_file(mem, rq, trust, &d, ret, ret_covered);
}
