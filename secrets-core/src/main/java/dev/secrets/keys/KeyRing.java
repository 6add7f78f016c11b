package dev.secrets.keys;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All keys of a store but the root key, as of one revision, ready for use. Immutable: a change makes the ring of the next
 * revision, and what belongs together is swapped together.
 */
final class KeyRing {

    private final String id;
    private final long revision;
    private final Map<KeyName, RingKeyset> keysets;
    private final List<DestroyedKey> destroyed;
    private final AssociatedData places;

    private final Map<String, SealingKey> valueKeys;
    private final SealingKey metadataKey;
    private final SealingKey pageTokenKey;
    private final SealingKey accessKeyKey;
    private final TinkChainMac auditMac;

    /** @throws GeneralSecurityException if a keyset that every ring has is missing, or one does not fit its purpose */
    KeyRing(String id, long revision, List<RingKeyset> keysets, List<DestroyedKey> destroyed)
            throws GeneralSecurityException {
        this.id = id;
        this.revision = revision;
        this.keysets = byName(keysets);
        this.destroyed = List.copyOf(destroyed);
        this.places = new AssociatedData(id);
        this.valueKeys = valueKeys(keysets);
        this.metadataKey = new SealingKey(only(KeyPurpose.METADATA));
        this.pageTokenKey = new SealingKey(only(KeyPurpose.PAGE_TOKEN));
        this.accessKeyKey = new SealingKey(only(KeyPurpose.ACCESS_KEY));
        this.auditMac = new TinkChainMac(only(KeyPurpose.AUDIT));
    }

    /** Makes the first ring of a store: the default key, and one for each other purpose. */
    static KeyRing generate(String id, Instant now) throws GeneralSecurityException {
        List<RingKeyset> keysets = new ArrayList<>();
        keysets.add(RingKeyset.generate(KeyName.value(KeyManager.DEFAULT_KEY_ID), now));
        for (KeyPurpose purpose : KeyPurpose.values()) {
            if (purpose.isInEveryRing() && purpose != KeyPurpose.VALUE) {
                keysets.add(RingKeyset.generate(KeyName.only(purpose), now));
            }
        }
        return new KeyRing(id, 1, keysets, List.of());
    }

    // Changes: each makes the ring of the next revision

    /** Returns the next ring, which also has a new key of the name; whether one of that id was destroyed does not matter. */
    KeyRing withNewKey(KeyName name, Instant now) throws GeneralSecurityException {
        return with(RingKeyset.generate(name, now));
    }

    /** Returns the next ring, in which this keyset stands, in the place of one of its name or as a new one. */
    KeyRing with(RingKeyset keyset) throws GeneralSecurityException {
        Map<KeyName, RingKeyset> changed = new LinkedHashMap<>(keysets);
        changed.put(keyset.name(), keyset);
        List<DestroyedKey> rest = destroyed.stream()
                .filter(key -> !KeyName.value(key.keyId()).equals(keyset.name()))
                .toList();
        return new KeyRing(id, revision + 1, List.copyOf(changed.values()), rest);
    }

    /** Returns the next ring, in which a key is destroyed. */
    KeyRing without(KeyName name, Instant now) throws GeneralSecurityException {
        Map<KeyName, RingKeyset> changed = new LinkedHashMap<>(keysets);
        changed.remove(name);
        List<DestroyedKey> more = new ArrayList<>(destroyed);
        more.add(new DestroyedKey(name.keyId(), now.truncatedTo(ChronoUnit.MILLIS)));
        return new KeyRing(id, revision + 1, List.copyOf(changed.values()), more);
    }

    /** Returns the same keys as the next ring. */
    KeyRing again() throws GeneralSecurityException {
        return new KeyRing(id, revision + 1, keysets(), destroyed);
    }

    private static Map<KeyName, RingKeyset> byName(List<RingKeyset> keysets) throws GeneralSecurityException {
        Map<KeyName, RingKeyset> byName = new LinkedHashMap<>();
        for (RingKeyset keyset : keysets) {
            if (byName.put(keyset.name(), keyset) != null) {
                throw new GeneralSecurityException("Two keysets have one name");
            }
        }
        return byName;
    }

    private static Map<String, SealingKey> valueKeys(List<RingKeyset> keysets) throws GeneralSecurityException {
        Map<String, SealingKey> byId = new HashMap<>();
        for (RingKeyset keyset : keysets) {
            if (keyset.name().purpose() == KeyPurpose.VALUE) {
                byId.put(keyset.name().keyId(), new SealingKey(keyset));
            }
        }
        SealingKey defaultKey = byId.get(KeyManager.DEFAULT_KEY_ID);
        if (defaultKey == null) {
            throw new GeneralSecurityException("The default key is missing");
        }
        for (String alias : KeyName.DEFAULT_KEY_ALIASES) {
            if (byId.put(alias, defaultKey) != null) {
                throw new GeneralSecurityException("A key has another name of the default key");
            }
        }
        return Map.copyOf(byId);
    }

    private RingKeyset only(KeyPurpose purpose) throws GeneralSecurityException {
        RingKeyset keyset = keysets.get(KeyName.only(purpose));
        if (keyset == null) {
            throw new GeneralSecurityException("The keyset for " + purpose + " is missing");
        }
        return keyset;
    }

    String id() {
        return id;
    }

    long revision() {
        return revision;
    }

    List<RingKeyset> keysets() {
        return List.copyOf(keysets.values());
    }

    Optional<RingKeyset> keyset(KeyName name) {
        return Optional.ofNullable(keysets.get(name));
    }

    List<DestroyedKey> destroyed() {
        return destroyed;
    }

    boolean isDestroyed(String kmsKeyId) {
        return destroyed.stream().anyMatch(key -> key.keyId().equals(kmsKeyId));
    }

    /** Returns how many entries the ring has, of which there are at most {@link KeyRingCodec#MAX_KEYSETS}. */
    int size() {
        return keysets.size() + destroyed.size();
    }

    AssociatedData places() {
        return places;
    }

    TinkChainMac auditMac() {
        return auditMac;
    }

    boolean hasValueKey(String kmsKeyId) {
        return valueKeys.containsKey(kmsKeyId);
    }

    byte[] seal(SealingContext context, byte[] plaintext) throws GeneralSecurityException {
        return require(key(context)).seal(plaintext, places.of(context));
    }

    byte[] open(SealingContext context, byte[] sealed) throws GeneralSecurityException {
        return require(key(context)).open(sealed, places.of(context));
    }

    /** Returns whether the key that the bytes name is not in this ring: a newer ring may have it. */
    boolean lacksKeyOf(SealingContext context, byte[] sealed) throws GeneralSecurityException {
        SealingKey key = key(context);
        return key == null || key.lacksKeyOf(sealed);
    }

    /** Returns whether the bytes are under the key that seals in this context now. */
    boolean isUnderNewestKey(SealingContext context, byte[] sealed) throws GeneralSecurityException {
        return require(key(context)).isUnderNewestKey(sealed);
    }

    /** Returns what the bytes say that they are under, in this context. */
    KeyUse useOf(SealingContext context, byte[] sealed) throws GeneralSecurityException {
        return new KeyUse(nameOf(context).id(), HexFormat.of().toHexDigits(SealingKey.keyIdOf(sealed)));
    }

    private static KeyName nameOf(SealingContext context) {
        if (context instanceof SealingContext.Value value) {
            return KeyName.ofId(value.kmsKeyId());
        }
        if (context instanceof SealingContext.Metadata metadata) {
            return KeyName.only(isAccessKey(metadata) ? KeyPurpose.ACCESS_KEY : KeyPurpose.METADATA);
        }
        return KeyName.only(KeyPurpose.PAGE_TOKEN);
    }

    private static boolean isAccessKey(SealingContext.Metadata metadata) {
        return metadata.name().startsWith(KeyManager.ACCESS_KEY_PREFIX);
    }

    private @Nullable SealingKey key(SealingContext context) {
        if (context instanceof SealingContext.Value value) {
            return valueKeys.get(value.kmsKeyId());
        }
        if (context instanceof SealingContext.Metadata metadata) {
            return isAccessKey(metadata) ? accessKeyKey : metadataKey;
        }
        return pageTokenKey;
    }

    private static SealingKey require(@Nullable SealingKey key) throws GeneralSecurityException {
        if (key == null) {
            throw new GeneralSecurityException("There is no such key");
        }
        return key;
    }
}
