/* The body of a POST: fields and files, with the limits of the configuration, and the proof that the form is ours. */
#ifndef FCGI_BODY_H
#define FCGI_BODY_H

#include "fcgi/request.h"

/* Was the POST sent from a page of this portal, as far as the browser tells (Sec-Fetch-Site, Origin)? False: refused */
bool body_origin(struct req *rq);

/* Reads the body into parameters and uploads and checks the field "csrf" against the session, in multipart bodies
 * before the first file is taken. False: refused. */
bool body_read(struct req *rq);

#endif
