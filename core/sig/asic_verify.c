/* Takes the files out of a container and hands each signature to the engine of its kind. */
#include "core/sig/asic_verify.h"

#include <string.h>

#include "core/base/zip.h"
#include "core/sig/asic_priv.h"
#include "core/sig/cms_priv.h"
#include "core/sig/verify_cert.h"
#include "core/sig/xmlsig.h"

#define MAX_DEFAULT ((size_t)16 << 20)
#define MAX_SIGNATURE_FILES 32
#define MIME "application/vnd.etsi.asic-"

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool ends(const char *text, const char *with)
{
    size_t n = strlen(text);
    size_t m = strlen(with);

    return n >= m && strcasecmp(text + n - m, with) == 0;
}

/* The type stands at a fixed place when it is there at all; without it the folder of signatures tells. */
bool asic_is(const void *data, size_t len)
{
    const char *p = data;
    const char *folder;

    if (len < 38 + strlen(MIME) || memcmp(p, "PK\003\004", 4) != 0)
        return false;
    if (memcmp(p + 30, "mimetype", 8) == 0)
        return memcmp(p + 38, MIME, strlen(MIME)) == 0;
    folder = memmem(p, len, "META-INF/", 9);
    return folder && memmem(folder, len - (size_t)(folder - p), "ignature", 8);
}

/* ---- names ---- */

static bool is_inner(const char *name)
{
    return begins(name, "META-INF/");
}

static bool is_signature(const char *name)
{
    return is_inner(name) && strcasestr(name, "signature") && (ends(name, ".xml") || ends(name, ".p7s"));
}

static bool is_document(const char *name)
{
    return !is_inner(name) && strcmp(name, "mimetype") != 0;
}

/* ---- scope (check 33) ---- */

static const char *uncovered(const struct asic *a)
{
    const char *names = "";

    for (int i = 0; i < a->n; i++)
        if (is_document(a->files[i].name) && !a->covered[i])
            names = mem_printf(a->mem, "%s%s„%s”", names, *names ? ", " : "", a->files[i].name);
    return names;
}

static void set_scope(const struct asic *a, struct verify_signature *sig)
{
    const char *names = uncovered(a);

    sig->scope = *names ? "czesc" : "calosc";
    sig->scope_detail = *names ? mem_printf(a->mem, "Podpis nie obejmuje plików: %s.", names) : "";
    if (a->unchecked[0])
        verify_note(a->mem, sig, a->unchecked);
}

/* ---- one file of signatures ---- */

static void take_over(struct asic *a, const struct verify_report *from)
{
    struct verify_report *rep = a->rep;

    if (from->n == 0) {
        struct verify_signature sig = verify_signature_of("XAdES");

        sig.scope = "czesc";
        verify_fault(&sig, VERIFY_TOTAL_FAILED, 8, "FORMAT_FAILURE",
                     from->reason[0] ? from->reason : "Plik podpisu w kontenerze nie zawiera podpisu.");
        verify_report_add(a->mem, rep, &sig);
    }
    for (int i = 0; i < from->n; i++) {
        set_scope(a, &from->signatures[i]);
        verify_report_add(a->mem, rep, &from->signatures[i]);
    }
    for (int i = 0; i < from->n_used; i++)
        verify_use(a->mem, rep, from->used[i].kind, from->used[i].der, from->used[i].len);
    for (int i = 0; i < from->n_missing; i++)
        verify_want(a->mem, rep, &from->missing[i]);
}

static void xades(struct asic *a, const struct verify_file *file)
{
    struct verify_request rq = *a->rq;
    struct verify_report rep = verify_report_of(VERIFY_NONE, "", 0, "");

    rq.data = file->data;
    rq.len = file->len;
    rq.profile = VERIFY_FOREIGN;
    xmlsig_verify_beside(a->mem, &rq, a->trust, a->files, a->n, &rep, a->covered);
    take_over(a, &rep);
}

/* ASiC-S: the one document itself is signed. */
static const struct verify_file *sole_document(const struct asic *a)
{
    const struct verify_file *found = NULL;

    for (int i = 0; i < a->n; i++) {
        if (!is_document(a->files[i].name))
            continue;
        if (found)
            return NULL;
        found = &a->files[i];
        a->covered[i] = true;
    }
    return found;
}

static void cades(struct asic *a, const struct verify_file *file)
{
    const struct verify_file *manifest = asic_manifest(a, file->name);
    const struct verify_file *content = manifest;
    struct verify_signature sig = verify_signature_of("CAdES");
    struct cms_question q = { .rq = a->rq, .trust = a->trust, .der = file->data, .len = file->len, .draft = &sig };

    if (manifest)
        asic_check_manifest(a, manifest, &sig);
    else
        content = sole_document(a);
    if (!content) {
        memset(a->covered, 0, (size_t)a->n * sizeof *a->covered);
        verify_fault(&sig, VERIFY_INDETERMINATE, 11, "SIGNED_DATA_NOT_FOUND",
                     "Kontener nie mówi, których plików dotyczy podpis.");
    }
    set_scope(a, &sig);
    if (!content) {
        verify_report_add(a->mem, a->rep, &sig);
        return;
    }
    q.parts[0] = (struct cms_part){ content->data, content->len };
    q.n_parts = 1;
    cms_judge(a->mem, &q, a->rep);
}

/* ---- the container ---- */

static bool unpack(struct asic *a, const struct zip *zip)
{
    a->files = mem_array(a->tmp, struct verify_file, (size_t)zip->n + 1);
    a->covered = mem_array(a->tmp, bool, (size_t)zip->n + 1);
    for (int i = 0; i < zip->n; i++) {
        const struct zip_entry *e = &zip->entries[i];
        const void *data;

        if (ends(e->name, "/"))
            continue;
        data = zip_read(a->tmp, e);
        if (!data)
            return false;
        a->files[a->n++] = (struct verify_file){ e->name, data, e->len };
        if (is_inner(e->name) && ends(e->name, ".tst"))
            a->unchecked = "Nie sprawdzono znaczników czasu kontenera.";
    }
    return true;
}

static const char *read_container(struct asic *a)
{
    const char *problem = NULL;
    struct zip zip;

    if (!zip_open(a->tmp, a->rq->data, a->rq->len, &zip, &problem))
        return problem;
    for (int i = 1; i < zip.n; i++)
        if (strcmp(zip.entries[i].name, "mimetype") == 0)
            return "Kontener ma opis swojego rodzaju w niewłaściwym miejscu.";
    return unpack(a, &zip) ? NULL : "Plik w kontenerze jest uszkodzony.";
}

static void each_signature(struct asic *a)
{
    int n = 0;

    for (int i = 0; i < a->n; i++) {
        const char *name = a->files[i].name;

        if (!is_signature(name))
            continue;
        if (++n > MAX_SIGNATURE_FILES) {
            *a->rep = verify_report_of(VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", VERIFY_CHECK(35),
                                       "Kontener ma zbyt wiele podpisów.");
            return;
        }
        memset(a->covered, 0, (size_t)a->n * sizeof *a->covered);
        if (ends(name, ".p7s"))
            cades(a, &a->files[i]);
        else
            xades(a, &a->files[i]);
    }
}

void asic_verify(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret)
{
    MEM_SCOPE(tmp, mem);
    struct asic a = { .mem = mem, .tmp = tmp, .rq = rq, .trust = trust, .rep = ret, .unchecked = "" };
    const char *problem;

    *ret = verify_report_of(VERIFY_NONE, "", 0, "Kontener nie zawiera podpisu.");
    problem = rq->len > (rq->max ? rq->max : MAX_DEFAULT) ? "Plik jest za duży." : read_container(&a);
    if (problem)
        *ret = verify_report_of(VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", VERIFY_CHECK(1), problem);
    else
        each_signature(&a);
}
