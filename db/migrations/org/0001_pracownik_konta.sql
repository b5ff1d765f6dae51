-- Where the holder of an account works, for logging in: org/konto knows accounts, org/kadry knows clerks.
CREATE VIEW org.pracownik_konta WITH (security_invoker = true) AS
SELECT p.konto_id, p.jst, p.id, p.imie || ' ' || p.nazwisko AS name, p.stanowisko,
       array_to_string(ARRAY(SELECT r.rola FROM org.pracownik_rola r WHERE r.jst = p.jst AND r.pracownik_id = p.id), ' ')
       AS roles
  FROM org.pracownik p
 WHERE p.aktywny;
GRANT SELECT ON org.pracownik_konta TO eurzad_program;
