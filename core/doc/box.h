/* A sandbox for code that reads what strangers send: one function, run in a helper process that can do nothing but
 * calculate. It holds two sockets, one that brings questions and one that takes answers, may not open, connect or
 * execute anything (seccomp allow list: a forbidden call kills it), and has limits
 * on processor time, memory and waiting. Whatever happens in it costs one answer.
 *
 * A keeper process is forked while this process knows no secrets yet (at start, before the first request); it forks the
 * helpers, so that what requests leave in our memory never gets into the sandbox. A helper answers many questions and is
 * replaced when it dies and, in any case, after BOX_MAX_QUESTIONS. */
#ifndef CORE_BOX_H
#define CORE_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "core/base/mem.h"

#define BOX_MAX_QUESTIONS 2000
#define BOX_MAX_PARTS 3

struct box;

/* The function: reads the question, returns the answer as parts that belong to mem (freed after they were sent). The
 * question belongs to mem too and may be freed (talloc_free()) as soon as it is not needed. */
typedef void (*box_work)(TALLOC_CTX *mem, void *question, size_t len, struct iovec parts[BOX_MAX_PARTS], int *ret_n);

/* Forks the keeper and the first helper. Both end with the calling process or with mem. cpu_seconds: processor time for
 * one question. NULL when they cannot be made. The process ignores SIGPIPE, as app_start() sees to. */
struct box *box_new(TALLOC_CTX *mem, box_work work, int cpu_seconds);

/* Asks and waits. False when the helper died, was killed for breaking its limits or took too long: no answer.
 * max: longest answer taken. */
bool box_ask(TALLOC_CTX *mem, struct box *b, const struct iovec *parts, int n, size_t max, void **ret, size_t *ret_len);

/* Changes whenever another helper takes over, whose memory knows nothing of earlier questions. Never 0 while one is
 * there; makes sure that one is (0: it cannot be had). */
uint64_t box_generation(struct box *b);

/* For a forked child: forgets the box without disturbing the parent's. */
void box_forget(struct box *b);

#endif
