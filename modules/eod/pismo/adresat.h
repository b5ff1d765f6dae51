/* An addressee as one line of name and one of address, taken apart for the document. */
#ifndef MODULES_EOD_PISMO_ADRESAT_H
#define MODULES_EOD_PISMO_ADRESAT_H

#include "core/base/mem.h"
#include "modules/forms/wzor/wzor.h"

/* "Jan Kowalski", "ul. Lipowa 3, 66-431 Santok". The last word of the name is the surname; the town follows a postal
 * code, and without one the whole address is the street. Texts belong to mem; no member is NULL. */
struct wzor_osoba adresat_osoba(TALLOC_CTX *mem, const char *nazwa, const char *adres);

#endif
