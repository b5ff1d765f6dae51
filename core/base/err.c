#include "core/base/err.h"

const char *err_name(enum err e)
{
    switch (e) {
    case ERR_OK:
        return "ok";
    case ERR_INVALID:
        return "invalid";
    case ERR_DENIED:
        return "denied";
    case ERR_NOTFOUND:
        return "notfound";
    case ERR_CONFLICT:
        return "conflict";
    case ERR_BUSY:
        return "busy";
    case ERR_INTERNAL:
        return "internal";
    }
    return "internal";
}
