/* One contract as the program sees it. tools/wsdl2c makes the row from the WSDL; the path of a request chooses it.
 *
 * gSOAP wants each program to define the functions that read and write SOAP headers and faults once. Here every contract has
 * its own set (struct soap_service), and soap/gsoap.c hands gSOAP's calls on to the contract of the request in hand. */
#ifndef SOAP_SERVICE_H
#define SOAP_SERVICE_H

struct Namespace;
struct buf;
struct soap;

struct soap_service {
    const char *name;           /* "skrytka": in partners' rights and in the log */
    const char *path;           /* "/soap/skrytka" */
    const char *epuap_path;     /* where ePUAP has it, or NULL */
    const char *wsdl;           /* "skrytka.wsdl" in share/wsdl */
    const char *const *schemas; /* beside it; ends with NULL */
    const struct Namespace *namespaces;
    /* Reads one message, calls its operation, writes the answer. */
    int (*serve)(struct soap *soap);
    /* Who the header of the message says is calling; NULL when it says nothing. */
    const char *(*caller)(const struct soap *soap);
    /* Writes what stands inside a fault; NULL: this contract has nothing there. */
    void (*exception)(struct buf *to, int code, const char *message);
    /* the functions gSOAP looks for */
    int (*getheader)(struct soap *soap);
    int (*putheader)(struct soap *soap);
    void (*serializeheader)(struct soap *soap);
    int (*getfault)(struct soap *soap);
    int (*putfault)(struct soap *soap);
    void (*serializefault)(struct soap *soap);
    const char **(*faultcode)(struct soap *soap);
    const char **(*faultsubcode)(struct soap *soap);
    const char **(*faultstring)(struct soap *soap);
    const char **(*faultdetail)(struct soap *soap);
    const char *(*fault_subcode)(struct soap *soap);
    const char *(*fault_string)(struct soap *soap);
    const char *(*fault_detail)(struct soap *soap);
    void *(*getelement)(struct soap *soap, const char *tag, int *type);
    int (*putelement)(struct soap *soap, const void *element, const char *tag, int id, int type);
    void (*markelement)(struct soap *soap, const void *element, int type);
};

/* Every contract of every module, generated; ends with NULL. */
extern const struct soap_service *const all_services[];

/* The contract served at a path, ours or ePUAP's; NULL when there is none. */
const struct soap_service *soap_service_at(const char *path);

#endif
