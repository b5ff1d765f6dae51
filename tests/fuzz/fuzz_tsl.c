/* Any document as an EU trusted list. What is taken out is ordered in time and can be trusted or passed over without
 * harm. */
#include <stdint.h>
#include <string.h>

#include "core/trust/qc_rules.h"
#include "core/trust/tsl.h"
#include "tests/fuzz/oracle.h"
#include "tests/fuzz/tree.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

TREE_MUTATOR

static X509 *signer;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_tsl");
    signer = oracle_cert("signer");
    return 0;
}

static void check_period(struct trust *t, const struct tsl_period *p)
{
    struct qc qc = { .eu = true };

    if (p->purpose != TRUST_QUALIFIED && p->purpose != TRUST_TSA)
        oracle_broken("a service that is not ours");
    if (p->from >= p->to || !p->der || !p->service || !p->status || !p->rules)
        oracle_broken("a period that lacks something");
    (void)trust_add(t, p->der, p->len,
                    &(struct trust_anchor){ .purposes = p->purpose, .rules = p->rules, .from = p->from, .to = p->to });
    qc_rules_apply(p->rules, signer, &qc);
    if (!strstr(p->rules, "NotQualified") && !qc.eu)
        oracle_broken("a quality was taken away by nobody");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    struct trust *trust;
    const char *problem = NULL;
    xmlDoc *doc = NULL;
    struct tsl list;

    if (xml_parse(mem, data, size, size, &doc, NULL))
        return 0;
    if (!tsl_read(mem, doc, &list, &problem)) {
        if (!problem)
            oracle_broken("refused without a word");
        return 0;
    }
    if (!list.territory || !list.address)
        oracle_broken("a text is NULL");
    trust = trust_new(mem);
    for (int i = 0; i < list.n; i++)
        check_period(trust, &list.periods[i]);
    return 0;
}
