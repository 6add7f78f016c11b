package dev.secrets.state;

import org.jspecify.annotations.Nullable;

/** The fields of the messages in a secret's metadata, by their numbers; {@code secret.proto} says which message has which. */
enum MetadataField {
    FORMAT(1),
    CREATED(2),
    CHANGED(3),
    VERSION(4),
    UUID(5),
    SHA256(6),
    LABEL(7),
    ACCESSED(8),
    KEY(9),
    DESCRIPTION(10),
    TAGS(11),
    TEXT(12),
    BINARY(13),
    ROTATION(14),
    SUFFIX(15),
    ID(16),
    DELETION(17),
    TYPE(18),
    OWNER(19),
    POLICY(20),
    REPLICATION(21),
    ENABLED(22),
    EPOCH(23),
    ROTATOR(24),
    RULES(25),
    DAYS(26),
    DURATION(27),
    EXPRESSION(28),
    EXTERNAL(29),
    ROLE(30),
    ROTATED(31),
    NEXT(32),
    START(33),
    ATTEMPT(34),
    PURPOSE(35),
    FAILURES(36),
    UNTIL(37),
    PRIMARY(38),
    SOURCE(39),
    UID(40),
    REVISION(41),
    SEAL(42),
    TARGET(43),
    REGION(44),
    GOAL(45),
    OVERWRITE(46),
    ESTABLISHED(47),
    SINCE(48),
    RETRY(49),
    FAILURE(50);

    private static final MetadataField[] BY_NUMBER = byNumber();

    private final int number;

    MetadataField(int number) {
        this.number = number;
    }

    private static MetadataField[] byNumber() {
        MetadataField[] byNumber = new MetadataField[values().length + 1];
        for (MetadataField field : values()) {
            byNumber[field.number] = field;
        }
        return byNumber;
    }

    /** Returns the field of the number; null if a later version of this library has added it. */
    static @Nullable MetadataField ofNumber(int number) {
        return number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    int number() {
        return number;
    }
}
