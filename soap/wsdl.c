/* Serving the contracts: share/wsdl/NAME.wsdl at …/NAME?wsdl, its schemas beside it. */
#include <string.h>

#include "core/base/file.h"
#include "core/ctx/app.h"
#include "soap/service.h"
#include "soap/site.h"

enum { MAX_CONTRACT = 1 << 20 };

static const char *read_contract(const struct soap_site *site, TALLOC_CTX *mem, const char *file, size_t *ret_len)
{
    return file_read(mem, mem_printf(mem, "%s/wsdl/%s", site->app->conf.share_dir, file), MAX_CONTRACT, ret_len);
}

static const char *with_address(const struct soap_site *site, TALLOC_CTX *mem, const char *text, const char *path,
                                size_t *ret_len)
{
    static const char mark[] = "@ADRES@";
    const char *at = strstr(text, mark);

    /* The mark also stands in the comment at the top: the last one is the address element's. */
    for (const char *next = at; next; next = strstr(next + 1, mark))
        at = next;
    if (!at)
        return text;
    text =
        mem_printf(mem, "%.*s%s%s%s", (int)(at - text), text, site->app->conf.public_url, path, at + sizeof mark - 1);
    *ret_len = strlen(text);
    return text;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s);
    size_t m = strlen(end);

    return n >= m && strcmp(s + n - m, end) == 0;
}

const struct soap_service *soap_service_at(const char *path)
{
    for (const struct soap_service *const *s = all_services; *s; s++)
        if (strcmp(path, (*s)->path) == 0 || ((*s)->epuap_path && strcmp(path, (*s)->epuap_path) == 0))
            return *s;
    return NULL;
}

/* ePUAP also serves a contract at <service>/wsdl/<name>.wsdl. */
static const struct soap_service *contract_at(TALLOC_CTX *mem, const struct soap_site *site, const char *query)
{
    if (site->service && strcasecmp(query, "wsdl") == 0)
        return site->service;
    for (const struct soap_service *const *s = all_services; *s; s++)
        if (ends_with(site->path, mem_printf(mem, "/wsdl/%s", (*s)->wsdl)))
            return *s;
    return NULL;
}

static const char *schema_at(TALLOC_CTX *mem, const char *path)
{
    for (const struct soap_service *const *s = all_services; *s; s++)
        for (const char *const *schema = (*s)->schemas; *schema; schema++)
            if (ends_with(path, mem_printf(mem, "/%s", *schema)))
                return *schema;
    return NULL;
}

const char *soap_wsdl(TALLOC_CTX *mem, const struct soap_site *site, const char *query, size_t *ret_len)
{
    const struct soap_service *service = contract_at(mem, site, query);
    const char *schema = service ? NULL : schema_at(mem, site->path);
    const char *text = NULL;

    if (schema)
        return read_contract(site, mem, schema, ret_len);
    text = service ? read_contract(site, mem, service->wsdl, ret_len) : NULL;
    return text ? with_address(site, mem, text, service->path, ret_len) : NULL;
}
