/** A secret store in one directory of one machine: an append-only journal that survives crashes and notices tampering. */
@org.jspecify.annotations.NullMarked
module dev.secrets.store.file {
    requires transitive dev.secrets.core;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.secrets.store.file;
}
