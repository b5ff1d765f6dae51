/* Every signature of a PDF: its ranges, what it leaves uncovered, and the CMS inside. Time stamps
 * of the document are read first, for they date the signatures they cover. */
#include "core/sig/pdf_verify.h"

#include <openssl/err.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/law/date.h"
#include "core/sig/cms_priv.h"
#include "core/sig/pdfsig_priv.h"
#include "core/sig/verify_cert.h"
#include "core/sig/verify_stamp.h"

#define MAX_DEFAULT ((size_t)16 << 20)
#define HEADER_WITHIN 1024

struct file {
    TALLOC_CTX *mem; /* of the report */
    TALLOC_CTX *tmp;
    const struct verify_request *rq;
    struct trust *trust;
    struct verify_report *rep;
    const unsigned char *data;
    size_t len;
    struct pdf_signature found[PDFSIG_MAX_FOUND];
    int n;
    size_t covered;          /* the furthest byte a well-formed signature covers; stamps vouch for no content */
    enum pdf_tail tail;      /* after that */
    const char *about_stamp; /* Polish, of a document time stamp that does not count; "" */
    size_t stamp_covers;     /* of the good document time stamp */
    int64_t stamped_at;      /* its time, 0 = none */
    struct evidence evidence[CMS_MAX_EVIDENCE];
    int n_evidence;
};

bool pdf_is(const void *data, size_t len)
{
    return memmem(data, len < HEADER_WITHIN ? len : HEADER_WITHIN, "%PDF-", 5);
}

/* ---- time said in the dictionary ---- */

static int two(const unsigned char *p)
{
    return p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9' ? (p[0] - '0') * 10 + p[1] - '0' : -1;
}

/* "(D:20261123100012+01'00')"; 0 when it is anything else. */
static int64_t time_of(const struct pdf_dict *dict)
{
    struct pdf_span m;
    struct tm tm = { .tm_mday = 0 };
    const unsigned char *p;
    int part[7];
    int64_t us;

    if (pdf_get(dict, "M", &m) != 1 || m.end - m.p < 18 || memcmp(m.p, "(D:", 3) != 0)
        return 0;
    p = m.p + 3;
    for (int i = 0; i < 7; i++, p += 2)
        if ((part[i] = two(p)) < 0)
            return 0;
    tm = (struct tm){ .tm_year = part[0] * 100 + part[1] - 1900,
                      .tm_mon = part[2] - 1,
                      .tm_mday = part[3],
                      .tm_hour = part[4],
                      .tm_min = part[5],
                      .tm_sec = part[6] };
    us = (int64_t)timegm(&tm) * 1000000;
    if ((*p == '+' || *p == '-') && m.end - p >= 6 && two(p + 1) >= 0 && p[3] == '\'' && two(p + 4) >= 0) {
        int64_t off = (two(p + 1) * 60 + two(p + 4)) * INT64_C(60000000);

        us += *p == '+' ? -off : off;
    }
    return us;
}

/* ---- document time stamps ---- */

static unsigned char *covered_bytes(const struct file *f, const struct pdf_signature *s, size_t *ret_len)
{
    size_t second = s->covered - s->after;
    unsigned char *all = mem_array(f->tmp, unsigned char, s->gap + second);

    memcpy(all, f->data, s->gap);
    memcpy(all + s->gap, f->data + s->after, second);
    *ret_len = s->gap + second;
    return all;
}

/* The value without the zero bytes that fill its place. */
static size_t token_len(const struct pdf_signature *s)
{
    const unsigned char *p = s->value;
    long len = 0;
    int tag = 0;
    int class = 0;

    if (ASN1_get_object(&p, &len, &tag, &class, (long)s->value_len) & 0x80) {
        ERR_clear_error();
        return s->value_len;
    }
    return (size_t)(p - s->value) + (size_t)len;
}

static void read_stamp(struct file *f, const struct pdf_signature *s)
{
    size_t len = 0;
    unsigned char *all = covered_bytes(f, s, &len);
    const struct verify_stamped stamped = { .token = s->value,
                                            .token_len = token_len(s),
                                            .data = all,
                                            .len = len,
                                            .extra = f->evidence,
                                            .n_extra = f->n_evidence };
    struct verify_signature sig = verify_signature_of("PAdES");
    int64_t at = 0;

    if (verify_stamp(f->mem, f->rq, f->trust, &stamped, &sig, f->rep, &at)) {
        if (f->stamped_at == 0 || at < f->stamped_at) {
            f->stamped_at = at;
            f->stamp_covers = s->covered;
        }
    } else {
        f->about_stamp = sig.reason[0]
                             ? mem_printf(f->mem, "Nie uwzględniono znacznika czasu dokumentu: %s", sig.reason)
                             : sig.unchecked;
    }
    talloc_free(all);
}

static void read_stamps(struct file *f)
{
    for (int i = 0; i < f->n; i++)
        if (f->found[i].is_stamp && !f->found[i].problem)
            read_stamp(f, &f->found[i]);
}

/* ---- scope (check 33) ---- */

static void scope(struct file *f, const struct pdf_signature *s, struct verify_signature *sig)
{
    sig->scope = "czesc";
    if (s->covered == f->len || (s->covered == f->covered && f->tail == PDF_TAIL_NONE)) {
        sig->scope = "calosc";
        return;
    }
    if (s->covered == f->covered && f->tail == PDF_TAIL_EVIDENCE) {
        sig->scope = "calosc";
        verify_note(f->mem, sig,
                    "Po podpisie dopisano do pliku dane do późniejszej weryfikacji (dowody, znaczniki czasu), bez "
                    "zmiany treści.");
        return;
    }
    sig->scope_detail = mem_printf(f->mem,
                                   "Podpis obejmuje pierwsze %zu z %zu bajtów pliku. Po podpisaniu dopisano dalszą "
                                   "treść, która mogła zmienić wygląd dokumentu.",
                                   s->covered, f->len);
    if (f->tail == PDF_TAIL_OTHER || s->covered == f->covered)
        verify_fault(sig, VERIFY_INDETERMINATE, 33, "SIG_CONSTRAINTS_FAILURE",
                     f->stamped_at && f->stamp_covers > s->covered
                         ? "Po podpisaniu dopisano do pliku dane i opatrzono je znacznikiem czasu dokumentu, lecz nie "
                           "podpisem; system nie rozstrzyga, czy nie zmieniły one wyglądu dokumentu."
                         : "Po podpisaniu dopisano do pliku treść, której żaden podpis nie obejmuje.");
}

/* ---- one signature ---- */

static bool sub_filter(const struct pdf_dict *dict, const char *name)
{
    struct pdf_span value;

    return pdf_get(dict, "SubFilter", &value) == 1 && pdf_is_name(value, name);
}

static bool acceptable(const struct pdf_signature *s, struct verify_signature *sig)
{
    if (s->problem)
        return verify_fault(sig, VERIFY_TOTAL_FAILED, s->check, "FORMAT_FAILURE", s->problem);
    if (!sub_filter(&s->dict, "ETSI.CAdES.detached") && !sub_filter(&s->dict, "adbe.pkcs7.detached"))
        return verify_fault(sig, VERIFY_INDETERMINATE, 16, "SIG_CONSTRAINTS_FAILURE",
                            "Podpis w pliku PDF jest rodzaju, którego system nie obsługuje.");
    return true;
}

static void one_signature(struct file *f, const struct pdf_signature *s)
{
    struct verify_signature sig = verify_signature_of("PAdES");
    struct cms_question q = { .rq = f->rq,
                              .trust = f->trust,
                              .der = s->value,
                              .len = s->value_len,
                              .padded = true,
                              .draft = &sig,
                              .evidence = f->evidence,
                              .n_evidence = f->n_evidence };

    sig.scope = "czesc";
    if (!acceptable(s, &sig)) {
        verify_report_add(f->mem, f->rep, &sig);
        return;
    }
    scope(f, s, &sig);
    q.claimed = time_of(&s->dict);
    if (q.claimed)
        sig.signing_time = date_iso_utc(f->mem, q.claimed);
    if (f->stamped_at && f->stamp_covers > s->covered) {
        q.stamped_at = f->stamped_at;
        sig.stamp_time = date_iso_utc(f->mem, f->stamped_at);
    }
    if (f->about_stamp[0])
        verify_note(f->mem, &sig, f->about_stamp);
    verify_note(f->mem, &sig, "Sprawdzono bajty pliku, nie wygląd stron (warstwy, pola formularzy, skrypty).");
    q.parts[0] = (struct cms_part){ f->data, s->gap };
    q.parts[1] = (struct cms_part){ f->data + s->after, s->covered - s->after };
    q.n_parts = 2;
    cms_judge(f->mem, &q, f->rep);
}

/* ---- the file ---- */

static void survey(struct file *f)
{
    f->n = pdf_find(f->tmp, f->data, f->len, f->found);
    for (int i = 0; i < f->n; i++)
        if (!f->found[i].problem && !f->found[i].is_stamp && f->found[i].covered > f->covered)
            f->covered = f->found[i].covered;
    if (f->covered > 0)
        f->tail = pdf_tail(f->tmp, f->data, f->len, f->covered);
    f->n_evidence = pdf_evidence(f->tmp, f->data, f->len, f->evidence, CMS_MAX_EVIDENCE);
}

void pdf_verify(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret)
{
    MEM_SCOPE(tmp, mem);
    struct file *f = mem_zero(tmp, struct file);
    size_t max = rq->max ? rq->max : MAX_DEFAULT;

    *ret = verify_report_of(VERIFY_NONE, "", 0, "Plik PDF nie ma podpisu.");
    if (rq->len > max || !pdf_is(rq->data, rq->len)) {
        *ret = verify_report_of(VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", VERIFY_CHECK(1),
                                "Plik jest za duży albo nie jest PDF.");
        return;
    }
    *f = (struct file){ .mem = mem,
                        .tmp = tmp,
                        .rq = rq,
                        .trust = trust,
                        .rep = ret,
                        .data = rq->data,
                        .len = rq->len,
                        .about_stamp = "" };
    survey(f);
    read_stamps(f);
    for (int i = 0; i < f->n; i++)
        if (!f->found[i].is_stamp || f->found[i].problem)
            one_signature(f, &f->found[i]);
    if (ret->n == 0 && f->n > 0)
        *ret = verify_report_of(VERIFY_NONE, "", 0, "Plik ma znacznik czasu, ale nie ma podpisu.");
}
