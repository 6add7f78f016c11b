-- The tables of dev.secrets.store.jdbc, version 1, for H2 2.4 or newer.
--
-- JdbcSecretStore.createSchema() runs this file; Flyway, Liquibase or a person may do it instead. For another table prefix,
-- replace "secrets_" throughout.
--
-- Names and ids are kept as their UTF-8 bytes: compared exactly and ordered as unsigned bytes, whatever the collation of the
-- database. To read them: SELECT UTF8TOSTRING(name) FROM secrets_record.

CREATE TABLE IF NOT EXISTS secrets_record (
    name               VARBINARY(512)     NOT NULL PRIMARY KEY,
    secret_uid         VARBINARY(128)     NOT NULL,
    revision           BIGINT             NOT NULL,
    due_at             BIGINT,                       -- milliseconds since 1970-01-01T00:00:00Z
    current_version_id VARBINARY(256),
    current_sealed     VARBINARY(1048576),           -- a copy of what secrets_value has for that version: one row answers a get
    metadata           VARBINARY(1048576) NOT NULL,  -- sealed
    UNIQUE (due_at, name)                            -- for its index
);

CREATE TABLE IF NOT EXISTS secrets_value (
    name       VARBINARY(512)     NOT NULL,
    secret_uid VARBINARY(128)     NOT NULL,
    version_id VARBINARY(256)     NOT NULL,
    sealed     VARBINARY(1048576) NOT NULL,
    PRIMARY KEY (name, secret_uid, version_id)
);

CREATE TABLE IF NOT EXISTS secrets_schema (
    version INTEGER NOT NULL PRIMARY KEY
);

MERGE INTO secrets_schema (version) KEY (version) VALUES (1);
