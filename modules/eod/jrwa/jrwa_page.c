/* /eod/jrwa: the unit's wykaz akt, to look a class up. */
#include "fcgi/register.h"
#include "modules/eod/jrwa/jrwa.h"

const struct route jrwa_routes[] = {
    { GET, "/eod/jrwa", ROLE_PRACOWNIK, register_list_show, 0, NULL, &jrwa_register },
    { GET, "/eod/jrwa/csv", ROLE_PRACOWNIK, register_csv_send, 0, NULL, &jrwa_register },
    { METHOD_NONE },
};
