/**
 * An embeddable secrets manager with the behaviour of AWS Secrets Manager: the API, the model, the engine, policy evaluation,
 * key management, audit, the storage SPI and the in-memory store.
 */
@org.jspecify.annotations.NullMarked
module dev.secrets.core {
    requires com.cronutils;
    requires com.github.benmanes.caffeine;
    requires com.google.crypto.tink;
    requires com.google.protobuf;
    requires org.bouncycastle.provider;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires static micrometer.core;
    requires static transitive org.jspecify;

    exports dev.secrets;
    exports dev.secrets.audit;
    exports dev.secrets.credentials;
    exports dev.secrets.keys;
    exports dev.secrets.maintenance;
    exports dev.secrets.model;
    exports dev.secrets.policy;
    exports dev.secrets.schedule;
    exports dev.secrets.store;
    exports dev.secrets.wire;
}
