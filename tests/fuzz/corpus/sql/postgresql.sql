-- revision: b
-- down_revision: a, c
-- transaction: off
-- upgrade
-- dialect: postgresql
DO $do$ BEGIN PERFORM E'\';' /* a /* b; */ */; END $do$;
CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; SELECT $1);
CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END;
SELECT E'a'
  '\'';
COPY t FROM STDIN;
