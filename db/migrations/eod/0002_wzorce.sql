-- wzorce() is a function of core now (db/functions/core.sql): registers of every area search with it.
DROP FUNCTION IF EXISTS eod.wzorce(text);
