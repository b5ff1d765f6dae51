/* Podpis zaufany: the seal is the minister's, the person is named in the role that the seal
 * covers (ustawa o informatyzacji art. 3 pkt 14a, 20aa). Believed only under a certificate kept for that purpose; the
 * same words under any other certificate are an attempt to pose as somebody. */
#include <string.h>

#include "core/law/ident.h"
#include "core/sig/xmlsig_priv.h"

#define NS_PPZP "http://crd.gov.pl/xml/schematy/ppzp/"
#define NS_OS "http://crd.gov.pl/xml/schematy/osoba/2009/03/06/"
#define NS_PZ "http://crd.gov.pl/xml/schematy/podpis_zaufany/"
#define MAX_NAME 100

struct person {
    const char *given;
    const char *surname;
    const char *pesel;
};

static const xmlNode *claimed_roles(const struct sig *s)
{
    const xmlNode *role = xml_child(s->signature_properties, XML_NS_XADES, "SignerRole");

    if (!role)
        role = xml_child(s->signature_properties, XML_NS_XADES, "SignerRoleV2");
    return xml_child(role, XML_NS_XADES, "ClaimedRoles");
}

/* Anything of the trusted profile's namespaces, however deep: how many, and the first. */
static int identities(const xmlNode *roles, const xmlNode **ret_first)
{
    int count = 0;

    for (const xmlNode *n = roles; n; n = xml_walk(roles, n))
        if ((xml_is(n, NS_PPZP, "PodpisZP") || xml_is(n, NS_PZ, "EPSignature")) && count++ == 0)
            *ret_first = n;
    return count;
}

/* A folder of anchors says not what for; there only a seal that was chosen itself may name a person. */
static bool is_profile_seal(const struct verify_signature *s)
{
    return strcmp(s->kind, "zaufany") == 0 || (strcmp(s->kind, "inny") == 0 && s->pinned);
}

/* First and only element of this name below. */
static const char *only(TALLOC_CTX *mem, const xmlNode *top, const char *ns_uri, const char *name)
{
    const char *text = "";
    int n = 0;

    for (const xmlNode *in = top; in; in = xml_walk(top, in))
        if (xml_is(in, ns_uri, name)) {
            text = xml_text(mem, in);
            n++;
        }
    return n == 1 && strlen(text) <= MAX_NAME ? text : "";
}

static struct person read_person(TALLOC_CTX *mem, const xmlNode *node)
{
    if (xml_is(node, NS_PPZP, "PodpisZP"))
        return (struct person){ only(mem, node, NS_OS, "Imie"), only(mem, node, NS_OS, "Nazwisko"),
                                only(mem, node, NS_OS, "PESEL") };
    return (struct person){ only(mem, node, NS_PZ, "FirstName"), only(mem, node, NS_PZ, "CurrentFamilyName"),
                            only(mem, node, NS_PZ, "PersonalIdentifier") };
}

bool sig_person(struct sig *s)
{
    const xmlNode *roles = claimed_roles(s);
    const xmlNode *node = NULL;
    int n = roles ? identities(roles, &node) : 0;
    struct person p;
    struct pesel pesel;

    if (n == 0)
        return true;
    if (!is_profile_seal(&s->result))
        return sig_fault(
            s, 31, "SIG_CONSTRAINTS_FAILURE",
            "Podpis podaje tożsamość jak profil zaufany, ale nie złożono go pieczęcią profilu zaufanego; to "
            "może być próba podszycia się.");
    p = read_person(s->out, node);
    if (n != 1 || !*p.given || !*p.surname || !pesel_parse(p.pesel, &pesel))
        return sig_fault(s, 31, "SIG_CONSTRAINTS_FAILURE",
                         "Podpis zaufany nie zawiera poprawnych danych osoby podpisującej.");
    s->result.kind = "zaufany";
    s->result.signer = mem_printf(s->out, "%s %s", p.given, p.surname);
    s->result.pesel = p.pesel;
    return true;
}
