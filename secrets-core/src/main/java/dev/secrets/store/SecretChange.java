package dev.secrets.store;

import java.util.List;
import java.util.Set;

/** One atomic change of one name. */
public sealed interface SecretChange {
    /** Returns the name of the secret that is changed. */
    String name();

    /**
     * Makes a record where there is none.
     *
     * @param after the record
     * @param values its values
     */
    record Create(StoredSecret after, List<StoredValue> values) implements SecretChange {
        /** Copies the list. */
        public Create {
            values = List.copyOf(values);
        }

        @Override
        public String name() {
            return after.name();
        }
    }

    /**
     * Replaces the record that has the uid and revision expected. If the record after has another uid, it is another secret: all
     * values of the one before are removed in the same change.
     *
     * @param expectedUid the uid that the record must have
     * @param expectedRevision the revision that the record must have
     * @param after the record from now on, of the same name
     * @param putValues values to add, or to put in place of those of the same version ids
     * @param removedVersionIds versions whose values are removed; ids that have none are ignored
     */
    record Update(
            String expectedUid,
            long expectedRevision,
            StoredSecret after,
            List<StoredValue> putValues,
            Set<String> removedVersionIds)
            implements SecretChange {
        /** Copies the collections. */
        public Update {
            putValues = List.copyOf(putValues);
            removedVersionIds = Set.copyOf(removedVersionIds);
        }

        @Override
        public String name() {
            return after.name();
        }
    }

    /**
     * Removes the record that has the uid and revision expected, and all its values.
     *
     * @param name the name
     * @param expectedUid the uid that the record must have
     * @param expectedRevision the revision that the record must have
     */
    record Delete(String name, String expectedUid, long expectedRevision) implements SecretChange {}
}
