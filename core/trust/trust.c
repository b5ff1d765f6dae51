/* The snapshot of whom we trust: filled from a folder, from rows or from packed bytes. */
#include "core/trust/trust.h"

#include <dirent.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/pack.h"
#include "core/ctx/log.h"
#include "core/trust/trust_priv.h"

#define MAX_FILE (8u << 20)
#define MAX_PACKED (256u << 20)

static const char DISTRIBUTION[] =
#include "algorytmy_csv.h"
    ;

/* What was built with the anchors as they were. */
static void forget_built(struct trust *t)
{
    for (int i = 0; i < t->n_stores; i++)
        X509_STORE_free(t->stores[i].store);
    t->n_stores = 0;
    for (int i = 0; i < TRUST_N_KNOWN; i++)
        for (int k = 0; k < t->known[i].n; k++)
            X509_free(t->known[i].certs[k]);
    memset(t->known, 0, sizeof t->known);
}

void trust_changed(struct trust *t)
{
    static uint64_t last;

    forget_built(t);
    t->serial = ++last;
}

uint64_t trust_serial(const struct trust *t)
{
    return t->serial;
}

static int release(struct trust *t)
{
    forget_built(t);
    for (int i = 0; i < TRUST_N_KNOWN; i++)
        X509_free(t->shelf[i].cert);
    return 0;
}

static struct trust *empty(TALLOC_CTX *mem)
{
    struct trust *t = mem_zero(mem, struct trust);

    talloc_set_destructor(t, release);
    trust_changed(t);
    return t;
}

struct trust *trust_new(TALLOC_CTX *mem)
{
    struct trust *t = empty(mem);

    if (!trust_algorithms(t, DISTRIBUTION, sizeof DISTRIBUTION - 1))
        log_error(NULL, "trust.table_broken");
    return t;
}

/* ---- anchors and evidence ---- */

static void add_anchor(struct trust *t, const struct trust_anchor *a)
{
    t->anchors = talloc_realloc(t, t->anchors, struct trust_anchor, (unsigned)t->n_anchors + 1);
    if (!t->anchors)
        mem_exhausted(sizeof *a);
    t->anchors[t->n_anchors++] = *a;
    trust_changed(t);
}

static bool is_oid(const char *text)
{
    ASN1_OBJECT *oid = *text ? OBJ_txt2obj(text, 1) : NULL;
    bool good = *text == '\0' || oid;

    ASN1_OBJECT_free(oid);
    return good;
}

bool trust_add(struct trust *t, const void *der, size_t len, const struct trust_anchor *as)
{
    const unsigned char *p = der;
    X509 *cert = len <= TRUST_MAX_CERT && t->n_anchors < TRUST_MAX_ANCHORS ? d2i_X509(NULL, &p, (long)len) : NULL;
    struct trust_anchor a = *as;

    ERR_clear_error();
    a.purposes &= TRUST_ALL;
    a.policy = mem_strdup(t, as->policy ? as->policy : "");
    a.rules = mem_strdup(t, as->rules ? as->rules : "[]");
    if (!cert || p != (const unsigned char *)der + len || a.purposes == 0 || !is_oid(a.policy)) {
        X509_free(cert);
        return false;
    }
    a.cert = mem_adopt(t, cert, X509_free);
    add_anchor(t, &a);
    return true;
}

void trust_add_evidence(struct trust *t, const struct evidence *ev)
{
    if (t->n_evidence == TRUST_MAX_EVIDENCE)
        return;
    t->evidence = talloc_realloc(t, t->evidence, struct evidence, (unsigned)t->n_evidence + 1);
    if (!t->evidence)
        mem_exhausted(sizeof *ev);
    t->evidence[t->n_evidence++] = (struct evidence){ ev->kind, mem_dup(t, ev->der, ev->len), ev->len };
    trust_changed(t);
}

const struct evidence *trust_evidence(const struct trust *t, int *ret_n)
{
    *ret_n = t->n_evidence;
    return t->evidence;
}

/* ---- certificates met often ---- */

static void free_hash(void *parent, void *hash, CRYPTO_EX_DATA *data, int index, long argl, void *argp)
{
    (void)parent;
    (void)data;
    (void)index;
    (void)argl;
    (void)argp;
    OPENSSL_free(hash);
}

bool trust_sha256(X509 *cert, unsigned char ret[32])
{
    static int slot = -1;
    unsigned char *kept;

    if (slot < 0)
        slot = X509_get_ex_new_index(0, NULL, NULL, NULL, free_hash);
    kept = X509_get_ex_data(cert, slot);
    if (!kept) {
        kept = OPENSSL_malloc(32);
        if (!kept || X509_digest(cert, EVP_sha256(), kept, NULL) != 1 || X509_set_ex_data(cert, slot, kept) != 1) {
            OPENSSL_free(kept);
            return false;
        }
    }
    memcpy(ret, kept, 32);
    return true;
}

X509 *trust_read_cert(TALLOC_CTX *mem, const struct trust *t, const void *der, size_t len)
{
    const unsigned char *p = der;
    X509 *cert = NULL;

    if (len == 0 || len > TRUST_MAX_CERT)
        return NULL;
    for (int i = 0; i < TRUST_N_KNOWN && !cert; i++)
        if (t->shelf[i].len == len && memcmp(t->shelf[i].der, der, len) == 0 && X509_up_ref(t->shelf[i].cert) == 1)
            return mem_adopt(mem, t->shelf[i].cert, X509_free);
    cert = mem_adopt(mem, d2i_X509(NULL, &p, (long)len), X509_free);
    return p == (const unsigned char *)der + len ? cert : NULL;
}

void trust_shelve(struct trust *t, X509 *cert)
{
    struct shelved *s = &t->shelf[t->next_on_shelf];
    unsigned char *der = NULL;
    int len;

    for (int i = 0; i < TRUST_N_KNOWN; i++)
        if (t->shelf[i].cert == cert)
            return;
    len = i2d_X509(cert, &der);
    if (len > 0 && X509_up_ref(cert) == 1) {
        X509_free(s->cert);
        talloc_free(s->der);
        *s = (struct shelved){ cert, mem_dup(t, der, (size_t)len), (size_t)len };
        t->next_on_shelf = (t->next_on_shelf + 1) % TRUST_N_KNOWN;
    }
    OPENSSL_free(der);
}

/* ---- a folder ---- */

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name);
    size_t m = strlen(end);

    return n > m && strcmp(name + n - m, end) == 0;
}

/* One DER object, or any number of PEM blocks of one kind. add() is called for each. */
static int each_block(TALLOC_CTX *mem, const unsigned char *data, size_t len, const char *label,
                      bool (*add)(struct trust *, const unsigned char *, size_t), struct trust *t)
{
    BIO *bio = mem_adopt(mem, BIO_new_mem_buf(data, (int)len), BIO_free_all);
    unsigned char *der = NULL;
    char *name = NULL;
    char *header = NULL;
    long n_der = 0;
    int n = 0;

    if (len > 0 && data[0] == 0x30)
        return add(t, data, len);
    while (bio && PEM_read_bio(bio, &name, &header, &der, &n_der) == 1) {
        if (strcmp(name, label) == 0)
            n += add(t, der, (size_t)n_der);
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(der);
    }
    ERR_clear_error();
    return n;
}

static bool add_any_purpose(struct trust *t, const unsigned char *der, size_t len)
{
    return trust_add(t, der, len, &(struct trust_anchor){ .purposes = TRUST_ALL, TRUST_ALWAYS });
}

static bool add_crl(struct trust *t, const unsigned char *der, size_t len)
{
    trust_add_evidence(t, &(struct evidence){ EVIDENCE_CRL, der, len });
    return true;
}

static bool add_ocsp(struct trust *t, const unsigned char *der, size_t len)
{
    trust_add_evidence(t, &(struct evidence){ EVIDENCE_OCSP, der, len });
    return true;
}

/* What a file of the folder is, by its name; NULL when it is none of ours. */
static const struct file_kind {
    const char *suffix;
    const char *label;
    bool (*add)(struct trust *, const unsigned char *, size_t);
} KINDS[] = {
    { ".pem", "CERTIFICATE", add_any_purpose },
    { ".crt", "CERTIFICATE", add_any_purpose },
    { ".cer", "CERTIFICATE", add_any_purpose },
    { ".der", "CERTIFICATE", add_any_purpose },
    { ".crl", "X509 CRL", add_crl },
    { ".ors", "OCSP RESPONSE", add_ocsp },
};

static const struct file_kind *kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (name[0] != '.' && ends_with(name, KINDS[i].suffix))
            return &KINDS[i];
    return NULL;
}

static void load_file(struct trust *t, const char *dir, const char *name)
{
    MEM_SCOPE(tmp, t);
    const struct file_kind *kind = kind_of(name);
    const char *path = mem_printf(tmp, "%s/%s", dir, name);
    size_t len = 0;
    const char *data = kind ? file_read(tmp, path, MAX_FILE, &len) : NULL;

    if (kind && (!data || each_block(tmp, (const unsigned char *)data, len, kind->label, kind->add, t) == 0))
        log_warn(NULL, "trust.unreadable", LOG_S("file", path));
}

int trust_load_dir(struct trust *t, const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    int before = t->n_anchors;

    if (!dir) {
        log_warn(NULL, "trust.missing", LOG_S("dir", path));
        return -1;
    }
    while ((entry = readdir(dir)))
        load_file(t, path, entry->d_name);
    closedir(dir);
    return t->n_anchors - before;
}

/* ---- packing ---- */

static void pack_anchor(struct buf *b, const struct trust_anchor *a)
{
    unsigned char *der = NULL;
    int len = i2d_X509(a->cert, &der);

    pack_bytes(b, der, len > 0 ? (size_t)len : 0);
    OPENSSL_free(der);
    pack_int(b, a->purposes);
    pack_int(b, a->revocation);
    pack_text(b, a->policy);
    pack_text(b, a->rules);
    pack_int(b, a->from);
    pack_int(b, a->to);
}

void *trust_pack(TALLOC_CTX *mem, const struct trust *t, size_t *ret_len)
{
    struct buf b = buf_new(mem, MAX_PACKED);

    pack_int(&b, t->n_anchors);
    for (int i = 0; i < t->n_anchors; i++)
        pack_anchor(&b, &t->anchors[i]);
    pack_int(&b, t->n_evidence);
    for (int i = 0; i < t->n_evidence; i++) {
        pack_int(&b, t->evidence[i].kind);
        pack_bytes(&b, t->evidence[i].der, t->evidence[i].len);
    }
    pack_int(&b, t->n_algorithms);
    for (int i = 0; i < t->n_algorithms; i++) {
        pack_text(&b, t->algorithms[i].kind);
        pack_text(&b, t->algorithms[i].name);
        pack_int(&b, t->algorithms[i].min_bits);
        pack_int(&b, t->algorithms[i].until);
    }
    *ret_len = b.len;
    return b.overflow ? NULL : b.data;
}

static void unpack_anchor(struct unpack *u, struct trust *t)
{
    size_t len = 0;
    const void *der = unpack_bytes(u, &len);
    struct trust_anchor a = { .purposes = (unsigned)unpack_int(u) };

    a.revocation = (enum trust_revocation)unpack_int(u);
    a.policy = unpack_text(u);
    a.rules = unpack_text(u);
    a.from = unpack_int(u);
    a.to = unpack_int(u);
    if (!u->bad && !trust_add(t, der, len, &a))
        u->bad = true;
}

static void unpack_evidence(struct unpack *u, struct trust *t)
{
    struct evidence ev = { .kind = (enum evidence_kind)unpack_int(u) };

    ev.der = unpack_bytes(u, &ev.len);
    if (!u->bad)
        trust_add_evidence(t, &ev);
}

static void unpack_algorithm(struct unpack *u, struct trust *t, struct algorithm *a)
{
    snprintf(a->kind, sizeof a->kind, "%s", unpack_text(u));
    a->name = mem_strdup(t, unpack_text(u));
    a->min_bits = (int)unpack_int(u);
    a->until = unpack_int(u);
}

struct trust *trust_unpack(TALLOC_CTX *mem, const void *data, size_t len)
{
    struct trust *t = empty(mem);
    struct unpack u = unpack_new(data, len);
    int n = unpack_count(&u, TRUST_MAX_ANCHORS);

    for (int i = 0; i < n && !u.bad; i++)
        unpack_anchor(&u, t);
    n = unpack_count(&u, TRUST_MAX_EVIDENCE);
    for (int i = 0; i < n && !u.bad; i++)
        unpack_evidence(&u, t);
    n = unpack_count(&u, TRUST_MAX_ALGORITHMS);
    t->algorithms = mem_array(t, struct algorithm, (size_t)n + 1);
    for (t->n_algorithms = 0; t->n_algorithms < n && !u.bad; t->n_algorithms++)
        unpack_algorithm(&u, t, &t->algorithms[t->n_algorithms]);
    if (unpack_done(&u))
        return t;
    talloc_free(t);
    return NULL;
}
