-- Run first in every transaction of `eurzad-admin migrate`: one administrator at a time, and where it keeps what it has done.
SELECT pg_advisory_xact_lock(801);

SET LOCAL client_min_messages = warning; -- "already exists" is what we expect

-- Migrations applied: "0003_esp.sql", "esp/0001_partner.sql".
CREATE TABLE IF NOT EXISTS public.migracja (
    nazwa      text PRIMARY KEY,
    sha256     text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- Functions made by db/functions, each with the SHA-256 of the files it was made from.
CREATE TABLE IF NOT EXISTS public.funkcja (
    nazwa  text PRIMARY KEY, -- with its arguments, as DROP ROUTINE takes it
    sha256 text NOT NULL
);
