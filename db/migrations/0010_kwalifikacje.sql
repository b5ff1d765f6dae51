-- What a trusted list says of an issuer's certificates beyond themselves (ETSI TS 119 612, 5.5.9.2; core/trust/qc_rules.h tells the
-- form). Lists imported before say nothing here until their next number is imported.
ALTER TABLE ca.kotwica ADD COLUMN kwalifikacje jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(kwalifikacje) = 'array');
GRANT UPDATE (kwalifikacje) ON ca.kotwica TO eurzad_admin;
