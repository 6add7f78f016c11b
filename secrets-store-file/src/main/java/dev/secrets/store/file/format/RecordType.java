package dev.secrets.store.file.format;

/** What a record does. Codes are never used again for something else. */
public enum RecordType {
    /** Puts a secret's record, adds and removes values. */
    PUT(1),
    /** Removes a secret and all its values. */
    DELETE(2),
    /** Ends what a compaction copied from the generation before: from here on there are changes. */
    SNAPSHOT_END(3),
    /** Ends the journal: the next generation takes over. */
    GENERATION_END(4);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static boolean isKnown(int code) {
        return code >= PUT.code && code <= GENERATION_END.code;
    }

    static RecordType of(int code) throws UnknownFormatException {
        if (!isKnown(code)) {
            throw new UnknownFormatException(
                    "A record has type " + code + ", which is not known. Use a newer version of the library");
        }
        return values()[code - 1];
    }
}
