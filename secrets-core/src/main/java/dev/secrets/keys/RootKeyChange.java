package dev.secrets.keys;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A change of the root key in three steps: the ring is wrapped under both, the store rewraps what it keeps, the ring is wrapped
 * under the new one alone. Each step finds out whether it is done already, so a change that was interrupted goes on when it is
 * started again, and is undone when it is started the other way round.
 *
 * <p>Each of the two writings has a ring key of its own: what is written last opens no copy from before the change.
 */
final class RootKeyChange {
    private final LiveKeyRing live;
    private final RootKey from;
    private final RootKey to;
    private final List<RootKey> both;

    RootKeyChange(LiveKeyRing live, RootKey from, RootKey to) {
        this.live = live;
        this.from = from;
        this.to = to;
        this.both = union(Stream.of(from.members(), to.members()));
    }

    /** Two keys may have one id, such as two passphrases without a label. */
    private static List<RootKey> union(Stream<List<RootKey>> rootKeys) {
        Set<RootKey> union = Collections.newSetFromMap(new IdentityHashMap<>());
        return rootKeys.flatMap(List::stream).filter(union::add).toList();
    }

    void run(Runnable rewrapStore) {
        List<RootKey> given = live.rootKeys();
        // Whichever wraps the ring, at the end or when a step fails, this process opens it.
        live.use(union(Stream.of(given, from.members(), to.members())));
        requireAllNamed(live.current());
        try {
            if (!isWrappedUnder(live.current(), to.members())) {
                wrapUnder(both);
                rewrapStore.run();
                wrapUnder(to.members());
            }
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException(
                    "The root key is not changed to '" + to.id() + "': it does not wrap the key ring", refused);
        }
        live.use(usedAfterwards(given));
    }

    /** A process that was given more keys than it changes from was to follow changes that others make, and goes on doing so. */
    private List<RootKey> usedAfterwards(List<RootKey> given) {
        boolean follows = !from.members().containsAll(given);
        return follows ? union(Stream.of(to.members(), given)) : to.members();
    }

    /** A key that is not named would open nothing any more, which nobody asked for. */
    private void requireAllNamed(OpenedKeyRing ring) {
        List<String> others = ring.ringKey().wrappersBeside(ring.ring().places(), both);
        if (!others.isEmpty()) {
            throw new RootKeyException("The key ring is wrapped under root key " + others
                    + ", which is not among those that are to be changed");
        }
    }

    private void wrapUnder(List<RootKey> rootKeys) throws GeneralSecurityException {
        for (int attempt = 1; attempt <= KeyRingRecord.MAX_ATTEMPTS; attempt++) {
            OpenedKeyRing current = live.current();
            if (isWrappedUnder(current, rootKeys) || live.wrapAnew(current, rootKeys)) {
                return;
            }
        }
        throw new RootKeyException(
                "The key ring was changed by others " + KeyRingRecord.MAX_ATTEMPTS + " times in a row; try again");
    }

    private static boolean isWrappedUnder(OpenedKeyRing ring, List<RootKey> rootKeys) {
        return ring.ringKey().isWrappedUnder(ring.ring().places(), rootKeys);
    }
}
