/* The verifier's sandboxed helper as tests get at it from outside. */
#ifndef TESTS_SUPPORT_HELPER_H
#define TESTS_SUPPORT_HELPER_H

/* Kills the helper that waits for this process's next question, as a crash in a parser would. */
void helper_kill(void);

#endif
