/* The only file that uses OpenSSL's engine interface: Debian 12 has PKCS#11 as an engine, not as a
 * provider, and OpenSSL 3 calls engines deprecated. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "signer/pkcs11.h"

#include <openssl/engine.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/file.h"
#include "core/ctx/log.h"

struct pkcs11 {
    ENGINE *engine;
};

/* Ends the session. The engine itself stays loaded: it never gives back its tables of functions. */
static int close_engine(struct pkcs11 *p)
{
    ENGINE_finish(p->engine);
    return 0;
}

static bool start(ENGINE *engine, const char *module, const char *pin_file)
{
    MEM_SCOPE(tmp, NULL);
    const char *pin = *pin_file ? file_secret(tmp, pin_file) : NULL;

    if (*module && ENGINE_ctrl_cmd_string(engine, "MODULE_PATH", module, 0) != 1)
        return false;
    if (pin && ENGINE_ctrl_cmd_string(engine, "PIN", pin, 0) != 1)
        return false;
    return ENGINE_init(engine) == 1;
}

struct pkcs11 *pkcs11_open(TALLOC_CTX *mem, const char *module, const char *pin_file)
{
    struct pkcs11 *p;
    ENGINE *engine;

    ENGINE_load_dynamic();
    engine = ENGINE_by_id("pkcs11");
    if (!engine || !start(engine, module, pin_file)) {
        log_error(NULL, "pkcs11.unusable", LOG_S("module", module));
        ENGINE_free(engine);
        return NULL;
    }
    p = mem_zero(mem, struct pkcs11);
    p->engine = engine;
    talloc_set_destructor(p, close_engine);
    return p;
}

/* The engine keeps every key it gave out, and each key would keep the engine: its sessions could never be ended. The key
 * finds its way to the token without that (through its own method), therefore the knot is cut. */
EVP_PKEY *pkcs11_key(struct pkcs11 *p, const char *uri_file)
{
    MEM_SCOPE(tmp, p);
    const char *uri = file_secret(tmp, uri_file);
    EVP_PKEY *key = uri ? ENGINE_load_private_key(p->engine, uri, NULL, NULL) : NULL;

    if (key && EVP_PKEY_set1_engine(key, NULL) == 1)
        return key;
    EVP_PKEY_free(key);
    return NULL;
}
