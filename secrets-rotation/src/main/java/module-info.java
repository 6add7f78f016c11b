/** Rotation: a scheduler that many nodes may run, the SPI for rotators, and rotators that are ready to use. */
@org.jspecify.annotations.NullMarked
module dev.secrets.rotation {
    requires transitive dev.secrets.core;
    requires transitive java.sql;
    requires java.net.http;
    requires org.slf4j;
    requires static com.nimbusds.jose.jwt;
    requires static jdk.httpserver;
    requires static json.smart;
    requires static oauth2.oidc.sdk;
    requires static org.apache.sshd.osgi;
    requires static org.mariadb.jdbc;
    requires static org.postgresql.jdbc;
    requires static transitive org.jspecify;

    exports dev.secrets.rotation;
    exports dev.secrets.rotation.database;
    exports dev.secrets.rotation.oauth;
    exports dev.secrets.rotation.ssh;
}
