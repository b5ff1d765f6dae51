/* Qualifications of a trusted list: whom each criterion means, and what each qualifier makes of a certificate. */
#include "core/trust/qc_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/support/keys.h"

#define ADDRESS "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"
#define LIST(how, what) "<q:CriteriaList assert=\"" how "\">" what "</q:CriteriaList>"
#define BIT(name, value) "<q:KeyUsageBit name=\"" name "\">" value "</q:KeyUsageBit>"
#define USAGE(bits) "<q:KeyUsage>" bits "</q:KeyUsage>"
#define OID(element, oid) "<" element "><x:Identifier>" oid "</x:Identifier></" element ">"
#define POLICY(oid) "<q:PolicySet>" OID("q:PolicyIdentifier", oid) "</q:PolicySet>"
#define OTHER(what) "<q:otherCriteriaList>" what "</q:otherCriteriaList>"
#define PURPOSE(oid) OTHER("<a:ExtendedKeyUsage>" OID("a:KeyPurposeId", oid) "</a:ExtendedKeyUsage>")
#define SUBJECT(oid) OTHER("<a:CertSubjectDNAttribute>" OID("a:AttributeOID", oid) "</a:CertSubjectDNAttribute>")
#define YES_POLICY POLICY("1.2.3.4")
#define NO_POLICY POLICY("1.2.3.5")

struct world {
    TALLOC_CTX *mem;
    X509 *qualified; /* for signatures, in a device; policy 1.2.3.4, nonRepudiation, an address in the subject */
    X509 *plain;     /* says nothing of itself */
};

static int set_up(void **state)
{
    struct world *w = mem_zero(NULL, struct world);
    EVP_PKEY *key = key_new(w, KEY_P256);
    struct cert_spec spec = { .cn = "Jan Kowalski", .key = key, .key_usage = "critical,nonRepudiation" };

    xml_init();
    w->mem = w;
    spec.policies = "1.2.3.4";
    spec.ext_key_usage = "emailProtection";
    spec.email = "jan@example.pl";
    w->plain = cert_new(w, &spec);
    spec.qc = KEYS_QC_SIGNATURE;
    w->qualified = cert_new(w, &spec);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    talloc_free(*state);
    return 0;
}

static const char *rules_of(struct world *w, const char *elements)
{
    const char *text =
        mem_printf(w->mem,
                   "<q:Qualifications xmlns:q=\"" QC_RULES_NS "\" xmlns:x=\"http://uri.etsi.org/01903/v1.3.2#\""
                   " xmlns:a=\"http://uri.etsi.org/02231/v2/additionaltypes#\">%s</q:Qualifications>",
                   elements);
    xmlDoc *doc = NULL;

    assert_int_equal(xml_parse(w->mem, text, strlen(text), strlen(text), &doc, NULL), ERR_OK);
    return qc_rules_read(w->mem, xmlDocGetRootElement(doc));
}

static const char *element(struct world *w, const char *qualifier, const char *criteria)
{
    return mem_printf(w->mem,
                      "<q:QualificationElement><q:Qualifiers><q:Qualifier uri=\"%s\"/></q:Qualifiers>%s"
                      "</q:QualificationElement>",
                      qualifier, criteria);
}

static const char *kind_after(const char *rules, X509 *cert)
{
    struct qc qc = qc_of(cert);

    qc_rules_apply(rules, cert, &qc);
    return qc_kind(&qc);
}

static void expect(const char *what, const char *kind, const char *wanted)
{
    if (strcmp(kind, wanted) != 0)
        fail_msg("%s: %s instead of %s", what, kind, wanted);
}

/* Whom: seen by what is taken away (the sure and the doubtful) and by what is given (the sure alone). */
static void criteria_choose_certificates(void **state)
{
    static const struct {
        const char *criteria;
        char meant; /* y, n, ? */
    } cases[] = {
        { LIST("all", YES_POLICY), 'y' },
        { LIST("all", NO_POLICY), 'n' },
        { LIST("all", POLICY("urn:oid:1.2.3.4")), 'y' },
        { LIST("all", POLICY("URN:OID:1.2.3.4")), 'y' },
        { LIST("all", POLICY("polityka")), '?' },
        { LIST("all", "<q:PolicySet/>"), '?' },
        { LIST("all", YES_POLICY NO_POLICY), 'n' },
        { LIST("all", YES_POLICY YES_POLICY), 'y' },
        { LIST("all", "<q:PolicySet>" OID("q:PolicyIdentifier", "1.2.3.4")
                          OID("q:PolicyIdentifier", "1.2.3.5") "</q:PolicySet>"),
          'n' },
        { LIST("atLeastOne", YES_POLICY NO_POLICY), 'y' },
        { LIST("atLeastOne", NO_POLICY NO_POLICY), 'n' },
        { LIST("none", NO_POLICY), 'y' },
        { LIST("none", NO_POLICY YES_POLICY), 'n' },
        { LIST("all", USAGE(BIT("nonRepudiation", "true"))), 'y' },
        { LIST("all", USAGE(BIT("nonRepudiation", "1") BIT("digitalSignature", "false"))), 'y' },
        { LIST("all", USAGE(BIT("nonRepudiation", "true") BIT("digitalSignature", "true"))), 'n' },
        { LIST("all", USAGE(BIT("nonRepudiation", "false"))), 'n' },
        { LIST("all", USAGE(BIT("sometimes", "true"))), '?' },
        { LIST("all", USAGE(BIT("sometimes", "true") BIT("crlSign", "true"))), 'n' },
        { LIST("all", USAGE("")), '?' },
        { LIST("all", PURPOSE("1.3.6.1.5.5.7.3.4")), 'y' },
        { LIST("all", PURPOSE("1.3.6.1.5.5.7.3.1")), 'n' },
        { LIST("all", SUBJECT("2.5.4.3")), 'y' },
        { LIST("all", SUBJECT("2.5.4.97")), 'n' },
        { LIST("all", OTHER("<a:Weather/>")), '?' },
        { LIST("all", OTHER("<a:Weather/>") NO_POLICY), 'n' },
        { LIST("atLeastOne", OTHER("<a:Weather/>") YES_POLICY), 'y' },
        { LIST("none", OTHER("<a:Weather/>")), '?' },
        { LIST("all", YES_POLICY LIST("atLeastOne", NO_POLICY USAGE(BIT("nonRepudiation", "true")))), 'y' },
        { LIST("all", YES_POLICY LIST("none", YES_POLICY)), 'n' },
        { LIST("all", YES_POLICY "<q:Description>tekst</q:Description>"), 'y' },
        { LIST("all", YES_POLICY "<q:Novelty/>"), '?' },
        { LIST("all", ""), '?' },
        { LIST("all", "<q:Description>nic</q:Description>"), '?' },
        { LIST("most", YES_POLICY), '?' },
        { "<q:CriteriaList>" YES_POLICY "</q:CriteriaList>", '?' },
        { "", '?' },
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *taking = rules_of(w, element(w, ADDRESS "NotQualified", cases[i].criteria));
        const char *giving = rules_of(w, element(w, ADDRESS "QCStatement", cases[i].criteria));

        expect(taking, kind_after(taking, w->qualified), cases[i].meant == 'n' ? "kwalifikowany" : "niekwalifikowany");
        expect(giving, kind_after(giving, w->plain), cases[i].meant == 'y' ? "zaawansowany" : "niekwalifikowany");
    }
}

static void qualifiers_go_before_the_certificate(void **state)
{
    static const struct {
        const char *qualifiers[2];
        const char *qualified; /* what a qualified certificate for signatures in a device becomes */
        const char *plain;
    } cases[] = {
        { { "NotQualified" }, "niekwalifikowany", "niekwalifikowany" },
        { { "QCStatement" }, "kwalifikowany", "zaawansowany" },
        { { "QCStatement", "NotQualified" }, "niekwalifikowany", "niekwalifikowany" },
        { { "QCStatement", "QCWithSSCD" }, "kwalifikowany", "kwalifikowany" },
        { { "QCStatement", "QCWithQSCD" }, "kwalifikowany", "kwalifikowany" },
        { { "QCStatement", "QCQSCDManagedOnBehalf" }, "kwalifikowany", "kwalifikowany" },
        { { "QCStatement", "QCQSCDStatusAsInCert" }, "kwalifikowany", "zaawansowany" },
        { { "QCWithQSCD" }, "kwalifikowany", "niekwalifikowany" },
        { { "QCNoSSCD" }, "zaawansowany", "niekwalifikowany" },
        { { "QCNoQSCD" }, "zaawansowany", "niekwalifikowany" },
        { { "QCNoQSCD", "QCWithQSCD" }, "zaawansowany", "niekwalifikowany" },
        { { "QCForESig" }, "kwalifikowany", "niekwalifikowany" },
        { { "QCForESeal" }, "pieczec", "niekwalifikowany" },
        { { "QCForLegalPerson" }, "pieczec", "niekwalifikowany" },
        { { "QCForWSA" }, "niekwalifikowany", "niekwalifikowany" },
        { { "QCForESig", "QCForESeal" }, "kwalifikowany", "niekwalifikowany" },
        { { "QCStatement", "QCForESeal" }, "pieczec", "pieczec_zaawansowana" },
        { { "QCSomethingNew" }, "kwalifikowany", "niekwalifikowany" },
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *both = "";
        const char *rules;

        for (int k = 0; k < 2 && cases[i].qualifiers[k]; k++)
            both = mem_printf(
                w->mem, "%s%s", both,
                element(w, mem_printf(w->mem, ADDRESS "%s", cases[i].qualifiers[k]), LIST("all", YES_POLICY)));
        rules = rules_of(w, both);
        expect(rules, kind_after(rules, w->qualified), cases[i].qualified);
        expect(rules, kind_after(rules, w->plain), cases[i].plain);
    }
}

static void the_text_is_as_told(void **state)
{
    struct world *w = *state;

    assert_string_equal(
        rules_of(w, element(w, "http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/SvcInfoExt/QCNoSSCD",
                            LIST("atLeastOne", USAGE(BIT("nonRepudiation", "true")) YES_POLICY))),
        "[{\"of\":{\"any\":[{\"keyUsage\":{\"nonRepudiation\":true}},{\"policies\":[\"1.2.3.4\"]}]},"
        "\"say\":[\"QCNoSSCD\"]}]");
    assert_string_equal(rules_of(w, ""), "[]");
    assert_string_equal(kind_after("[]", w->qualified), "kwalifikowany");
}

/* What nobody would write takes away rather than gives. */
static void too_much_is_a_rule_that_nobody_is_qualified(void **state)
{
    struct world *w = *state;
    const char *deep = YES_POLICY;
    const char *wide = "";

    for (int i = 0; i < 20; i++)
        deep = mem_printf(w->mem, LIST("all", "%s"), deep);
    expect("deep", kind_after(rules_of(w, element(w, ADDRESS "QCStatement", deep)), w->plain), "niekwalifikowany");
    expect("deep", kind_after(rules_of(w, element(w, ADDRESS "NotQualified", deep)), w->qualified), "niekwalifikowany");
    for (int i = 0; i < 12; i++)
        wide = mem_printf(w->mem, "%s%s" YES_POLICY, wide, wide);
    wide = rules_of(w, element(w, ADDRESS "QCForESig", mem_printf(w->mem, LIST("all", "%s"), wide)));
    assert_true(strlen(wide) < 100);
    expect("wide", kind_after(wide, w->qualified), "niekwalifikowany");
}

static void a_broken_text_takes_every_quality(void **state)
{
    static const char *const broken[] = { "", "{", "{}", "7", "[", "\"a\"" };
    static const char *const odd[] = { "[7]", "[{}]", "[{\"say\":[\"QCForESeal\"],\"of\":7}]",
                                       "[{\"say\":7,\"of\":{\"all\":7}}]",
                                       "[{\"say\":[7],\"of\":{\"policies\":[7]}}]" };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        expect(broken[i], kind_after(broken[i], w->qualified), "niekwalifikowany");
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
        expect(odd[i], kind_after(odd[i], w->qualified), "kwalifikowany");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(criteria_choose_certificates),
        cmocka_unit_test(qualifiers_go_before_the_certificate),
        cmocka_unit_test(the_text_is_as_told),
        cmocka_unit_test(too_much_is_a_rule_that_nobody_is_qualified),
        cmocka_unit_test(a_broken_text_takes_every_quality),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
