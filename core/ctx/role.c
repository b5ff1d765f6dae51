#include "core/ctx/role.h"

#include <string.h>

static const struct {
    const char *name;
    const char *label;
    const char *module;
} ROLES[ROLE_N] = {
#define ROLE(symbol, name, label) [ROLE_NR_##symbol] = { name, label, ROW_MODULE },
#include "rows.def"
};

uint64_t role_from_name(const char *name)
{
    for (int i = 0; i < ROLE_N; i++)
        if (strcmp(ROLES[i].name, name) == 0)
            return UINT64_C(1) << i;
    return 0;
}

uint64_t roles_from_names(const char *names)
{
    uint64_t roles = 0;

    while (*names) {
        size_t n = strcspn(names, " ");

        for (int i = 0; i < ROLE_N; i++)
            if (strlen(ROLES[i].name) == n && strncmp(ROLES[i].name, names, n) == 0)
                roles |= UINT64_C(1) << i;
        names += n;
        names += strspn(names, " ");
    }
    return roles;
}

const char *roles_to_names(TALLOC_CTX *mem, uint64_t roles)
{
    char *names = mem_strdup(mem, "");

    for (int i = 0; i < ROLE_N; i++)
        if (roles & (UINT64_C(1) << i))
            names = talloc_asprintf_append(names, "%s%s", *names ? " " : "", ROLES[i].name);
    return names;
}

const char *role_label(enum role_number nr)
{
    return ROLES[nr].label;
}

const char *role_name(enum role_number nr)
{
    return ROLES[nr].name;
}

const char *role_module(enum role_number nr)
{
    return ROLES[nr].module;
}
