/* Steps between states. */
#include "core/register/step.h"

#include <string.h>

#include "core/ctx/role.h"

const struct step *step_between(const struct step *steps, const char *from, const char *to)
{
    for (const struct step *s = steps; s && s->from; s++)
        if (strcmp(s->from, from) == 0 && strcmp(s->to, to) == 0)
            return s;
    return NULL;
}

enum err step_find(const struct step *steps, const char *code, const char *from, const char *to, uint64_t who,
                   const struct step **ret_step)
{
    const struct step *found = NULL;
    uint64_t allowed = 0;

    for (const struct step *s = steps; s->from; s++) {
        if (strcmp(s->code ? s->code : s->to, code) != 0)
            continue;
        allowed |= s->role;
        if (strcmp(s->from, from) == 0 && (!to || strcmp(s->to, to) == 0))
            found = s;
    }
    if (!(allowed & who))
        return ERR_DENIED;
    if (!found)
        return ERR_CONFLICT;
    if (!(found->role & who))
        return ERR_DENIED;
    if (ret_step)
        *ret_step = found;
    return ERR_OK;
}

bool step_role_fits(const struct ctx *ctx, uint64_t roles)
{
    switch (ctx->who.kind) {
    case WHO_SYSTEM:
        return true;
    case WHO_CLERK:
        return (roles & ROLE_PRACOWNIK) || (roles & ctx->who.roles);
    case WHO_CITIZEN:
        return (roles & ROLE_OBYWATEL) != 0;
    case WHO_PARTNER:
        return (roles & ROLE_PARTNER) != 0;
    case WHO_PUBLIC:
        break;
    }
    return false;
}

enum err step_take(struct ctx *ctx, const struct step *steps, const char *from, const char *to, const char *reason,
                   const char *refused, const struct step **ret_step)
{
    const struct step *s = step_between(steps, from, to);

    if (!s)
        return ctx_fail(ctx, ERR_CONFLICT, refused ? refused : "Tej zmiany stanu nie można teraz zrobić.",
                        "step from=%s to=%s", from, to);
    if (s->role && !step_role_fits(ctx, s->role))
        return ctx_fail(ctx, ERR_DENIED, "Ta zmiana stanu nie należy do Twojej roli.", "step %s", s->event);
    if (s->reason && !*reason)
        return ctx_fail_field(ctx, "powod", "Podaj podstawę i powód.");
    if (ret_step)
        *ret_step = s;
    return ERR_OK;
}
