package dev.secrets.keys;

import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.LimitExceededException;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.ResourceNotFoundException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.store.SealedBytes;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of a {@link LiveKeyRing}. Thread-safe. */
record TinkManagedKeys(LiveKeyRing live, KeyManagerOptions options) implements ManagedKeys {
    // What there is

    @Override
    public List<KeyMetadata> list() {
        return live.current().ring().keysets().stream()
                .map(RingKeyset::metadata)
                .toList();
    }

    @Override
    public Optional<KeyMetadata> find(String keyId) {
        return live.current().ring().keyset(KeyName.ofId(keyId)).map(RingKeyset::metadata);
    }

    @Override
    public Optional<String> policyOf(String keyId) {
        return live.latest()
                .keyset(KeyName.ofId(keyId))
                .flatMap(keyset -> keyset.settings().policy());
    }

    @Override
    public Optional<KeyUse> useOf(SealingContext context, SealedBytes sealed) {
        try {
            return Optional.of(live.latest().useOf(context, sealed.sharedArray()));
        } catch (GeneralSecurityException tooShort) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isUnderCurrentMaterial(SealingContext context, SealedBytes sealed) {
        try {
            return live.latest().isUnderNewestKey(context, sealed.sharedArray());
        } catch (GeneralSecurityException noSuchKey) {
            return false;
        }
    }

    // Changes

    @Override
    public KeyMetadata create(String keyId, String description) {
        KeyName name = KeyName.ofId(keyId);
        KeyRing ring = changed((current, now) -> {
            if (current.keyset(name).isPresent()) {
                throw new ResourceExistsException("Key '" + keyId + "' already exists.");
            }
            RingKeyset made = RingKeyset.generate(KeyName.value(TinkKeyManager.requireKeyId(keyId)), now);
            return current.with(made.with(made.settings().description(description)));
        });
        return require(ring, name).metadata();
    }

    @Override
    public KeyMetadata rotate(String keyId) {
        return change(keyId, (keyset, now) -> {
            if (keyset.state() != KeyState.ENABLED) {
                throw new InvalidRequestException(
                        "Key '" + keyId + "' can't be rotated while it is " + keyset.state() + ".");
            }
            if (keyset.creationDates().size() == KeyRingCodec.MAX_KEYS_OF_KEYSET) {
                throw new LimitExceededException("Key '" + keyId + "' can't have more than "
                        + KeyRingCodec.MAX_KEYS_OF_KEYSET + " materials; destroy former ones.");
            }
            return keyset.rotated(now);
        });
    }

    @Override
    public KeyMetadata describe(
            String keyId, String description, Optional<String> policy, Optional<Integer> rotationPeriodInDays) {
        return change(
                keyId,
                (keyset, now) -> keyset.with(keyset.settings()
                        .description(description)
                        .policy(policy)
                        .rotationPeriodInDays(rotationPeriodInDays)));
    }

    @Override
    public KeyMetadata change(String keyId, Set<KeyState> expected, KeyState state, Optional<Instant> deletionDate) {
        return change(keyId, (keyset, now) -> {
            requireDispensable(keyset);
            if (!expected.contains(keyset.state())) {
                throw new InvalidRequestException("Key '" + keyId + "' is " + keyset.state() + "; must be "
                        + expected.stream().sorted().toList() + " for this.");
            }
            return keyset.in(state, deletionDate, now);
        });
    }

    @Override
    public void destroy(KeyMetadata key) {
        KeyName name = KeyName.ofId(key.keyId());
        changed((current, now) -> {
            RingKeyset keyset = require(current, name);
            requireDispensable(keyset);
            if (keyset.state().seals() || !keyset.metadata().equals(key)) {
                throw new InvalidRequestException("Key '" + key.keyId() + "' is in use, or was changed meanwhile."
                        + " Retire or disable it first; if it is, try again.");
            }
            return current.without(name, now);
        });
    }

    @Override
    public KeyMetadata destroyMaterials(String keyId, Set<String> keyMaterialIds) {
        return change(keyId, (keyset, now) -> {
            requireCountable(keyset);
            return keyset.withoutFormer(parsed(keyMaterialIds));
        });
    }

    private static Set<Integer> parsed(Set<String> keyMaterialIds) {
        Set<Integer> ids = new HashSet<>();
        keyMaterialIds.forEach(id -> ids.add(HexFormat.fromHexDigits(id)));
        return ids;
    }

    /** Trails and manifests lie outside of the store: nobody can tell what is still to be verified. */
    private static void requireCountable(RingKeyset keyset) {
        if (keyset.name().purpose().isMac()) {
            throw new InvalidRequestException("Former material of key '"
                    + keyset.name().id() + "' verifies what was written under it, and is kept.");
        }
    }

    private static void requireDispensable(RingKeyset keyset) {
        if (keyset.name().isRequired()) {
            throw new InvalidRequestException("Key '" + keyset.name().id()
                    + "' belongs to the store, which can't do without it; it can only be rotated.");
        }
    }

    @FunctionalInterface
    private interface KeysetChange {
        RingKeyset of(RingKeyset keyset, Instant now) throws GeneralSecurityException;
    }

    private KeyMetadata change(String keyId, KeysetChange change) {
        KeyName name = KeyName.ofId(keyId);
        KeyRing ring = changed((current, now) -> current.with(change.of(require(current, name), now)));
        return require(ring, name).metadata();
    }

    private static RingKeyset require(KeyRing ring, KeyName name) {
        return ring.keyset(name)
                .orElseThrow(() -> new ResourceNotFoundException("Key '" + name.id() + "' does not exist."));
    }

    private KeyRing changed(LiveKeyRing.Change change) {
        try {
            return live.change(change);
        } catch (KeyRingFullException full) {
            throw new LimitExceededException("A store can't have more than " + KeyRingCodec.MAX_KEYSETS
                    + " keys, those that were destroyed included.");
        } catch (GeneralSecurityException refused) {
            throw new RootKeyException("The key ring can't be changed", refused);
        }
    }

    // Root keys, and time

    @Override
    public void changeRootKey(RootKey from, RootKey to, Runnable rewrapStore) {
        live.changeRootKey(from, to, rewrapStore);
    }

    @Override
    public List<String> rootKeyIds() {
        return live.current().ringKey().wrappings().stream()
                .map(RingKey.Wrapping::rootKeyId)
                .toList();
    }

    @Override
    public void refresh() {
        live.current();
    }

    @Override
    public Duration settlingTime() {
        return options.settlingTime();
    }

    @Override
    public Duration longestCommit() {
        Duration rest = options.settlingTime().minus(options.reloadInterval());
        return Duration.ofNanos(rest.toNanos() / 2);
    }
}
