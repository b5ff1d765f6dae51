/* What eurzad-signer and its clients (core/seal.c) say to each other over the local socket.
 *
 * Both directions use frames: a header of 8 bytes, then the payload.
 *
 *     bytes 0-3  length of the payload, most significant byte first
 *     byte  4    SIGNER_VERSION
 *     byte  5    request: enum signer_request; answer: enum signer_status
 *     bytes 6-7  zero
 *
 * Payload of a request: TERYT of the unit, a zero byte, identifier of the caller's request (at most 64 letters, digits,
 * '-', '_', '.'; may be empty), a zero byte, the XML document. A ping has an empty payload.
 * Payload of an answer: the signed document when the status is SIGNER_OK (empty for a ping), otherwise a short reason
 * in English for the log.
 *
 * A connection carries any number of requests, one at a time. After a frame that breaks these rules the signer answers
 * SIGNER_BAD_FRAME and closes. */
#ifndef CORE_SEAL_PROTOCOL_H
#define CORE_SEAL_PROTOCOL_H

#define SIGNER_VERSION 1
#define SIGNER_HEADER 8
#define SIGNER_MAX_NAMES 80 /* TERYT and identifier with their zero bytes */
/* A signature with its certificates adds less than this to a document. */
#define SIGNER_MAX_GROWTH (256u << 10)

enum signer_request {
    SIGNER_PING = 1,
    SIGNER_SEAL_UPP = 2,   /* receipt of filing (UPP) */
    SIGNER_SEAL_UPD = 3,   /* receipt of delivery (UPD) */
    SIGNER_SEAL_PISMO = 4, /* outgoing letter, pattern 1410 */
};

enum signer_status {
    SIGNER_OK = 0,
    SIGNER_BAD_FRAME = 1,    /* the frame breaks the protocol */
    SIGNER_BAD_TYPE = 2,     /* unknown request */
    SIGNER_BAD_DOCUMENT = 3, /* not plain, safe XML, or too large */
    SIGNER_BAD_SHAPE = 4,    /* the document does not follow the template of its type */
    SIGNER_NO_KEY = 5,       /* no usable key of this unit */
    SIGNER_INTERNAL = 6,     /* log, key or verification failed; nothing was released */
};

#endif
