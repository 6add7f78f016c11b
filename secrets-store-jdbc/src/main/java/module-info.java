/** A secret store in a relational database, which several nodes may share: PostgreSQL, MySQL, MariaDB, H2, SQLite. */
@org.jspecify.annotations.NullMarked
module dev.secrets.store.jdbc {
    requires transitive dev.secrets.core;
    requires transitive java.sql;
    requires static org.postgresql.jdbc;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.secrets.store.jdbc;
}
