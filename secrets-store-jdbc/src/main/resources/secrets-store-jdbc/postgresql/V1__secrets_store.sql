-- The tables of dev.secrets.store.jdbc, version 1, for PostgreSQL 12 or newer.
--
-- JdbcSecretStore.createSchema() runs this file; Flyway, Liquibase or a person may do it instead. For another table prefix,
-- replace "secrets_" throughout.
--
-- Names and ids are kept as their UTF-8 bytes: compared exactly and ordered as unsigned bytes, whatever the encoding and the
-- collation of the database. To read them: SELECT convert_from(name, 'UTF8') FROM secrets_record.

CREATE TABLE IF NOT EXISTS secrets_record (
    name               BYTEA  NOT NULL PRIMARY KEY,
    secret_uid         BYTEA  NOT NULL,
    revision           BIGINT NOT NULL,
    due_at             BIGINT,          -- milliseconds since 1970-01-01T00:00:00Z
    current_version_id BYTEA,
    current_sealed     BYTEA,           -- a copy of what secrets_value has for that version: one row answers a get
    metadata           BYTEA  NOT NULL  -- sealed
);

CREATE INDEX IF NOT EXISTS secrets_record_due ON secrets_record (due_at, name) WHERE due_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS secrets_value (
    name       BYTEA NOT NULL,
    secret_uid BYTEA NOT NULL,
    version_id BYTEA NOT NULL,
    sealed     BYTEA NOT NULL,
    PRIMARY KEY (name, secret_uid, version_id)
);

-- Sealed bytes can't be compressed.
ALTER TABLE secrets_record ALTER COLUMN metadata SET STORAGE EXTERNAL;
ALTER TABLE secrets_record ALTER COLUMN current_sealed SET STORAGE EXTERNAL;
ALTER TABLE secrets_value ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE IF NOT EXISTS secrets_schema (
    version INTEGER NOT NULL PRIMARY KEY
);

INSERT INTO secrets_schema (version) VALUES (1) ON CONFLICT DO NOTHING;
