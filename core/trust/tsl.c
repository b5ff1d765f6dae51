/* From the tree of a trusted list to dated certificates. */
#include "core/trust/tsl.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/base64.h"
#include "core/trust/qc_rules.h"

#define MAX_PERIODS 20000
#define MAX_CERT (16u << 10)
#define MAX_NAME 200
#define MAX_STATUSES 64

static const char TYPE[] = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric";
static const char STATUS[] = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/";
static const char INFORMATION[] = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/";

static const xmlNode *child(const xmlNode *parent, const char *name)
{
    return parent ? xml_child(parent, TSL_NS, name) : NULL;
}

static const char *text(TALLOC_CTX *mem, const xmlNode *parent, const char *name)
{
    return xml_text(mem, child(parent, name));
}

/* ---- the list as a whole ---- */

static bool problem(const char **ret_problem, const char *sentence)
{
    *ret_problem = sentence;
    return false;
}

static bool read_number(const char *s, int64_t *ret)
{
    char *end = NULL;

    *ret = strtoll(s, &end, 10);
    return *s >= '0' && *s <= '9' && *end == '\0' && *ret > 0 && *ret < INT32_MAX;
}

static bool is_territory(const char *s)
{
    return strlen(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z';
}

static bool read_scheme(TALLOC_CTX *mem, const xmlNode *scheme, struct tsl *t, const char **ret_problem)
{
    const char *version = text(mem, scheme, "TSLVersionIdentifier");
    const char *next = text(mem, child(scheme, "NextUpdate"), "dateTime");

    if (strcmp(version, "5") != 0 && strcmp(version, "6") != 0)
        return problem(ret_problem, "Lista zaufania ma nieznaną wersję (obsługiwane: 5 i 6).");
    if (strcmp(text(mem, scheme, "TSLType"), TYPE) != 0)
        return problem(ret_problem, "To nie jest lista zaufania państwa (rodzaj listy jest inny niż EUgeneric).");
    t->territory = text(mem, scheme, "SchemeTerritory");
    t->address = text(mem, child(scheme, "DistributionPoints"), "URI");
    if (!is_territory(t->territory))
        return problem(ret_problem, "Lista zaufania nie podaje państwa.");
    if (!read_number(text(mem, scheme, "TSLSequenceNumber"), &t->sequence))
        return problem(ret_problem, "Lista zaufania nie ma poprawnego numeru kolejnego.");
    if (!xml_time(text(mem, scheme, "ListIssueDateTime"), &t->issued_at))
        return problem(ret_problem, "Lista zaufania nie podaje daty wydania.");
    if (!xml_time(next, &t->next_update))
        return problem(ret_problem, "Lista zaufania nie podaje daty następnego wydania albo jest zamknięta.");
    return true;
}

/* ---- one service ---- */

/* A status that one service had from a moment on. */
struct status {
    const char *type;
    const char *name;
    int64_t from;
    bool taken; /* qualified in that time */
    const char *rules;
};

static enum trust_purpose purpose_of(const char *type)
{
    if (strcmp(type, "http://uri.etsi.org/TrstSvc/Svctype/CA/QC") == 0)
        return TRUST_QUALIFIED;
    if (strcmp(type, "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST") == 0)
        return TRUST_TSA;
    return 0;
}

/* "granted" since 1 July 2016 (eIDAS); before that day supervision or accreditation meant the same. */
static bool is_granted(const char *status)
{
    return strcmp(status, "granted") == 0 || strcmp(status, "undersupervision") == 0 ||
           strcmp(status, "accredited") == 0 || strcmp(status, "recognisedatnationallevel") == 0;
}

/* An authority for websites only issues nothing that signs documents. Lists from before eIDAS do not say. */
static bool is_for_documents(TALLOC_CTX *mem, const xmlNode *information)
{
    const xmlNode *extensions = child(information, "ServiceInformationExtensions");
    bool said = false;

    for (const xmlNode *x = child(extensions, "Extension"); x; x = xml_next(x, TSL_NS, "Extension")) {
        const char *uri = text(mem, child(x, "AdditionalServiceInformation"), "URI");

        if (strncmp(uri, INFORMATION, sizeof INFORMATION - 1) != 0)
            continue;
        uri += sizeof INFORMATION - 1;
        if (strcmp(uri, "ForeSignatures") == 0 || strcmp(uri, "ForeSeals") == 0)
            return true;
        said = said || strcmp(uri, "ForWebSiteAuthentication") == 0;
    }
    return !said;
}

static const char *read_rules(TALLOC_CTX *mem, const xmlNode *information)
{
    const xmlNode *x = child(child(information, "ServiceInformationExtensions"), "Extension");

    for (; x; x = xml_next(x, TSL_NS, "Extension")) {
        const xmlNode *qualifications = xml_child(x, QC_RULES_NS, "Qualifications");

        if (qualifications)
            return qc_rules_read(mem, qualifications);
    }
    return "[]";
}

static bool read_status(TALLOC_CTX *mem, const xmlNode *node, struct status *ret)
{
    const char *uri = text(mem, node, "ServiceStatus");

    if (strncmp(uri, STATUS, sizeof STATUS - 1) != 0 || !xml_time(text(mem, node, "StatusStartingTime"), &ret->from))
        return false;
    ret->type = text(mem, node, "ServiceTypeIdentifier");
    ret->name = uri + sizeof STATUS - 1;
    ret->taken = is_granted(ret->name) && purpose_of(ret->type) != 0 &&
                 (purpose_of(ret->type) == TRUST_TSA || is_for_documents(mem, node));
    ret->rules = ret->taken ? read_rules(mem, node) : "[]";
    return true;
}

/* The present status and those of the history, the latest first as the standard wants them; a list in another order is
 * not understood and the service passed over. */
static int read_statuses(TALLOC_CTX *mem, const xmlNode *service, struct status s[MAX_STATUSES])
{
    const xmlNode *past = child(child(service, "ServiceHistory"), "ServiceHistoryInstance");
    int n = 0;

    if (!read_status(mem, child(service, "ServiceInformation"), &s[n++]))
        return 0;
    for (; past && n < MAX_STATUSES; past = xml_next(past, TSL_NS, "ServiceHistoryInstance")) {
        if (!read_status(mem, past, &s[n]) || s[n].from > s[n - 1].from)
            return 0;
        n++;
    }
    return past ? 0 : n;
}

/* The Polish name, else the first. */
static const char *service_name(TALLOC_CTX *mem, const xmlNode *information)
{
    const xmlNode *names = child(information, "ServiceName");
    const xmlNode *best = child(names, "Name");
    const char *name;

    for (const xmlNode *n = best; n; n = xml_next(n, TSL_NS, "Name")) {
        const char *lang = xml_get(mem, n, "lang");

        if (lang && strcmp(lang, "pl") == 0)
            best = n;
    }
    name = xml_text(mem, best);
    if (strlen(name) <= MAX_NAME)
        return name;
    for (size_t n = MAX_NAME;; n--)
        if (((unsigned char)name[n] & 0xC0) != 0x80)
            return mem_strndup(mem, name, n);
}

static bool add_period(TALLOC_CTX *mem, struct tsl *t, const struct tsl_period *p)
{
    if (t->n == MAX_PERIODS)
        return false;
    t->periods = talloc_realloc(mem, t->periods, struct tsl_period, (unsigned)t->n + 1);
    if (!t->periods)
        mem_exhausted(sizeof *p);
    t->periods[t->n++] = *p;
    return true;
}

static bool add_cert(TALLOC_CTX *mem, struct tsl *t, const struct status *s, int n, struct tsl_period *p)
{
    for (int i = 0; i < n; i++) {
        p->purpose = purpose_of(s[i].type);
        p->status = s[i].name;
        p->rules = s[i].rules;
        p->from = s[i].from;
        p->to = i == 0 ? INT64_MAX : s[i - 1].from;
        if (s[i].taken && p->from < p->to && !add_period(mem, t, p))
            return false;
    }
    return true;
}

static bool read_service(TALLOC_CTX *mem, const xmlNode *service, struct tsl *t)
{
    const xmlNode *information = child(service, "ServiceInformation");
    const xmlNode *id = child(child(information, "ServiceDigitalIdentity"), "DigitalId");
    struct status s[MAX_STATUSES];
    int n = information ? read_statuses(mem, service, s) : 0;
    bool room = true;

    for (; n > 0 && id && room; id = xml_next(id, TSL_NS, "DigitalId")) {
        const xmlNode *cert = child(id, "X509Certificate");
        struct tsl_period p = { .service = service_name(mem, information) };

        p.der = cert ? base64_decode(mem, xml_text(mem, cert), MAX_CERT, &p.len) : NULL;
        room = !p.der || add_cert(mem, t, s, n, &p);
    }
    return room;
}

static bool read_services(TALLOC_CTX *mem, const xmlNode *providers, struct tsl *t)
{
    const xmlNode *provider = child(providers, "TrustServiceProvider");

    for (; provider; provider = xml_next(provider, TSL_NS, "TrustServiceProvider")) {
        const xmlNode *service = child(child(provider, "TSPServices"), "TSPService");

        for (; service; service = xml_next(service, TSL_NS, "TSPService"))
            if (!read_service(mem, service, t))
                return false;
    }
    return true;
}

bool tsl_read(TALLOC_CTX *mem, const xmlDoc *doc, struct tsl *ret, const char **ret_problem)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    struct tsl t = { .n = 0 };

    if (!root || !xml_is(root, TSL_NS, "TrustServiceStatusList"))
        return problem(ret_problem, "To nie jest lista zaufania (ETSI TS 119 612).");
    if (!read_scheme(mem, child(root, "SchemeInformation"), &t, ret_problem))
        return false;
    if (!read_services(mem, child(root, "TrustServiceProviderList"), &t))
        return problem(ret_problem, "Lista zaufania jest za długa.");
    *ret = t;
    return true;
}
