/* A small server of the tests, written in Python, in a process of its own. */
#ifndef TESTS_SUPPORT_PYTHON_SERVER_H
#define TESTS_SUPPORT_PYTHON_SERVER_H

#include "core/base/mem.h"

struct python_server;

/* Runs program with the arguments args (ends with NULL) and waits for the line by which it says that it listens. Ends
 * with mem, by SIGKILL; ends the test program when the server says nothing. */
struct python_server *python_server_new(TALLOC_CTX *mem, const char *program, const char *const *args);

/* The line, without its end; belongs to the server. */
const char *python_server_line(const struct python_server *s);

#endif
