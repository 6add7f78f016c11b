package dev.secrets.store;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Work on whole stores, through the SPI alone, and so with every backend. */
public final class SecretStores {
    private static final int PAGE = 200;

    private SecretStores() {}

    /**
     * Calls with every record in the order of the names, reserved ones included. Records that are made meanwhile may be among them.
     *
     * @throws StoreUnavailableException if the store can't be read
     */
    public static void forEach(SecretStore store, Consumer<StoredSecret> consumer) {
        forEach(store, "", consumer);
    }

    /**
     * Calls with every record whose name is not before the one given, in the order of the names.
     *
     * @param fromNameInclusive need not be the name of a record; a name followed by {@code \0} begins behind it
     * @throws StoreUnavailableException if the store can't be read
     */
    public static void forEach(SecretStore store, String fromNameInclusive, Consumer<StoredSecret> consumer) {
        forEachWhile(store, fromNameInclusive, record -> {
            consumer.accept(record);
            return true;
        });
    }

    /**
     * Calls with every record whose name is not before the one given, in the order of the names, for as long as it answers yes.
     *
     * @param fromNameInclusive as above
     * @throws StoreUnavailableException if the store can't be read
     */
    public static void forEachWhile(SecretStore store, String fromNameInclusive, Predicate<StoredSecret> goesOn) {
        String from = fromNameInclusive;
        List<StoredSecret> page;
        do {
            page = store.page(from, PAGE);
            if (!page.stream().allMatch(goesOn)) {
                return;
            }
            from = page.isEmpty() ? from : page.get(page.size() - 1).name() + '\0';
        } while (page.size() == PAGE);
    }

    /**
     * Copies every record with all its values from one store to another, sealed as they are: secrets, the key ring, access keys.
     * The copy opens with the same root key. At the end the stores are compared, whole.
     *
     * <p>Begun again after an interruption, it goes on: what the target has is passed over, and what it has of an earlier revision
     * is brought up to date. Nobody may write to either store meanwhile; writes to the source are noticed by the comparison, and
     * another run then copies them.
     *
     * @param from the store to copy; nothing is written to it
     * @param to the store to fill: empty, or filled by an earlier run
     * @param progress is told after each record, in the calling thread; what it throws ends the copying
     * @return what was done
     * @throws StoreConflictException if the target holds something that the source does not, such as a key ring of its own, or was
     *     not equal to the source in the end; the message names the record
     * @throws StoreUnavailableException if one of the stores can't be read or written
     * @throws OutcomeUnknownException if the target can't tell whether it holds a record; another run finds out
     */
    public static StoreCopyReport copy(SecretStore from, SecretStore to, Consumer<StoreCopyProgress> progress) {
        return new StoreCopy(from, to, progress).run();
    }
}
