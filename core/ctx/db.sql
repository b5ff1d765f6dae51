-- owner: org.licznik

-- name: db_settings (kind, konto, user, partner, jst, roles, aktor, stanowisko, czas)
SELECT set_config('app.kind', $1, true), set_config('app.konto', $2, true), set_config('app.user', $3, true),
       set_config('app.partner', $4, true), set_config('app.jst', $5, true), set_config('app.roles', $6, true),
       set_config('app.aktor', $7, true), set_config('app.stanowisko', $8, true), set_config('app.czas', $9, true);

-- name: db_unit (jst)
SELECT set_config('app.jst', $1, true);

-- name: db_role_check ()
SELECT r.rolsuper OR r.rolbypassrls AS over_policies,
       EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname IN ('org', 'esp', 'eod', 'portal', 'forms', 'ca', 'zsi', 'audit', 'job', 'store')
                  AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owns
  FROM pg_roles r WHERE r.rolname = current_user;

-- name: db_ping ()
SELECT 1 AS one;
