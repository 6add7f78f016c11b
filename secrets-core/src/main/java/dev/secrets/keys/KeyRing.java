package dev.secrets.keys;

import dev.secrets.model.ChainMac;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All keys of a store but the root key, as of one revision, ready for use. Immutable: a change makes the ring of the next
 * revision, and what belongs together is swapped together.
 */
final class KeyRing {
    /** Other names of the default key: AWS's alias, and none. */
    private static final List<String> DEFAULT_KEY_ALIASES = List.of("alias/" + KeyManager.DEFAULT_KEY_ID, "");

    private final String id;
    private final long revision;
    private final Map<KeyName, RingKeyset> keysets;
    private final AssociatedData places;

    private final Map<String, SealingKey> valueKeys;
    private final SealingKey metadataKey;
    private final SealingKey pageTokenKey;
    private final SealingKey accessKeyKey;
    private final TinkChainMac auditMac;

    /** @throws GeneralSecurityException if a keyset that every ring has is missing, or one does not fit its purpose */
    KeyRing(String id, long revision, List<RingKeyset> keysets) throws GeneralSecurityException {
        this.id = id;
        this.revision = revision;
        this.keysets = byName(keysets);
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
            if (purpose != KeyPurpose.VALUE) {
                keysets.add(RingKeyset.generate(KeyName.only(purpose), now));
            }
        }
        return new KeyRing(id, 1, keysets);
    }

    /** Returns the ring of the next revision, which also has a key of the id. */
    KeyRing withValueKey(String kmsKeyId, Instant now) throws GeneralSecurityException {
        List<RingKeyset> more = new ArrayList<>(keysets.values());
        more.add(RingKeyset.generate(KeyName.value(kmsKeyId), now));
        return new KeyRing(id, revision + 1, more);
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
        for (String alias : DEFAULT_KEY_ALIASES) {
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

    AssociatedData places() {
        return places;
    }

    ChainMac auditMac() {
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
        Optional<SealingKey> key = key(context);
        return key.isEmpty() || key.get().lacksKeyOf(sealed);
    }

    private Optional<SealingKey> key(SealingContext context) {
        if (context instanceof SealingContext.Value value) {
            return Optional.ofNullable(valueKeys.get(value.kmsKeyId()));
        }
        if (context instanceof SealingContext.Metadata metadata) {
            return Optional.of(metadata.name().startsWith(KeyManager.ACCESS_KEY_PREFIX) ? accessKeyKey : metadataKey);
        }
        return Optional.of(pageTokenKey);
    }

    private static SealingKey require(Optional<SealingKey> key) throws GeneralSecurityException {
        return key.orElseThrow(() -> new GeneralSecurityException("There is no such key"));
    }
}
