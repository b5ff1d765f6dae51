-- Which period of the calendar was queued last, for each kind of job that runs by itself (jobs/job.h, struct job_every).
CREATE TABLE job.okres (
    rodzaj    text PRIMARY KEY,
    okres     timestamptz NOT NULL,
    poprzedni timestamptz
);
ALTER TABLE job.okres ENABLE ROW LEVEL SECURITY;
ALTER TABLE job.okres FORCE ROW LEVEL SECURITY;
CREATE POLICY wykonywanie ON job.okres TO eurzad_jobs USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON job.okres TO eurzad_jobs;
