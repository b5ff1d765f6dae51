-- The same signature arriving again is the same submission, whatever was added to the file since (check 32 of the verifier:
-- SHA-256 of the first signature's canonical SignedInfo; NULL when the document bears no intact one).
ALTER TABLE esp.dokument ADD COLUMN odcisk text CHECK (odcisk ~ '^[0-9a-f]{64}$');
CREATE INDEX dokument_odcisk ON esp.dokument (jst, odcisk) WHERE odcisk IS NOT NULL;
