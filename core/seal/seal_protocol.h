/* What eurzad-signer and its clients (core/seal/seal_wire.c) say to each other over the local socket.
 *
 * Both directions use frames: a header of 8 bytes, then the payload.
 *
 *     bytes 0-3  length of the payload, most significant byte first
 *     byte  4    SIGNER_VERSION
 *     byte  5    request: enum signer_request; answer: enum signer_status
 *     bytes 6-7  zero
 *
 * Payload of a request: TERYT of the unit, a zero byte, identifier of the caller's request (at most 64 letters, digits,
 * '-', '_', '.'; may be empty), a zero byte, the data: an XML document, or what the type says. A ping has an empty
 * payload. Payload of an answer: the signed document when the status is SIGNER_OK (empty for a ping), otherwise a short
 * reason in English for the log.
 *
 * SIGNER_SEAL_HEAD carries the text of a head. Its answer has three fields, each with its length before it in 4 bytes,
 * most significant first: the signature over the text (SHA-256; ECDSA in DER, or RSA PKCS#1), the time stamp token over
 * the text, the certificates in PEM, the unit's first.
 *
 * SIGNER_STAMP carries a SHA-256 (32 bytes) as its data; TERYT may be empty. The answer is an RFC 3161 token (DER).
 *
 * A connection carries any number of requests. They may be sent back to back, without waiting: the answers come in the
 * same order, each as soon as it is there, and a refused request does not touch those behind it. That is how a batch
 * travels (one round trip, each item of the size of a document); the signer takes one request of each connection in
 * turn, so a long batch does not keep others waiting. Whoever sends a batch must read answers meanwhile: a client that
 * does not read for ten seconds is dropped. After a frame that breaks these rules the signer answers SIGNER_BAD_FRAME
 * and closes. */
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
    SIGNER_SEAL_PDF = 5,   /* printout of our own writer */
    SIGNER_SEAL_HEAD = 6,  /* head of a tree of receipts (core/seal/treehead.h), plain text */
    SIGNER_STAMP = 7,      /* time stamp over a SHA-256 */
};

enum signer_status {
    SIGNER_OK = 0,
    SIGNER_BAD_FRAME = 1,    /* the frame breaks the protocol */
    SIGNER_BAD_TYPE = 2,     /* unknown request */
    SIGNER_BAD_DOCUMENT = 3, /* not plain, safe XML, or too large */
    SIGNER_BAD_SHAPE = 4,    /* the document does not follow the template of its type */
    SIGNER_NO_KEY = 5,       /* no usable key of this unit, or none for time stamps */
    SIGNER_INTERNAL = 6,     /* log, key or verification failed; nothing was released */
};

#endif
