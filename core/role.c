#include "core/role.h"

#include <string.h>

static const struct {
    const char *name;
    const char *label;
} ROLES[ROLE_N] = {
#define ROLE(symbol, name, label) [ROLE_NR_##symbol] = { name, label },
#include "core/role.def"
#undef ROLE
};

uint64_t role_from_name(const char *name)
{
    for (int i = 0; i < ROLE_N; i++)
        if (strcmp(ROLES[i].name, name) == 0)
            return UINT64_C(1) << i;
    return 0;
}

const char *role_label(enum role_number nr)
{
    return ROLES[nr].label;
}

const char *role_name(enum role_number nr)
{
    return ROLES[nr].name;
}
