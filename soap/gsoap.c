/* What libgsoap wants every program to define, handed on to the contract of the request in hand (soap/service.h). */
#include <stdsoap2.h>

#include "soap/service.h"
#include "soap/site.h"

/* These libgsoap declares only inside itself. */
void *soap_getelement(struct soap *soap, const char *tag, int *type);
int soap_putelement(struct soap *soap, const void *element, const char *tag, int id, int type);
void soap_markelement(struct soap *soap, const void *element, int type);
void *soap_dupelement(struct soap *soap, const void *element, int type);
void soap_delelement(const void *element, int type);

/* Before a contract is chosen. */
SOAP_NMAC struct Namespace namespaces[] = {
    { "SOAP-ENV", "http://schemas.xmlsoap.org/soap/envelope/", NULL, NULL },
    { NULL, NULL, NULL, NULL },
};

static const struct soap_service *service_of(const struct soap *soap)
{
    const struct soap_site *site = soap->user;

    return site->service;
}

int soap_getheader(struct soap *soap)
{
    return service_of(soap)->getheader(soap);
}

int soap_putheader(struct soap *soap)
{
    return service_of(soap)->putheader(soap);
}

void soap_serializeheader(struct soap *soap)
{
    service_of(soap)->serializeheader(soap);
}

int soap_getfault(struct soap *soap)
{
    return service_of(soap)->getfault(soap);
}

int soap_putfault(struct soap *soap)
{
    return service_of(soap)->putfault(soap);
}

void soap_serializefault(struct soap *soap)
{
    service_of(soap)->serializefault(soap);
}

const char **soap_faultcode(struct soap *soap)
{
    return service_of(soap)->faultcode(soap);
}

const char **soap_faultsubcode(struct soap *soap)
{
    return service_of(soap)->faultsubcode(soap);
}

const char **soap_faultstring(struct soap *soap)
{
    return service_of(soap)->faultstring(soap);
}

const char **soap_faultdetail(struct soap *soap)
{
    return service_of(soap)->faultdetail(soap);
}

const char *soap_fault_subcode(struct soap *soap)
{
    return service_of(soap)->fault_subcode(soap);
}

const char *soap_fault_string(struct soap *soap)
{
    return service_of(soap)->fault_string(soap);
}

const char *soap_fault_detail(struct soap *soap)
{
    return service_of(soap)->fault_detail(soap);
}

void *soap_getelement(struct soap *soap, const char *tag, int *type)
{
    return service_of(soap)->getelement(soap, tag, type);
}

int soap_putelement(struct soap *soap, const void *element, const char *tag, int id, int type)
{
    return service_of(soap)->putelement(soap, element, tag, id, type);
}

void soap_markelement(struct soap *soap, const void *element, int type)
{
    service_of(soap)->markelement(soap, element, type);
}

/* Deep copies, which no contract is generated with. */
void *soap_dupelement(struct soap *soap, const void *element, int type)
{
    (void)soap;
    (void)element;
    (void)type;
    return NULL;
}

void soap_delelement(const void *element, int type)
{
    (void)element;
    (void)type;
}
