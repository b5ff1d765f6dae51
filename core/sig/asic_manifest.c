/* ASiCManifest: the file that a CAdES signature of a container covers, and the digests in it by
 * which it covers the rest (EN 319 162-1, A.4). */
#include <string.h>

#include "core/doc/xml.h"
#include "core/sig/asic_priv.h"
#include "core/sig/cms_priv.h"
#include "core/sig/verify_cert.h"

#define MAX_MANIFEST (1u << 20)
#define MAX_REFERENCES 1000

static xmlDoc *parse(const struct asic *a, const struct verify_file *file)
{
    xmlDoc *doc = NULL;

    if (xml_parse(a->tmp, file->data, file->len, MAX_MANIFEST, &doc, NULL) ||
        !xml_is(xmlDocGetRootElement(doc), ASIC_NS, "ASiCManifest"))
        return NULL;
    return doc;
}

/* ---- names ---- */

static int hex(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* References are URIs: %C5%82 is one letter of a name. */
static bool is_called(const char *uri, const char *name)
{
    if (!uri)
        return false;
    for (; *uri && *name; uri++, name++) {
        int c = (unsigned char)*uri;

        if (c == '%' && hex(uri[1]) >= 0 && hex(uri[2]) >= 0) {
            c = hex(uri[1]) << 4 | hex(uri[2]);
            uri += 2;
        }
        if (c != (unsigned char)*name)
            return false;
    }
    return *uri == '\0' && *name == '\0';
}

static int find(const struct asic *a, const char *uri)
{
    for (int i = 0; i < a->n; i++)
        if (is_called(uri, a->files[i].name))
            return i;
    return -1;
}

static bool is_manifest(const char *name)
{
    return strncmp(name, "META-INF/", 9) == 0 && strcasestr(name, "ASiCManifest");
}

const struct verify_file *asic_manifest(const struct asic *a, const char *signature)
{
    for (int i = 0; i < a->n; i++) {
        xmlDoc *doc = is_manifest(a->files[i].name) ? parse(a, &a->files[i]) : NULL;
        const xmlNode *reference = doc ? xml_child(xmlDocGetRootElement(doc), ASIC_NS, "SigReference") : NULL;

        if (reference && is_called(xml_get(a->tmp, reference, "URI"), signature))
            return &a->files[i];
    }
    return NULL;
}

/* ---- digests ---- */

static int decode(TALLOC_CTX *mem, const char *text, unsigned char *out, size_t max)
{
    char *packed = mem_strdup(mem, text);
    size_t n = 0;
    int len;

    for (const char *p = text; *p; p++)
        if (*p != ' ' && *p != '\n' && *p != '\r' && *p != '\t')
            packed[n++] = *p;
    packed[n] = '\0';
    if (n == 0 || n / 4 * 3 > max)
        return -1;
    len = EVP_DecodeBlock(out, (const unsigned char *)packed, (int)n);
    for (; len > 0 && n > 0 && packed[n - 1] == '='; n--)
        len--;
    return len;
}

static bool digest_fits(const struct asic *a, const xmlNode *reference, const struct verify_file *file,
                        const struct cms_digest *digest)
{
    const struct cms_part part = { file->data, file->len };
    unsigned char said[2 * EVP_MAX_MD_SIZE];
    unsigned char is[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    int len = decode(a->tmp, xml_text(a->tmp, xml_child(reference, XML_NS_DS, "DigestValue")), said, sizeof said);

    return cms_hash(digest, &part, 1, is, &n) && len == (int)n && memcmp(is, said, n) == 0;
}

static bool check_reference(struct asic *a, const xmlNode *reference, struct verify_signature *sig)
{
    const char *method = xml_get(a->tmp, xml_child(reference, XML_NS_DS, "DigestMethod"), "Algorithm");
    const struct cms_digest *digest = cms_digest_by_uri(method ? method : "");
    int i = find(a, xml_get(a->tmp, reference, "URI"));

    if (i < 0)
        return verify_fault(sig, VERIFY_INDETERMINATE, 11, "SIGNED_DATA_NOT_FOUND",
                            "W kontenerze brakuje pliku, którego dotyczy podpis.");
    if (!digest || !trust_digest(a->trust, digest->uri, a->rq->at))
        return verify_fault(sig, VERIFY_INDETERMINATE, 16, "CRYPTO_CONSTRAINTS_FAILURE",
                            "Pliki w kontenerze opisano skrótem, który nie jest dopuszczony.");
    if (!digest_fits(a, reference, &a->files[i], digest))
        return verify_fault(
            sig, VERIFY_TOTAL_FAILED, 23, "HASH_FAILURE",
            mem_printf(a->mem, "Plik „%s” zmieniono po podpisaniu (skrót się nie zgadza).", a->files[i].name));
    a->covered[i] = true;
    return true;
}

void asic_check_manifest(struct asic *a, const struct verify_file *manifest, struct verify_signature *sig)
{
    xmlDoc *doc = parse(a, manifest);
    const char *const name = "DataObjectReference";
    int n = 0;

    for (const xmlNode *r = doc ? xml_child(xmlDocGetRootElement(doc), ASIC_NS, name) : NULL; r;
         r = xml_next(r, ASIC_NS, name)) {
        if (++n > MAX_REFERENCES) {
            verify_fault(sig, VERIFY_INDETERMINATE, 35, "SIG_CONSTRAINTS_FAILURE",
                         "Kontener opisuje zbyt wiele plików.");
            return;
        }
        check_reference(a, r, sig);
    }
}
