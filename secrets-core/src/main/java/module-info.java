/**
 * An embeddable secrets manager with the behaviour of AWS Secrets Manager: the API, the model, the engine, policy evaluation,
 * key management, audit, the storage SPI and the in-memory store.
 */
@org.jspecify.annotations.NullMarked
module dev.secrets.core {
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires tools.jackson.core;

    exports dev.secrets.keys;
    exports dev.secrets.model;
    exports dev.secrets.policy;
    exports dev.secrets.store;
}
