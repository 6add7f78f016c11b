package dev.secrets.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.secrets.model.RootKey;
import dev.secrets.store.SealedBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyRingCodecTest {
    private static final String RING_ID = "0123456789abcdef0123456789abcdef";
    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09.123Z");

    private static final int VERSION_AT = 4;
    private static final int REVISION_AT = 5;
    private static final int COUNT_AT = 13;
    private static final int ID_LENGTH_AT = 14;

    private final RootKey rootKey = RootKeys.random("first");
    private KeyRing ring;
    private SealedBytes sealed;

    @BeforeEach
    void makeRing() throws GeneralSecurityException {
        ring = KeyRing.generate(RING_ID, NOW);
        sealed = encode(ring, rootKey);
    }

    private static SealedBytes encode(KeyRing ring, RootKey... rootKeys) throws GeneralSecurityException {
        return KeyRingCodec.encode(ring, RingKey.generate(ring.places(), ring.revision(), List.of(rootKeys)));
    }

    @Test
    void decode_encoded_hasTheSameKeys() throws GeneralSecurityException {
        KeyRing opened = decode(sealed);

        assertThat(opened.revision()).isEqualTo(1);
        assertThat(opened.keysets()).hasSize(5).hasToString(ring.keysets().toString());
        for (int i = 0; i < 5; i++) {
            RingKeyset before = ring.keysets().get(i);
            RingKeyset after = opened.keysets().get(i);
            assertThat(after.handle().equalsKeyset(before.handle())).isTrue();
            assertThat(after.creationDates()).isEqualTo(Map.of(before.primaryKeyId(), NOW));
        }
    }

    @ParameterizedTest
    @EnumSource
    void decode_keyOfAnyState_keepsIt(KeyState state) throws GeneralSecurityException {
        Optional<Instant> date = Optional.of(NOW.plusSeconds(60)).filter(any -> state == KeyState.PENDING_DELETION);

        KeyRing opened = decode(encode(with(valueKeyset("k", state, date)), rootKey));

        RingKeyset keyset = opened.keysets().get(5);
        assertThat(keyset.state()).isEqualTo(state);
        assertThat(keyset.deletionDate()).isEqualTo(date);
    }

    private static RingKeyset valueKeyset(String keyId, KeyState state, Optional<Instant> deletionDate)
            throws GeneralSecurityException {
        RingKeyset fresh = RingKeyset.generate(KeyName.value(keyId), NOW);
        return new RingKeyset(
                fresh.name(), state, deletionDate, fresh.creationDates(), fresh.settings(), fresh.handle());
    }

    private KeyRing with(RingKeyset keyset) throws GeneralSecurityException {
        List<RingKeyset> keysets = new ArrayList<>(ring.keysets());
        keysets.add(keyset);
        return new KeyRing(RING_ID, ring.revision(), keysets, List.of());
    }

    @Test
    void decode_underEitherOfTwoRootKeys_opens() throws GeneralSecurityException {
        RootKey second = RootKeys.random("second");
        SealedBytes both = encode(ring, rootKey, second);

        for (RootKey either : List.of(rootKey, second)) {
            assertThat(KeyRingCodec.decode(RING_ID, 1, both, either).ring().keysets())
                    .hasSize(5);
        }
    }

    @Test
    void decode_twoRootKeysOfOneId_opensUnderEither() throws GeneralSecurityException {
        RootKey namesake = RootKeys.random("first");
        SealedBytes both = encode(ring, rootKey, namesake);

        for (RootKey either : List.of(rootKey, namesake)) {
            assertThat(KeyRingCodec.decode(RING_ID, 1, both, either).ring().keysets())
                    .hasSize(5);
        }
    }

    @Test
    void next_oneRootKey_isAnotherRingKeyThatDoesNotOpenTheRingBefore() throws GeneralSecurityException {
        OpenedKeyRing opened = KeyRingCodec.decode(RING_ID, 1, sealed, rootKey);
        RingKey next = opened.ringKey().next(ring.places(), 2);
        byte[] header = Arrays.copyOf(sealed.sharedArray(), headerLength());
        byte[] body = Arrays.copyOfRange(sealed.sharedArray(), headerLength(), sealed.length());

        assertThat(next.madeAtRevision()).isEqualTo(2);
        assertThat(opened.ringKey().aead().decrypt(body, ring.places().ofRing(1, header)))
                .isNotEmpty();
        assertThatThrownBy(() -> next.aead().decrypt(body, ring.places().ofRing(1, header)))
                .isInstanceOf(GeneralSecurityException.class);
    }

    private int headerLength() {
        ByteBuffer bytes = ByteBuffer.wrap(sealed.sharedArray());
        int idEnd = ID_LENGTH_AT + 4 + bytes.getInt(ID_LENGTH_AT);
        return idEnd + 4 + bytes.getInt(idEnd);
    }

    @Test
    void next_whileTheRootKeyIsChanged_keepsTheRingKeyAndBothWrappings() throws GeneralSecurityException {
        RootKey second = RootKeys.random("second");
        OpenedKeyRing opened = KeyRingCodec.decode(RING_ID, 1, encode(ring, rootKey, second), rootKey);

        KeyRing changed = opened.ring().withNewKey(KeyName.value("k"), NOW);
        SealedBytes next = KeyRingCodec.encode(changed, opened.ringKey().next(ring.places(), 2));

        assertThat(KeyRingCodec.decode(RING_ID, 2, next, second).ring().hasValueKey("k"))
                .isTrue();
    }

    @Test
    void decode_anyBitFlipped_isRefused() {
        for (int bit = 0; bit < 8 * sealed.length(); bit++) {
            byte[] flipped = sealed.sharedArray().clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(flipped);
        }
    }

    @Test
    void decode_truncatedOrExtended_isRefused() {
        for (int length = 0; length < sealed.length(); length++) {
            assertRefused(Arrays.copyOf(sealed.sharedArray(), length));
        }
        assertRefused(Arrays.copyOf(sealed.sharedArray(), sealed.length() + 1));
        assertRefused(new byte[16 * 1024 * 1024 + 1]);
    }

    @Test
    void decode_asOtherRingOrRevision_isRefused() {
        assertThatThrownBy(() -> KeyRingCodec.decode(RING_ID.replace('0', '1'), 1, sealed, rootKey))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> KeyRingCodec.decode(RING_ID, 2, sealed, rootKey))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void decode_unknownVersion_saysSo() {
        byte[] newer = sealed.sharedArray().clone();
        newer[VERSION_AT] = 3;

        assertThatThrownBy(() -> decode(SealedBytes.wrap(newer)))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("Unknown version 3 of the key ring's format");
    }

    @Test
    void decode_hostileCountsAndLengths_areRefused() {
        assertRefusedWith(bytes -> bytes.put(COUNT_AT, (byte) 0));
        assertRefusedWith(bytes -> bytes.put(COUNT_AT, (byte) 255));
        assertRefusedWith(bytes -> bytes.putInt(ID_LENGTH_AT, Integer.MAX_VALUE));
        assertRefusedWith(bytes -> bytes.putInt(ID_LENGTH_AT, -1));
        assertRefusedWith(bytes -> bytes.putInt(ID_LENGTH_AT + 9, Integer.MAX_VALUE));
        assertRefusedWith(bytes -> bytes.putLong(REVISION_AT, -1));
        assertRefusedWith(bytes -> bytes.put(ID_LENGTH_AT + 4, (byte) '\n'));
    }

    private void assertRefusedWith(Consumer<ByteBuffer> change) {
        byte[] changed = sealed.sharedArray().clone();
        change.accept(ByteBuffer.wrap(changed));
        assertRefused(changed);
    }

    @Test
    void keyset_ofOtherAlgorithm_isRefused() throws GeneralSecurityException {
        KeysetHandle weaker = KeysetHandle.generateNew(PredefinedAeadParameters.AES128_GCM, AeadConfig2026.get());
        Map<Integer, Instant> dates = Map.of(weaker.getPrimary().getId(), NOW);

        assertThatThrownBy(() -> new RingKeyset(
                        KeyName.value("k"), KeyState.ENABLED, Optional.empty(), dates, KeySettings.since(NOW), weaker))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("algorithm");
    }

    @Test
    void keyset_withDatesOfOtherKeys_isRefused() throws GeneralSecurityException {
        RingKeyset keyset = RingKeyset.generate(KeyName.value("k"), NOW);

        assertThatThrownBy(() -> new RingKeyset(
                        keyset.name(),
                        KeyState.ENABLED,
                        Optional.empty(),
                        Map.of(),
                        keyset.settings(),
                        keyset.handle()))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void keyset_deletionDateWithoutPendingDeletion_isRefused() {
        assertThatThrownBy(() -> valueKeyset("k", KeyState.ENABLED, Optional.of(NOW)))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> valueKeyset("k", KeyState.PENDING_DELETION, Optional.empty()))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void ring_withoutOneOfItsKeysets_isRefused() {
        for (int missing = 0; missing < 5; missing++) {
            List<RingKeyset> keysets = new ArrayList<>(ring.keysets());
            keysets.remove(missing);
            assertThatThrownBy(() -> new KeyRing(RING_ID, 1, keysets, List.of()))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    @Test
    void ring_withTwoKeysetsOfOneName_isRefused() {
        for (String keyId : List.of("aws/secretsmanager", "alias/aws/secretsmanager", "")) {
            assertThatThrownBy(() -> with(valueKeyset(keyId, KeyState.ENABLED, Optional.empty())))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }

    private KeyRing decode(SealedBytes bytes) throws GeneralSecurityException {
        return KeyRingCodec.decode(RING_ID, 1, bytes, rootKey).ring();
    }

    private void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> decode(SealedBytes.wrap(bytes))).isInstanceOf(GeneralSecurityException.class);
    }
}
