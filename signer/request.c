/* The way of one request: taken apart, checked by its type, keys, log line, signed and verified by its
 * type. What does not pass is not released. */
#include "signer/request.h"

#include <openssl/evp.h>
#include <string.h>

#include "core/base/clock.h"
#include "signer/type.h"

/* A request taken apart. */
struct job {
    const struct request_type *type;
    const char *request; /* identifier given by the caller */
    const struct caller *caller;
    struct signing signing;
};

static bool is_identifier(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    return s[n] == '\0' && n <= 64;
}

/* "TERYT\0request\0data" */
static bool take_apart(struct job *job, const char *payload, size_t len)
{
    struct signing *s = &job->signing;
    const char *end = payload + len;
    const char *zero = memchr(payload, '\0', len);

    if (!zero)
        return false;
    s->jst = payload;
    job->request = zero + 1;
    zero = memchr(job->request, '\0', (size_t)(end - job->request));
    if (!zero)
        return false;
    s->data = zero + 1;
    s->len = (size_t)(end - zero - 1);
    return (is_teryt(s->jst) || (!job->type->of_unit && *s->jst == '\0')) && is_identifier(job->request);
}

static enum err note(struct signer *s, const struct job *job, const char *event, const char *reason)
{
    const struct journal_entry entry = { .event = event,
                                         .type = job->type->name,
                                         .jst = job->signing.jst,
                                         .request = job->request,
                                         .reason = reason,
                                         .uid = job->caller->uid,
                                         .pid = job->caller->pid,
                                         .document = job->signing.hash };

    return journal_add(s->journal, &entry);
}

/* The reason given to the caller; data that belongs to no one else goes with it. */
static enum signer_status refuse(enum signer_status status, const char *reason, const void **ret_data, size_t *ret_len)
{
    *ret_data = reason;
    *ret_len = strlen(reason);
    return status;
}

/* Refused requests are noted as well; a log that cannot be written changes nothing for them. */
static enum signer_status refuse_job(struct signer *s, const struct job *job, enum signer_status status,
                                     const char *event, const char *reason, const void **ret_data, size_t *ret_len)
{
    if (note(s, job, event, reason))
        status = SIGNER_INTERNAL;
    return refuse(status, reason, ret_data, ret_len);
}

/* Every type is stamped; without a key for stamps nothing is sealed at a lower level instead. */
static const char *find_keys(struct signer *s, TALLOC_CTX *mem, struct job *job)
{
    const char *problem = NULL;

    if (job->type->of_unit && keystore_get(s->keys, job->signing.jst, &job->signing.key, &problem))
        return mem_printf(mem, "unit: %s", problem);
    if (tsa_ready(s->tsa, &problem))
        return mem_printf(mem, "time stamps: %s", problem);
    job->signing.stamps = tsa_source(s->tsa);
    return NULL;
}

/* Once more with a new session when a key lives in a token, which may have been restarted. */
static const char *sign(struct signer *s, TALLOC_CTX *mem, struct job *job, const void **ret_data, size_t *ret_len)
{
    const char *problem = job->type->sign(mem, &job->signing, ret_data, ret_len);

    if (problem && keystore_renew(s->keys)) {
        problem = find_keys(s, mem, job);
        if (!problem)
            problem = job->type->sign(mem, &job->signing, ret_data, ret_len);
    }
    if (problem && tsa_problem(s->tsa))
        problem = tsa_problem(s->tsa);
    return problem;
}

static enum signer_status check_and_sign(struct signer *s, TALLOC_CTX *mem, struct job *job, const void **ret_data,
                                         size_t *ret_len)
{
    enum signer_status status = SIGNER_BAD_SHAPE;
    const char *problem = job->type->check(mem, &job->signing, &status);

    if (problem)
        return refuse_job(s, job, status, "seal.refused", problem, ret_data, ret_len);
    problem = find_keys(s, mem, job);
    if (problem)
        return refuse_job(s, job, SIGNER_NO_KEY, "seal.refused", problem, ret_data, ret_len);
    if (note(s, job, "seal.requested", NULL))
        return refuse(SIGNER_INTERNAL, "the log cannot be written", ret_data, ret_len);
    problem = sign(s, mem, job, ret_data, ret_len);
    if (problem)
        return refuse_job(s, job, SIGNER_INTERNAL, "seal.failed", problem, ret_data, ret_len);
    return SIGNER_OK;
}

enum signer_status signer_answer(struct signer *s, TALLOC_CTX *mem, unsigned type, const void *payload, size_t len,
                                 const struct caller *caller, const void **ret_data, size_t *ret_len)
{
    struct job job = { .type = type_of(type), .caller = caller, .signing = { .conf = s->conf, .now = clock_now() } };

    if (type == SIGNER_PING && len == 0)
        return refuse(SIGNER_OK, "", ret_data, ret_len);
    if (!job.type)
        return refuse(SIGNER_BAD_TYPE, "unknown request", ret_data, ret_len);
    job.signing.type = job.type->type;
    if (!take_apart(&job, payload, len))
        return refuse(SIGNER_BAD_FRAME, "the payload breaks the protocol", ret_data, ret_len);
    if (EVP_Digest(job.signing.data, job.signing.len, job.signing.hash, NULL, EVP_sha256(), NULL) != 1)
        return refuse(SIGNER_INTERNAL, "digest failed", ret_data, ret_len);
    return check_and_sign(s, mem, &job, ret_data, ret_len);
}
