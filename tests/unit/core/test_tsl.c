/* Trusted lists: which services count, from when to when; and documents that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/doc/xml.h"
#include "core/trust/tsl.h"

#define CERT "<DigitalId><X509Certificate>QUJD\nREVG</X509Certificate></DigitalId>"
#define QC "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"
#define QTST "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST"
#define ST "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
#define FOR(what)                                                                                                      \
    "<ServiceInformationExtensions><Extension Critical=\"true\"><AdditionalServiceInformation><URI>"                   \
    "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/" what                                                         \
    "</URI></AdditionalServiceInformation></Extension></ServiceInformationExtensions>"
#define INFO(type, id, status, from, more)                                                                             \
    "<ServiceTypeIdentifier>" type "</ServiceTypeIdentifier><ServiceName><Name xml:lang=\"en\">Service</Name>"         \
    "<Name xml:lang=\"pl\">Usługa</Name></ServiceName><ServiceDigitalIdentity>" id                                     \
    "</ServiceDigitalIdentity><ServiceStatus>" status "</ServiceStatus><StatusStartingTime>" from                      \
    "</StatusStartingTime>" more
#define SERVICE(type, id, status, from, more, history)                                                                 \
    "<TSPService><ServiceInformation>" INFO(                                                                           \
        type, id, status, from, more) "</ServiceInformation><ServiceHistory>" history "</ServiceHistory></TSPService>"
#define PAST(type, status, from, more)                                                                                 \
    "<ServiceHistoryInstance>" INFO(type, "", status, from, more) "</ServiceHistoryInstance>"
#define NOW "2020-01-01T00:00:00Z"

static const char HEAD[] = "<TSLVersionIdentifier>5</TSLVersionIdentifier><TSLSequenceNumber>12</TSLSequenceNumber>"
                           "<TSLType>http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric</TSLType>"
                           "<SchemeTerritory>PL</SchemeTerritory><ListIssueDateTime>2026-01-02T00:00:00Z"
                           "</ListIssueDateTime><NextUpdate><dateTime>2026-07-02T00:00:00Z</dateTime></NextUpdate>"
                           "<DistributionPoints><URI>https://tsl.example/pl.xml</URI></DistributionPoints>";

static int begin(void **state)
{
    xml_init();
    *state = mem_new(NULL);
    return 0;
}

static int end(void **state)
{
    talloc_free(*state);
    return 0;
}

static bool read_list(TALLOC_CTX *mem, const char *head, const char *services, struct tsl *t, const char **problem)
{
    const char *text =
        mem_printf(mem,
                   "<TrustServiceStatusList xmlns=\"" TSL_NS "\"><SchemeInformation>%s</SchemeInformation>"
                   "<TrustServiceProviderList><TrustServiceProvider><TSPServices>%s</TSPServices>"
                   "</TrustServiceProvider></TrustServiceProviderList></TrustServiceStatusList>",
                   head, services);
    xmlDoc *doc = NULL;

    assert_int_equal(xml_parse(mem, text, strlen(text), strlen(text), &doc, NULL), ERR_OK);
    return tsl_read(mem, doc, t, problem);
}

static struct tsl services(TALLOC_CTX *mem, const char *text)
{
    struct tsl t;
    const char *problem = "";

    if (!read_list(mem, HEAD, text, &t, &problem))
        fail_msg("%s", problem);
    return t;
}

static int64_t at(const char *text)
{
    int64_t us = 0;

    assert_true(xml_time(text, &us));
    return us;
}

static void the_list_says_who_and_when(void **state)
{
    struct tsl t = services(*state, SERVICE(QC, CERT, ST "granted", NOW, FOR("ForeSignatures"), ""));

    assert_string_equal(t.territory, "PL");
    assert_int_equal(t.sequence, 12);
    assert_int_equal(t.issued_at, at("2026-01-02T00:00:00Z"));
    assert_int_equal(t.next_update, at("2026-07-02T00:00:00Z"));
    assert_string_equal(t.address, "https://tsl.example/pl.xml");
    assert_int_equal(t.n, 1);
    assert_int_equal(t.periods[0].purpose, TRUST_QUALIFIED);
    assert_int_equal(t.periods[0].len, 6);
    assert_memory_equal(t.periods[0].der, "ABCDEF", 6);
    assert_string_equal(t.periods[0].service, "Usługa");
    assert_string_equal(t.periods[0].status, "granted");
    assert_int_equal(t.periods[0].from, at(NOW));
    assert_int_equal(t.periods[0].to, INT64_MAX);
}

static void services_that_count_and_that_do_not(void **state)
{
    static const struct {
        const char *text;
        int n;
    } rows[] = {
        { SERVICE(QTST, CERT, ST "granted", NOW, "", ""), 1 },
        { SERVICE(QC, CERT, ST "granted", NOW, "", ""), 1 },
        { SERVICE(QC, CERT, ST "granted", NOW, FOR("ForeSeals"), ""), 1 },
        { SERVICE(QC, CERT, ST "granted", NOW, FOR("ForWebSiteAuthentication"), ""), 0 },
        { SERVICE(QC, CERT CERT, ST "granted", NOW, "", ""), 2 },
        { SERVICE(QC, CERT, ST "withdrawn", NOW, "", ""), 0 },
        { SERVICE(QC, CERT, "granted", NOW, "", ""), 0 },
        { SERVICE(QC, CERT, "http://other.example/granted", NOW, "", ""), 0 },
        { SERVICE(QC, CERT, ST "granted", "kiedyś", "", ""), 0 },
        { SERVICE(QC, "", ST "granted", NOW, "", ""), 0 },
        { SERVICE(QC, "<DigitalId><X509SKI>QUJD</X509SKI></DigitalId>", ST "granted", NOW, "", ""), 0 },
        { SERVICE(QC, "<DigitalId><X509Certificate>A*BC</X509Certificate></DigitalId>", ST "granted", NOW, "", ""), 0 },
        { SERVICE("http://uri.etsi.org/TrstSvc/Svctype/CA/PKC", CERT, ST "granted", NOW, "", ""), 0 },
        { SERVICE("http://uri.etsi.org/TrstSvc/Svctype/NationalRootCA-QC", CERT, ST "granted", NOW, "", ""), 0 },
        { SERVICE("http://uri.etsi.org/TrstSvc/Svctype/Certstatus/OCSP/QC", CERT, ST "granted", NOW, "", ""), 0 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tsl t = services(*state, rows[i].text);

        if (t.n != rows[i].n)
            fail_msg("row %zu: %d periods", i, t.n);
    }
}

#define QUALIFY(what)                                                                                                  \
    "<ServiceInformationExtensions><Extension Critical=\"false\"><Other/></Extension><Extension Critical=\"true\">"    \
    "<q:Qualifications xmlns:q=\"http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#\">"           \
    "<q:QualificationElement><q:Qualifiers><q:Qualifier "                                                              \
    "uri=\"http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/" what                                                   \
    "\"/></q:Qualifiers></q:QualificationElement></q:Qualifications></Extension></ServiceInformationExtensions>"

static void each_status_has_its_own_qualifications(void **state)
{
    struct tsl t = services(*state, SERVICE(QC, CERT, ST "granted", NOW, QUALIFY("QCNoQSCD"),
                                            PAST(QC, ST "granted", "2018-01-01T00:00:00Z", QUALIFY("NotQualified"))
                                                PAST(QC, ST "undersupervision", "2010-01-01T00:00:00Z", "")));

    assert_int_equal(t.n, 3);
    assert_string_equal(t.periods[0].rules, "[{\"of\":{\"unknown\":true},\"say\":[\"QCNoQSCD\"]}]");
    assert_string_equal(t.periods[1].rules, "[{\"of\":{\"unknown\":true},\"say\":[\"NotQualified\"]}]");
    assert_string_equal(t.periods[2].rules, "[]");
}

static void history_becomes_dated_periods(void **state)
{
    struct tsl t = services(*state, SERVICE(QC, CERT, ST "withdrawn", "2024-05-01T00:00:00Z", "",
                                            PAST(QC, ST "granted", "2016-07-01T00:00:00Z", FOR("ForeSignatures"))
                                                PAST(QC, ST "suspended", "2015-01-01T00:00:00Z", "")
                                                    PAST(QC, ST "undersupervision", "2010-01-01T00:00:00Z", "")));

    assert_int_equal(t.n, 2);
    assert_string_equal(t.periods[0].status, "granted");
    assert_int_equal(t.periods[0].from, at("2016-07-01T00:00:00Z"));
    assert_int_equal(t.periods[0].to, at("2024-05-01T00:00:00Z"));
    assert_string_equal(t.periods[1].status, "undersupervision");
    assert_int_equal(t.periods[1].to, at("2015-01-01T00:00:00Z"));
}

static void a_history_out_of_order_is_not_understood(void **state)
{
    struct tsl t = services(*state, SERVICE(QC, CERT, ST "granted", "2016-07-01T00:00:00Z", "",
                                            PAST(QC, ST "granted", "2020-01-01T00:00:00Z", "")));

    assert_int_equal(t.n, 0);
}

static void lists_that_lack_something_are_refused(void **state)
{
    static const struct {
        const char *from;
        const char *to;
    } rows[] = {
        { ">5<", ">4<" },
        { ">12<", ">0<" },
        { ">12<", ">12a<" },
        { ">12<", ">99999999999<" },
        { "EUgeneric", "EUlistofthelists" },
        { ">PL<", "><" },
        { ">PL<", ">Polska<" },
        { "2026-01-02T00:00:00Z", "wczoraj" },
        { "2026-07-02T00:00:00Z", "" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *found = strstr(HEAD, rows[i].from);
        const char *head =
            mem_printf(*state, "%.*s%s%s", (int)(found - HEAD), HEAD, rows[i].to, found + strlen(rows[i].from));
        const char *problem = NULL;
        struct tsl t;

        if (read_list(*state, head, "", &t, &problem) || !problem)
            fail_msg("row %zu", i);
    }
}

static void other_documents_are_no_lists(void **state)
{
    static const char text[] = "<TrustServiceStatusList xmlns=\"urn:inny\"/>";
    const char *problem = NULL;
    xmlDoc *doc = NULL;
    struct tsl t;

    assert_int_equal(xml_parse(*state, text, strlen(text), 1000, &doc, NULL), ERR_OK);
    assert_false(tsl_read(*state, doc, &t, &problem));
    assert_non_null(problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_list_says_who_and_when, begin, end),
        cmocka_unit_test_setup_teardown(services_that_count_and_that_do_not, begin, end),
        cmocka_unit_test_setup_teardown(each_status_has_its_own_qualifications, begin, end),
        cmocka_unit_test_setup_teardown(history_becomes_dated_periods, begin, end),
        cmocka_unit_test_setup_teardown(a_history_out_of_order_is_not_understood, begin, end),
        cmocka_unit_test_setup_teardown(lists_that_lack_something_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(other_documents_are_no_lists, begin, end),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
