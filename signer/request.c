/* signer/request.c -- the way of one document: safe parsing, template of its type, key of its unit, log line, seal,
 * and the full verifier over the bytes that would leave. What does not pass is not released. */
#include "signer/request.h"

#include <openssl/evp.h>
#include <string.h>

#include "core/clock.h"
#include "core/trust_dir.h"
#include "core/xmlsig.h"
#include "signer/shape.h"

/* A request taken apart. */
struct job {
    enum signer_request type;
    const char *type_name;
    const char *jst;
    const char *request;
    const char *xml;
    size_t len;
    unsigned char hash[32];
    int64_t now;
    const struct caller *caller;
};

static bool is_identifier(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    return s[n] == '\0' && n <= 64;
}

/* "TERYT\0request\0document" */
static bool take_apart(struct job *job, const char *payload, size_t len)
{
    const char *end = payload + len;
    const char *zero = memchr(payload, '\0', len);

    if (zero == NULL)
        return false;
    job->jst = payload;
    job->request = zero + 1;
    zero = memchr(job->request, '\0', (size_t)(end - job->request));
    if (zero == NULL)
        return false;
    job->xml = zero + 1;
    job->len = (size_t)(end - job->xml);
    return is_teryt(job->jst) && is_identifier(job->request);
}

static bool type_known(struct job *job, unsigned type)
{
    static const char *const names[] = {
        [SIGNER_SEAL_UPP] = "upp", [SIGNER_SEAL_UPD] = "upd", [SIGNER_SEAL_PISMO] = "pismo"
    };

    if (type < SIGNER_SEAL_UPP || type > SIGNER_SEAL_PISMO)
        return false;
    job->type = (enum signer_request)type;
    job->type_name = names[type];
    return true;
}

static enum err note(struct signer *s, const struct job *job, const char *event, const char *reason)
{
    const struct journal_entry entry = { .event = event,
                                         .type = job->type_name,
                                         .jst = job->jst,
                                         .request = job->request,
                                         .reason = reason,
                                         .uid = job->caller->uid,
                                         .pid = job->caller->pid,
                                         .document = job->hash };

    return journal_add(s->journal, &entry);
}

/* The reason given to the caller; data that belongs to no one else goes with it. */
static enum signer_status refuse(enum signer_status status, const char *reason, const void **ret_data, size_t *ret_len)
{
    *ret_data = reason;
    *ret_len = strlen(reason);
    return status;
}

/* Refused documents are noted as well; a log that cannot be written changes nothing for them. */
static enum signer_status refuse_job(struct signer *s, const struct job *job, enum signer_status status,
                                     const char *event, const char *reason, const void **ret_data, size_t *ret_len)
{
    if (note(s, job, event, reason))
        status = SIGNER_INTERNAL;
    return refuse(status, reason, ret_data, ret_len);
}

/* The bytes are read again as a stranger would and must pass the narrow profile with our own anchors: a seal that the
 * office cannot verify itself does not leave. */
static const char *verify_output(struct signer *s, TALLOC_CTX *mem, const char *bytes, size_t len, int64_t now)
{
    const struct verify_request rq = { .data = bytes,
                                       .len = len,
                                       .max = (size_t)s->conf->max_document + SIGNER_MAX_GROWTH,
                                       .profile = VERIFY_NARROW,
                                       .purposes = TRUST_OWN,
                                       .at = now };
    struct verify_report report;

    verify_bytes(mem, &rq, trust_of_dir(s->conf->trust_dir), &report);
    if (report.indication == VERIFY_TOTAL_PASSED)
        return NULL;
    return mem_printf(mem, "own verification says %s %s", report.subindication, report.checks);
}

static enum signer_status seal(struct signer *s, TALLOC_CTX *mem, struct job *job, xmlDoc *doc,
                               const struct unit_key *key, const void **ret_data, size_t *ret_len)
{
    X509 *chain[KEY_MAX_CHAIN];
    const char *problem = NULL;
    const char *bytes;
    size_t len = 0;

    memcpy(chain, key->chain, sizeof chain);
    if (note(s, job, "seal.requested", NULL))
        return refuse(SIGNER_INTERNAL, "the log cannot be written", ret_data, ret_len);
    if (xmlsig_sign(mem, doc, key->key, chain, key->n_chain, job->now, "text/xml", NULL))
        return refuse_job(s, job, SIGNER_INTERNAL, "seal.failed", "signing failed", ret_data, ret_len);
    bytes = xml_bytes(mem, doc, &len);
    problem = verify_output(s, mem, bytes, len, job->now);
    if (problem)
        return refuse_job(s, job, SIGNER_INTERNAL, "seal.failed", problem, ret_data, ret_len);
    *ret_data = bytes;
    *ret_len = len;
    return SIGNER_OK;
}

static enum signer_status check_and_seal(struct signer *s, TALLOC_CTX *mem, struct job *job, const void **ret_data,
                                         size_t *ret_len)
{
    const struct unit_key *key = NULL;
    const char *problem = NULL;
    xmlDoc *doc = NULL;

    if (xml_parse(mem, job->xml, job->len, (size_t)s->conf->max_document, &doc, &problem))
        return refuse_job(s, job, SIGNER_BAD_DOCUMENT, "seal.refused", problem, ret_data, ret_len);
    problem = shape_problem(mem, job->type, doc, job->jst, job->now);
    if (problem)
        return refuse_job(s, job, SIGNER_BAD_SHAPE, "seal.refused", problem, ret_data, ret_len);
    if (keystore_get(s->keys, job->jst, &key, &problem))
        return refuse_job(s, job, SIGNER_NO_KEY, "seal.refused", problem, ret_data, ret_len);
    return seal(s, mem, job, doc, key, ret_data, ret_len);
}

enum signer_status signer_answer(struct signer *s, TALLOC_CTX *mem, unsigned type, const void *payload, size_t len,
                                 const struct caller *caller, const void **ret_data, size_t *ret_len)
{
    struct job job = { .caller = caller, .now = clock_now() };

    if (type == SIGNER_PING && len == 0)
        return refuse(SIGNER_OK, "", ret_data, ret_len);
    if (!type_known(&job, type))
        return refuse(SIGNER_BAD_TYPE, "unknown request", ret_data, ret_len);
    if (!take_apart(&job, payload, len))
        return refuse(SIGNER_BAD_FRAME, "the payload breaks the protocol", ret_data, ret_len);
    if (EVP_Digest(job.xml, job.len, job.hash, NULL, EVP_sha256(), NULL) != 1)
        return refuse(SIGNER_INTERNAL, "digest failed", ret_data, ret_len);
    return check_and_seal(s, mem, &job, ret_data, ret_len);
}
