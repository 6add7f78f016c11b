package dev.secrets.keys;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A change of the root key in three steps: the ring is wrapped under both, the store rewraps what it keeps, the ring is wrapped
 * under the new one alone. Each step finds out whether it is done already, so a change that was interrupted goes on when it is
 * started again, and is undone when it is started the other way round.
 *
 * <p>Each of the two writings has a ring key of its own: what is written last opens no copy from before the change.
 */
final class RootKeyChange {
    private static final int MAX_ATTEMPTS = 50;

    private final LiveKeyRing live;
    private final RootKey from;
    private final RootKey to;
    private final List<RootKey> both;

    RootKeyChange(LiveKeyRing live, RootKey from, RootKey to) {
        this.live = live;
        this.from = from;
        this.to = to;
        this.both = union(from, to);
        if (both.size() == from.members().size() && both.size() == to.members().size()) {
            throw new RootKeyException("The new root key has the id '" + to.id()
                    + "' of the old one; another key has another id: give a passphrase another label");
        }
    }

    /** A key of an id that was met before is taken for the same. */
    private static List<RootKey> union(RootKey... rootKeys) {
        Map<String, RootKey> byId = new LinkedHashMap<>();
        Stream.of(rootKeys).flatMap(key -> key.members().stream()).forEach(key -> byId.putIfAbsent(key.id(), key));
        return List.copyOf(byId.values());
    }

    void run(Runnable rewrapStore) {
        // Whichever wraps the ring, at the end or when a step fails, this process opens it.
        live.use(RootKeyChain.ofAll(union(live.rootKey(), from, to)));
        try {
            if (!live.current().ringKey().isWrappedUnder(to.members())) {
                wrapUnder(both);
                rewrapStore.run();
                wrapUnder(to.members());
            }
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException(
                    "The root key is not changed to '" + to.id() + "': it does not wrap the key ring", refused);
        }
        live.use(to);
    }

    private void wrapUnder(List<RootKey> rootKeys) throws GeneralSecurityException {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            OpenedKeyRing current = live.current();
            if (current.ringKey().isWrappedUnder(rootKeys) || live.wrapAnew(current, rootKeys)) {
                return;
            }
        }
        throw new RootKeyException("The key ring was changed by others " + MAX_ATTEMPTS + " times in a row");
    }
}
