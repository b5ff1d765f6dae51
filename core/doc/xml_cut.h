/* A linear look at XML before any parser sees it. Parsers of other people compare each attribute of an element with every
 * other one and search every declaration in force for every name; so what can be many is counted first, in one pass that
 * allocates nothing and costs about a nanosecond a byte. Used by xml_parse() and in front of gSOAP. */
#ifndef CORE_DOC_XML_CUT_H
#define CORE_DOC_XML_CUT_H

#include <stddef.h>

/* How many there may be; the tables below are the only ones. */
struct xml_limits {
    int attributes;   /* of one element, declarations of name spaces included */
    int declarations; /* of name spaces, in force at one place */
    int depth;        /* elements inside each other, at most XML_CUT_DEPTH */
    int nodes;        /* elements, attributes, comments, instructions and sections of the whole document */
    size_t name;      /* bytes of a name, prefix included */
    size_t value;     /* bytes of an attribute's value */
    size_t text;      /* bytes between two marks */
};

enum { XML_CUT_DEPTH = 256 };

/* Documents and signatures. The largest honest ones are lists of trusted services, 50 000 nodes; the
 * costliest within these limits, 250 000 attributes in rows of 512, takes libxml2 a third of a second. */
extern const struct xml_limits XML_DOCUMENT;
/* Messages to our services: an envelope around a document that is text. */
extern const struct xml_limits XML_MESSAGE;

/* Texts of the answer that callers may tell apart, by address. */
extern const char XML_CUT_ATTRIBUTES[];
extern const char XML_CUT_DECLARATIONS[];
extern const char XML_CUT_DEPTH_TEXT[];
extern const char XML_CUT_NODES[];
extern const char XML_CUT_NAME[];
extern const char XML_CUT_VALUE[];
extern const char XML_CUT_TEXT[];
extern const char XML_CUT_DOCTYPE[];
extern const char XML_CUT_FORM[]; /* not well-formed: marks that no parser would read */

/* NULL when the document keeps the limits: a parser meets no more than they say. Otherwise why not, in English for the log.
 * Says nothing else about the document; it need not be well-formed. data: UTF-8. */
const char *xml_cut(const struct xml_limits *limits, const void *data, size_t len);

#endif
