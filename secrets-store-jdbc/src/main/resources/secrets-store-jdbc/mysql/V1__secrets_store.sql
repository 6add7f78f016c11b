-- The tables of dev.secrets.store.jdbc, version 1, for MariaDB 10.5 or newer and MySQL 8.0 or newer.
--
-- JdbcSecretStore.createSchema() runs this file; Flyway, Liquibase or a person may do it instead. For another table prefix,
-- replace "secrets_" throughout.
--
-- Names and ids are kept as their UTF-8 bytes: compared exactly and ordered as unsigned bytes, whatever the character set and
-- the collation of the database. To read them: SELECT CONVERT(name USING utf8mb4) FROM secrets_record.

CREATE TABLE IF NOT EXISTS secrets_record (
    name               VARBINARY(512) NOT NULL PRIMARY KEY,
    secret_uid         VARBINARY(128) NOT NULL,
    revision           BIGINT         NOT NULL,
    due_at             BIGINT,                   -- milliseconds since 1970-01-01T00:00:00Z
    current_version_id VARBINARY(256),
    current_sealed     MEDIUMBLOB,               -- a copy of what secrets_value has for that version: one row answers a get
    metadata           MEDIUMBLOB     NOT NULL,  -- sealed
    INDEX secrets_record_due (due_at, name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS secrets_value (
    name       VARBINARY(512) NOT NULL,
    secret_uid VARBINARY(128) NOT NULL,
    version_id VARBINARY(256) NOT NULL,
    sealed     MEDIUMBLOB     NOT NULL,
    PRIMARY KEY (name, secret_uid, version_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC;

CREATE TABLE IF NOT EXISTS secrets_schema (
    version INTEGER NOT NULL PRIMARY KEY
) ENGINE = InnoDB;

INSERT IGNORE INTO secrets_schema (version) VALUES (1);
