/* Letters to people whose address those who write may not see. */
#include "core/ctx/db.h"
#include "core/net/mail.h"
#include "jobs/job.h"
#include "konto_job_sql.h"

/* {"konto_id","subject","text"}: the address is looked up here; an account that is gone needs no letter. */
static enum err notify(struct ctx *ctx, struct job *job)
{
    struct db_rows *rows = NULL;
    int64_t konto = json_integer_value(json_object_get(job->dane, "konto_id"));
    enum err e = db_query(ctx, &SQL_konto_address, DB_ARGS(db_i64(konto)), &rows);

    if (e || rows->n == 0)
        return e;
    return mail_send(ctx, db_str(rows, 0, "email"), job_text(job, "subject"), job_text(job, "text"));
}

const struct job_kind konto_jobs[] = {
    { .rodzaj = "powiadomienie", .lane = LANE_MAIL, .run = notify },
    { .rodzaj = NULL },
};
