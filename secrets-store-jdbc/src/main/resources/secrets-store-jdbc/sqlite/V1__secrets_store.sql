-- The tables of dev.secrets.store.jdbc, version 1, for SQLite 3.42 or newer.
--
-- JdbcSecretStore.createSchema() runs this file; Flyway, Liquibase or a person may do it instead. For another table prefix,
-- replace "secrets_" throughout.
--
-- Names and ids are kept as their UTF-8 bytes: compared exactly and ordered as unsigned bytes. To read them:
-- SELECT CAST(name AS TEXT) FROM secrets_record.

CREATE TABLE IF NOT EXISTS secrets_record (
    name               BLOB    NOT NULL PRIMARY KEY,
    secret_uid         BLOB    NOT NULL,
    revision           INTEGER NOT NULL,
    due_at             INTEGER,           -- milliseconds since 1970-01-01T00:00:00Z
    current_version_id BLOB,
    current_sealed     BLOB,              -- a copy of what secrets_value has for that version: one row answers a get
    metadata           BLOB    NOT NULL   -- sealed
);

CREATE INDEX IF NOT EXISTS secrets_record_due ON secrets_record (due_at, name) WHERE due_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS secrets_value (
    name       BLOB NOT NULL,
    secret_uid BLOB NOT NULL,
    version_id BLOB NOT NULL,
    sealed     BLOB NOT NULL,
    PRIMARY KEY (name, secret_uid, version_id)
);

CREATE TABLE IF NOT EXISTS secrets_schema (
    version INTEGER NOT NULL PRIMARY KEY
);

INSERT OR IGNORE INTO secrets_schema (version) VALUES (1);
