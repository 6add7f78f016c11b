/** Rotation: a scheduler that many nodes may run, the SPI for rotators, and rotators that are ready to use. */
@org.jspecify.annotations.NullMarked
module dev.secrets.rotation {
    requires transitive dev.secrets.core;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.secrets.rotation;
}
