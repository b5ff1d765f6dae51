/* What the box finds out about a file before it takes it in: format, signature, title, attachments. */
#ifndef MODULES_ESP_SKRYTKA_OGLEDZINY_H
#define MODULES_ESP_SKRYTKA_OGLEDZINY_H

#include <stdbool.h>

#include "core/sig/verify.h"
#include "modules/esp/skrytka/skrytka.h"

struct obejrzany_zalacznik {
    const char *nazwa; /* safe as a file name */
    const char *mime;  /* to declare when it is handed out */
    const void *dane;
    size_t n_dane;
};

struct ogledziny {
    const char *tytul;
    const char *wzor; /* namespace of the root; "" when the file is no XML */
    const char *znak_sprawy;
    const char *nazwa_pliku; /* safe as a file name */
    const char *mime;
    const char *podpis;                      /* "NONE", "TOTAL_PASSED" … */
    const char *raport;                      /* JSON of esp.dokument.podpis_raport */
    const char *odcisk;                      /* fingerprint of the first signature, NULL without an intact one */
    bool powtorzyc;                          /* the signature must be judged again when revocation can be asked for */
    const struct verify_report *sprawdzenie; /* the whole report: evidence used */
    int n_zalacznikow;
    struct obejrzany_zalacznik *zalaczniki;
};

/* ERR_INVALID with field and sentence as skrytka_file() promises. Everything belongs to ctx->mem. */
MUST_CHECK enum err ogledziny(struct ctx *ctx, const struct zlozenie *z, struct ogledziny *ret_o);

#endif
