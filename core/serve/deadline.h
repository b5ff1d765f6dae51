/* How long a request may take. A worker that is still busy with it then, or whose client has gone meanwhile, ends itself in
 * the middle, as if it had been killed: nothing is committed, the web server says so to whoever waits, the master puts
 * another worker in its place. The clock is a signal (SIGALRM) that comes only to requests of more than a second. */
#ifndef CORE_SERVE_DEADLINE_H
#define CORE_SERVE_DEADLINE_H

/* What the master reads from the exit status. */
enum { DEADLINE_LATE = 75, DEADLINE_LEFT = 76 };

/* Once in a worker. */
void deadline_init(void);
/* A request begins; client: its socket. A client is held to have gone when it has closed both directions, and is looked
 * after from the second second on, so that a click whose page was left at once is still obeyed. */
void deadline_begin(int client, int seconds);
void deadline_end(void);

#endif
