/* Qualified certificates: what each combination of statements makes of a signature. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/trust/qc.h"
#include "tests/support/keys.h"

static X509 *cert_with(TALLOC_CTX *mem, EVP_PKEY *key, const char *qc)
{
    return cert_new(mem, &(struct cert_spec){ .cn = "Jan Kowalski", .key = key, .qc = qc });
}

static void statements_decide(void **state)
{
    static const struct {
        const char *what;
        const char *der;
        const char *kind;
    } cases[] = {
        { "no extension", NULL, "niekwalifikowany" },
        { "compliance, device, for signatures", KEYS_QC_SIGNATURE, "kwalifikowany" },
        { "the same with a limit of value before it",
          "302B3015060604008E460102300B1303504C4E0201010201033008060604008E4601013008060604008E460104",
          "kwalifikowany" },
        { "compliance alone: before eIDAS, no device", "300A3008060604008E460101", "zaawansowany" },
        { "device alone", "300A3008060604008E460104", "niekwalifikowany" },
        { "seal in a device", "30293008060604008E4601013008060604008E4601043013060604008E4601063009060704008E46010602",
          "pieczec" },
        { "seal without one", "301F3008060604008E4601013013060604008E4601063009060704008E46010602",
          "pieczec_zaawansowana" },
        { "website", "30293008060604008E4601013008060604008E4601043013060604008E4601063009060704008E46010603",
          "niekwalifikowany" },
        { "signatures and seals: a signature is the stronger claim, made by a person",
          "30323008060604008E4601013008060604008E460104301C060604008E4601063012060704008E46010601060704008E46010602",
          "kwalifikowany" },
        { "qualified by Swiss law", "30243008060604008E4601013008060604008E460104300E060604008E460107300413024348",
          "niekwalifikowany" },
        { "not a sequence", "0400", "niekwalifikowany" },
        { "empty sequence", "3000", "niekwalifikowany" },
        { "statement that is no sequence", "300A0008060604008E460101", "niekwalifikowany" },
        { "statement without a name", "300430023000", "niekwalifikowany" },
        { "good first, broken then: nothing is believed", "300E3008060604008E46010130020600FF", "niekwalifikowany" },
        { "bytes behind the end", "300A3008060604008E46010100", "niekwalifikowany" },
        { "types that are no sequence", "30143008060604008E4601013008060604008E460106", "niekwalifikowany" },
        { "types cut off", "301F3008060604008E4601013013060604008E4601063009060704008E460106", "niekwalifikowany" },
        { "a longer number that begins like compliance", "300B3009060704008E46010101", "niekwalifikowany" },
    };
    MEM_SCOPE(mem, NULL);
    EVP_PKEY *key = key_new(mem, KEY_P256);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct qc qc = qc_of(cert_with(mem, key, cases[i].der));

        if (strcmp(qc_kind(&qc), cases[i].kind) != 0)
            fail_msg("%s: %s", cases[i].what, qc_kind(&qc));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_decide),
    };

    return cmocka_run_group_tests_name("core/trust/qc", tests, NULL, NULL);
}
