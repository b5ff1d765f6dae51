/* Archive time stamps (EN 319 132-1, 5.5.2, the form that lists nothing): each covers all that was
 * signed, the signature, and what was added before the stamp. They add to a good signature and are never a fault of it:
 * one that does not count is noted. */
#include <string.h>

#include "core/sig/verify_stamp.h"
#include "core/sig/xmlsig_priv.h"
#include "core/trust/tsp.h"

#define MAX_STAMPS 8
#define MAX_PIECES 96

/* What one stamp covers, in the order in which it is digested. */
struct cover {
    TALLOC_CTX *mem; /* of this stamp only: what it covers may be large */
    struct sig *s;
    const xmlNode *method; /* CanonicalizationMethod of the stamp; NULL: the default */
    const char *algorithm;
    struct {
        const void *p;
        size_t len;
    } pieces[MAX_PIECES];
    int n;
    size_t len;
};

static bool add(struct cover *c, const void *p, size_t len)
{
    if (c->n == MAX_PIECES)
        return false;
    c->pieces[c->n].p = p;
    c->pieces[c->n++].len = len;
    c->len += len;
    return true;
}

static bool add_node(struct cover *c, xmlNode *node)
{
    const unsigned char *data = NULL;
    size_t len = 0;

    return sig_canonical(c->mem, c->s->d->doc, node, c->algorithm, c->method, &data, &len) && add(c, data, len);
}

/* A Reference whose last transform leaves nodes, not bytes: the stamp makes them bytes in its own way. */
static bool leaves_nodes(const xmlNode *reference, const struct sig_ref *ref)
{
    const xmlNode *transforms = xml_child(reference, XML_NS_DS, "Transforms");
    const xmlNode *last = NULL;

    for (const xmlNode *t = transforms ? sig_first(transforms) : NULL; t; t = sig_next(t))
        last = t;
    if (!last)
        return ref->covers != SIG_COVERS_FILE;
    return !sig_is_plain_c14n(last) && strcmp(sig_attr(last, "Algorithm"), SIG_BASE64) != 0;
}

/* What was signed, as it was digested. */
static bool add_references(struct cover *c)
{
    const xmlNode *reference = xml_child(c->s->signed_info, XML_NS_DS, "Reference");

    for (int i = 0; i < c->s->n_refs; i++, reference = xml_next(reference, XML_NS_DS, "Reference")) {
        const struct sig_ref *ref = &c->s->refs[i];

        if (leaves_nodes(reference, ref) && strcmp(c->algorithm, SIG_C14N) != 0)
            return false;
        if (!ref->digested || !add(c, ref->digested, ref->digested_len))
            return false;
    }
    return true;
}

static bool add_earlier_properties(struct cover *c, const xmlNode *stamp)
{
    for (xmlNode *n = sig_first(c->s->unsigned_properties); n && n != stamp; n = sig_next(n))
        if (!add_node(c, n))
            return false;
    return true;
}

static bool add_objects(struct cover *c)
{
    for (xmlNode *n = xml_child(c->s->signature, XML_NS_DS, "Object"); n; n = xml_next(n, XML_NS_DS, "Object"))
        if (n != c->s->object && !add_node(c, n))
            return false;
    return true;
}

static bool gather(struct cover *c, const xmlNode *stamp)
{
    return add_references(c) && add_node(c, c->s->signed_info) && add_node(c, c->s->value) &&
           add_node(c, c->s->key_info) && add_earlier_properties(c, stamp) && add_objects(c);
}

static const char *joined(const struct cover *c)
{
    char *all = mem_array(c->mem, char, c->len + 1);
    size_t at = 0;

    for (int i = 0; i < c->n; at += c->pieces[i++].len)
        memcpy(all + at, c->pieces[i].p, c->pieces[i].len);
    return all;
}

static bool left_out(struct sig *s, const char *why)
{
    verify_note(s->out, &s->result, mem_printf(s->out, "Nie uwzględniono znacznika archiwalnego: %s", why));
    return false;
}

static bool is_good(struct sig *s, const xmlNode *stamp)
{
    MEM_SCOPE(tmp, s->mem);
    const xmlNode *method = xml_child(stamp, XML_NS_DS, "CanonicalizationMethod");
    const xmlNode *token = xml_child(stamp, XML_NS_XADES, "EncapsulatedTimeStamp");
    struct cover *c = mem_zero(tmp, struct cover);
    struct verify_stamped stamped = { .claimed = strcmp(s->result.level, "B-B") == 0 ? s->claimed : s->at,
                                      .extra = s->evidence,
                                      .n_extra = s->n_evidence };
    struct verify_signature of_stamp = verify_signature_of("");
    int64_t at = 0;
    bool good;

    stamped.token = base64_decode(tmp, sig_sole_text(token), TSP_MAX_TOKEN, &stamped.token_len);
    if (!stamped.token || xml_next(token, XML_NS_XADES, "EncapsulatedTimeStamp"))
        return left_out(s, "jest zapisany niepoprawnie.");
    *c = (struct cover){
        .mem = tmp, .s = s, .method = method, .algorithm = method ? sig_attr(method, "Algorithm") : SIG_C14N
    };
    if (xml_child(stamp, XML_NS_XADES, "Include") || (method && !sig_is_plain_c14n(method)) || !gather(c, stamp))
        return left_out(s, "system nie potrafi obliczyć, co obejmuje.");
    stamped.data = joined(c);
    stamped.len = c->len;
    good = verify_stamp(s->out, s->rq, s->trust, &stamped, &of_stamp, s->report, &at);
    if (*of_stamp.reason)
        return left_out(s, of_stamp.reason);
    if (*of_stamp.unchecked)
        verify_note(s->out, &s->result, of_stamp.unchecked);
    return good;
}

int sig_archive_stamps(struct sig *s)
{
    const xmlNode *n = xml_child(s->unsigned_properties, SIG_NS_XADES141, "ArchiveTimeStamp");
    int n_good = 0;

    for (int i = 0; n && i < MAX_STAMPS; i++, n = xml_next(n, SIG_NS_XADES141, "ArchiveTimeStamp"))
        n_good += is_good(s, n);
    if (n || xml_child(s->unsigned_properties, XML_NS_XADES, "ArchiveTimeStamp"))
        verify_note(s->out, &s->result, "Części znaczników archiwalnych nie sprawdzano.");
    return n_good;
}
