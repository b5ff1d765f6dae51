/* Sessions in Redis. The cookie holds a random token; Redis knows only its SHA-256, so reading Redis gives nobody a
 * session. A visitor who fills in a form gets a token too, but nothing is stored for him until there is something
 * to store: the proof in his forms is derived from the token.
 *
 * A session is changed in memory while the page function runs and written after COMMIT, so that a run which failed
 * leaves no trace. */
#ifndef FCGI_SESSION_H
#define FCGI_SESSION_H

#include "fcgi/request.h"

#define SESSION_TOKEN_LEN 64

/* Value of the session cookie when it looks like one of ours, else NULL. */
const char *session_cookie(struct req *rq);

/* Loads the session of the cookie, if there is one, and sets ctx->who and ctx->jst from it. Redis being away is no
 * error: priv->session_away is set. Only the first call does something. */
void session_load(struct req *rq);

/* Back to what session_load() found. */
void session_reset(struct req *rq);

/* The token for forms if this visitor already has a cookie; NULL otherwise. */
const char *session_own_csrf(struct req *rq);

/* Takes the texts waiting to be shown. */
struct flash {
    const char *kind;
    const char *text;
};
int session_take_flash(struct req *rq, struct flash **ret_list);

/* Writes what has changed, after COMMIT. ERR_BUSY: a log-in or a value could not be kept. A lost flash is none. */
MUST_CHECK enum err session_save(struct req *rq);

/* The Set-Cookie line's value, NULL when there is nothing to set. */
const char *session_set_cookie(struct req *rq);

/* The name of the unit of a logged-in clerk, "" otherwise. */
const char *session_jst_name(const struct req *rq);

#endif
