-- create users
-- revision: a1
-- down_revision: None
-- branch_labels: main
-- create_date: 2026-01-01 10:00

-- upgrade
CREATE TABLE users (id INTEGER PRIMARY KEY, note TEXT DEFAULT 'a;b');
-- log them
CREATE TABLE log (what TEXT); -- trailing
CREATE TRIGGER t AFTER INSERT ON users BEGIN
  INSERT INTO log VALUES (new.note);
END;
-- dialect: postgresql
CREATE TABLE users (id BIGSERIAL PRIMARY KEY);
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;

-- downgrade
DROP TABLE log;
DROP TABLE users
