/* The inside of a trace, for the files of core/rules that write and show it. */
#ifndef CORE_SLAD_PRIV_H
#define CORE_SLAD_PRIV_H

#include <jansson.h>

#include "core/rules/slad.h"

struct slad {
    struct ctx *ctx;
    const char *rodzaj;
    struct date dzien;
    bool confirmed_only;
    json_t *wynik;     /* object of texts */
    json_t *kroki;     /* array of steps */
    json_t *parametry; /* array of rows used, each once */
    struct used *used;
    struct odmowa odmowa; /* kod NULL: not refused */
};

#endif
