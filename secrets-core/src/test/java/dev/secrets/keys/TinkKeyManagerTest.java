package dev.secrets.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.ChainMac;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.model.SecretValue.Kind;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SealedBytes;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.SettableClock;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TinkKeyManagerTest {
    private static final byte[] PLAINTEXT = "a value".getBytes(UTF_8);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final String CANT_DECRYPT =
            "Secrets Manager can't decrypt the protected secret text using the provided KMS key.";

    private static final SealingContext VALUE =
            new SealingContext.Value("uid", "version", Kind.STRING, KeyManager.DEFAULT_KEY_ID);
    private static final SealingContext METADATA = metadata("name", "uid", 1, 1L, "version");

    private final ObservedStore store = new ObservedStore();
    private final RootKey rootKey = RootKeys.random();
    private final SettableClock clock = SettableClock.at("2026-02-03T10:15:30.123Z");
    private final TinkKeyManager keys = manager();

    private TinkKeyManager manager() {
        return new TinkKeyManager(
                store,
                rootKey,
                KeyManagerOptions.defaults().reloadInterval(INTERVAL).clock(clock));
    }

    private static SealingContext.Value under(String kmsKeyId) {
        return new SealingContext.Value("uid", "version", Kind.STRING, kmsKeyId);
    }

    private static SealingContext metadata(
            String name, String uid, long revision, long dueAt, String currentVersionId) {
        return new SealingContext.Metadata(
                name, uid, revision, Optional.of(Instant.ofEpochMilli(dueAt)), Optional.of(currentVersionId));
    }

    // Sealing and opening

    /** Contexts of which each differs from another in one field, or in what is empty. */
    private static List<SealingContext> contexts() {
        return List.of(
                VALUE,
                new SealingContext.Value("uid2", "version", Kind.STRING, KeyManager.DEFAULT_KEY_ID),
                new SealingContext.Value("uid", "version2", Kind.STRING, KeyManager.DEFAULT_KEY_ID),
                new SealingContext.Value("uid", "version", Kind.BINARY, KeyManager.DEFAULT_KEY_ID),
                new SealingContext.Value("version", "uid", Kind.STRING, KeyManager.DEFAULT_KEY_ID),
                new SealingContext.Value("uidversion", "", Kind.STRING, KeyManager.DEFAULT_KEY_ID),
                under("another/key"),
                METADATA,
                metadata("name2", "uid", 1, 1, "version"),
                metadata("name", "uid2", 1, 1, "version"),
                metadata("name", "uid", 2, 1, "version"),
                metadata("name", "uid", 1, 2, "version"),
                metadata("name", "uid", 1, 1, "version2"),
                metadata("uid", "name", 1, 1, "version"),
                new SealingContext.Metadata("name", "uid", 1, Optional.empty(), Optional.of("version")),
                new SealingContext.Metadata("name", "uid", 1, Optional.of(Instant.ofEpochMilli(1)), Optional.empty()),
                new SealingContext.Metadata("name", "uid", 1, Optional.of(Instant.EPOCH), Optional.empty()),
                new SealingContext.Metadata("name", "uid", 1, Optional.empty(), Optional.empty()),
                metadata("#access-key/a", "uid", 1, 1, "version"),
                metadata("#access-key/b", "uid", 1, 1, "version"),
                new SealingContext.PageToken("query"),
                new SealingContext.PageToken("query2"),
                new SealingContext.PageToken(""));
    }

    @Test
    void open_sealed_givesThePlaintextInItsOwnContextAndInNoOther() {
        for (SealingContext sealedIn : contexts()) {
            SealedBytes sealed = keys.seal(sealedIn, PLAINTEXT);
            for (SealingContext openedIn : contexts()) {
                if (openedIn.equals(sealedIn)) {
                    assertThat(keys.open(openedIn, sealed)).isEqualTo(PLAINTEXT);
                } else {
                    assertNotOpened(keys, openedIn, sealed);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 1_000_000})
    void open_anySize_givesThePlaintext(int size) {
        byte[] plaintext = new byte[size];
        Arrays.fill(plaintext, (byte) 7);

        SealedBytes sealed = keys.seal(METADATA, plaintext);

        assertThat(sealed.length()).isEqualTo(size + 45);
        assertThat(keys.open(METADATA, sealed)).isEqualTo(plaintext);
    }

    @Test
    void seal_twice_givesDifferentBytes() {
        assertThat(keys.seal(VALUE, PLAINTEXT)).isNotEqualTo(keys.seal(VALUE, PLAINTEXT));
    }

    @Test
    void open_anyBitFlipped_isRefusedInTheSameWords() {
        byte[] sealed = keys.seal(VALUE, PLAINTEXT).sharedArray();
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertNotOpened(keys, VALUE, SealedBytes.wrap(flipped));
        }
    }

    @Test
    void open_truncatedOrExtended_isRefusedInTheSameWords() {
        byte[] sealed = keys.seal(VALUE, PLAINTEXT).sharedArray();
        for (int length = 0; length < sealed.length; length++) {
            assertNotOpened(keys, VALUE, SealedBytes.wrap(Arrays.copyOf(sealed, length)));
        }
        assertNotOpened(keys, VALUE, SealedBytes.wrap(Arrays.copyOf(sealed, sealed.length + 1)));
    }

    @Test
    void open_sealedByAnotherStoreUnderTheSameRootKey_isRefused() {
        TinkKeyManager other = new TinkKeyManager(new ObservedStore(), rootKey);

        assertNotOpened(keys, VALUE, other.seal(VALUE, PLAINTEXT));
    }

    @Test
    void open_timeOutOfRange_isRefusedInTheSameWords() {
        SealingContext hostile =
                new SealingContext.Metadata("name", "uid", 1, Optional.of(Instant.MAX), Optional.empty());

        assertNotOpened(keys, hostile, keys.seal(METADATA, PLAINTEXT));
        assertThatThrownBy(() -> keys.seal(hostile, PLAINTEXT)).isInstanceOf(EncryptionFailureException.class);
    }

    private static void assertNotOpened(KeyManager keys, SealingContext context, SealedBytes sealed) {
        assertThatThrownBy(() -> keys.open(context, sealed))
                .isInstanceOf(DecryptionFailureException.class)
                .hasMessage(CANT_DECRYPT);
    }

    // Keys by id

    @Test
    void seal_defaultKeyByAnyOfItsNames_isTheSameKey() {
        for (String name : List.of("aws/secretsmanager", "alias/aws/secretsmanager", "")) {
            assertThat(keys.open(VALUE, keys.seal(under(name), PLAINTEXT))).isEqualTo(PLAINTEXT);
            assertThat(keys.open(under(name), keys.seal(VALUE, PLAINTEXT))).isEqualTo(PLAINTEXT);
        }
        assertThat(store.ring().revision()).isEqualTo(1);
    }

    @Test
    void seal_newKeyId_makesItsKeyOnce() {
        keys.seal(under("alias/new"), PLAINTEXT);
        keys.seal(under("alias/new"), PLAINTEXT);

        assertThat(store.ring().revision()).isEqualTo(2);
    }

    @Test
    void open_unknownKeyId_isRefusedAndMakesNoKey() {
        assertNotOpened(keys, under("alias/unknown"), keys.seal(VALUE, PLAINTEXT));
        assertThat(store.ring().revision()).isEqualTo(1);
    }

    @Test
    void seal_keyIdThatIsNone_isRefused() {
        for (String keyId : List.of("a\nb", "é", "k".repeat(2049))) {
            assertThatThrownBy(() -> keys.seal(under(keyId), PLAINTEXT))
                    .isInstanceOf(EncryptionFailureException.class)
                    .hasMessage(
                            "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check"
                                    + " that the KMS key is available, enabled, and not in an invalid state.");
        }
        assertThat(store.ring().revision()).isEqualTo(1);
    }

    @Test
    void requireUsable_anyKeyId_makesItsKey() {
        keys.requireUsable("");
        keys.requireUsable("alias/new");

        assertThat(store.ring().revision()).isEqualTo(2);
    }

    // States of keys

    @Test
    @Tag("SEC-04")
    void open_byStateOfTheKey_opensOrIsRefused() throws GeneralSecurityException {
        SealedBytes sealed = keys.seal(under("k"), PLAINTEXT);
        for (KeyState state : KeyState.values()) {
            setState("k", state);
            TinkKeyManager other = manager();
            if (state == KeyState.ENABLED || state == KeyState.DECRYPT_ONLY) {
                assertThat(other.open(under("k"), sealed)).isEqualTo(PLAINTEXT);
            } else {
                assertNotOpened(other, under("k"), sealed);
            }
        }
    }

    @Test
    @Tag("SEC-04")
    void seal_byStateOfTheKey_sealsOrIsRefused() throws GeneralSecurityException {
        keys.seal(under("k"), PLAINTEXT);
        for (KeyState state : KeyState.values()) {
            setState("k", state);
            TinkKeyManager other = manager();
            if (state == KeyState.ENABLED) {
                assertThatCode(() -> other.requireUsable("k")).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> other.seal(under("k"), PLAINTEXT))
                        .isInstanceOf(EncryptionFailureException.class);
                assertThatThrownBy(() -> other.requireUsable("k")).isInstanceOf(EncryptionFailureException.class);
            }
        }
    }

    /** Writes the next revision of the ring, in which the key has the state: what an administrator will do. */
    private void setState(String keyId, KeyState state) throws GeneralSecurityException {
        StoredSecret record = store.ring();
        OpenedKeyRing opened = KeyRingCodec.decode(record.secretUid(), record.revision(), record.metadata(), rootKey);
        List<RingKeyset> keysets = new ArrayList<>(opened.ring().keysets());
        RingKeyset before = keysets.remove(keysets.size() - 1);
        assertThat(before.name()).isEqualTo(KeyName.value(keyId));
        Optional<Instant> date = Optional.of(clock.instant()).filter(any -> state == KeyState.PENDING_DELETION);
        keysets.add(
                new RingKeyset(before.name(), state, date, before.creationDates(), before.settings(), before.handle()));
        replaceRing(new KeyRing(record.secretUid(), record.revision() + 1, keysets, List.of()), rootKey);
    }

    private void replaceRing(KeyRing ring, RootKey wrappedBy) throws GeneralSecurityException {
        SealedBytes sealed =
                KeyRingCodec.encode(ring, RingKey.generate(ring.places(), ring.revision(), List.of(wrappedBy)));
        store.replaceRing(
                new StoredSecret("#keyring", ring.id(), ring.revision(), Optional.empty(), Optional.empty(), sealed));
    }

    // The ring in the store

    @Test
    void create_onAStoreWithARing_opensWhatWasSealed() {
        SealedBytes sealed = keys.seal(under("k"), PLAINTEXT);

        assertThat(manager().open(under("k"), sealed)).isEqualTo(PLAINTEXT);
    }

    @Test
    void create_withAnotherRootKey_isRefusedInOneClearError() {
        for (String id : List.of("test", "other")) {
            assertThatThrownBy(() -> new TinkKeyManager(store, RootKeys.random(id)))
                    .isInstanceOf(RootKeyException.class)
                    .hasMessage(
                            "Root key '" + id + "' does not open the key ring of this store. It is another key than the"
                                    + " ring is wrapped under, or out of reach, or the ring is damaged");
        }
    }

    @Test
    void create_onADamagedRing_isRefused() {
        StoredSecret ring = store.ring();
        byte[] damaged = ring.metadata().sharedArray().clone();
        damaged[damaged.length - 1] ^= 1;
        store.replaceRing(withBytes(ring, damaged));

        assertThatThrownBy(this::manager).isInstanceOf(RootKeyException.class);
    }

    private static StoredSecret withBytes(StoredSecret ring, byte[] bytes) {
        return new StoredSecret(
                ring.name(),
                ring.secretUid(),
                ring.revision(),
                Optional.empty(),
                Optional.empty(),
                SealedBytes.wrap(bytes));
    }

    @Test
    void create_rootKeyThatFails_isRefusedAndWritesNothing() {
        for (RootKey broken : List.of(
                new BrokenRootKey(bytes -> bytes), // hands out what it should wrap
                new BrokenRootKey(bytes -> new byte[0]),
                new BrokenRootKey(bytes -> {
                    throw new IllegalStateException("away");
                }))) {
            ObservedStore empty = new ObservedStore();
            assertThatThrownBy(() -> new TinkKeyManager(empty, broken)).isInstanceOf(RootKeyException.class);
            assertThat(empty.find("#keyring")).isEmpty();
        }
    }

    /** Wraps as it is told and unwraps to nothing. */
    private record BrokenRootKey(UnaryOperator<byte[]> wrapping) implements RootKey {
        @Override
        public String id() {
            return "broken";
        }

        @Override
        public byte[] wrap(byte[] plaintext, byte[] associatedData) {
            return wrapping.apply(plaintext);
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
            return new byte[] {1, 2, 3};
        }
    }

    @Test
    void create_byManyAtOnce_endsWithOneRing() throws Exception {
        ObservedStore shared = new ObservedStore();
        List<TinkKeyManager> managers = atOnce(8, () -> new TinkKeyManager(shared, rootKey));

        assertThat(shared.ring().revision()).isEqualTo(1);
        SealedBytes sealed = managers.get(0).seal(VALUE, PLAINTEXT);
        assertThat(managers)
                .allSatisfy(each -> assertThat(each.open(VALUE, sealed)).isEqualTo(PLAINTEXT));
    }

    @Test
    void seal_newKeyIdByManyAtOnce_makesOneKey() throws Exception {
        List<TinkKeyManager> managers = List.of(keys, manager(), manager(), manager());
        List<SealedBytes> sealed =
                atOnce(8, number -> managers.get(number % 4).seal(under("k" + number / 4), PLAINTEXT));

        assertThat(store.ring().revision()).isEqualTo(3);
        for (int i = 0; i < 8; i++) {
            assertThat(keys.open(under("k" + i / 4), sealed.get(i))).isEqualTo(PLAINTEXT);
        }
    }

    private static <T> List<T> atOnce(int threads, Callable<T> task) throws Exception {
        return atOnce(threads, number -> task.call());
    }

    private interface Numbered<T> {
        T call(int number) throws Exception;
    }

    private static <T> List<T> atOnce(int threads, Numbered<T> task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                futures.add(executor.submit(() -> {
                    start.await();
                    return task.call(number);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void create_anotherIsFasterByAHair_takesItsRing() {
        ObservedStore raced = new ObservedStore();
        List<TinkKeyManager> faster = new ArrayList<>();
        raced.beforeCommits.add(() -> faster.add(new TinkKeyManager(raced, rootKey)));

        TinkKeyManager slower = new TinkKeyManager(raced, rootKey);

        assertThat(slower.open(VALUE, faster.get(0).seal(VALUE, PLAINTEXT))).isEqualTo(PLAINTEXT);
    }

    @Test
    void commit_answerLost_isLookedUp() {
        store.losesAnswers = true;

        SealedBytes sealed = keys.seal(under("k"), PLAINTEXT);

        assertThat(store.ring().revision()).isEqualTo(2);
        assertThat(manager().open(under("k"), sealed)).isEqualTo(PLAINTEXT);
    }

    @Test
    void seal_newKeyMadeAndOvertaken_sealsUnderIt() {
        TinkKeyManager other = manager();
        store.losesAnswers = true;
        store.overtaking = () -> other.seal(under("another"), PLAINTEXT);

        SealedBytes sealed = keys.seal(under("k"), PLAINTEXT);

        assertThat(store.ring().revision()).isEqualTo(3);
        assertThat(manager().open(under("k"), sealed)).isEqualTo(PLAINTEXT);
    }

    /** That the key exists would be no answer to the one who made it. */
    @Test
    void createKey_madeAndOvertaken_isUnknown() {
        ManagedKeys others = manager().managedKeys();
        store.losesAnswers = true;
        store.overtaking = () -> others.create("another", "");

        assertThatThrownBy(() -> keys.managedKeys().create("mine", "")).isInstanceOf(OutcomeUnknownException.class);

        assertThat(store.ring().revision()).isEqualTo(3);
    }

    @Test
    void seal_newKeyId_wrapsANewRingKey() throws GeneralSecurityException {
        StoredSecret before = store.ring();
        keys.seal(under("k"), PLAINTEXT);
        StoredSecret after = store.ring();

        RingKey first = KeyRingCodec.decode(before.secretUid(), 1, before.metadata(), rootKey)
                .ringKey();
        RingKey second = KeyRingCodec.decode(after.secretUid(), 2, after.metadata(), rootKey)
                .ringKey();
        byte[] sealedByFirst = first.aead().encrypt(PLAINTEXT, new byte[0]);
        assertThatThrownBy(() -> second.aead().decrypt(sealedByFirst, new byte[0]))
                .isInstanceOf(GeneralSecurityException.class);
    }

    // Following the ring

    @Test
    void open_keyMadeByAnotherProcess_opensAtOnce() {
        TinkKeyManager other = manager();
        for (int i = 0; i < 30; i++) {
            SealingContext context = under("k" + i);
            assertThat(other.open(context, keys.seal(context, PLAINTEXT))).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void open_garbageKeyIds_causesFewReads() {
        keys.open(VALUE, keys.seal(VALUE, PLAINTEXT));
        store.reads.set(0);
        for (int i = 0; i < 1000; i++) {
            byte[] garbage = new byte[100];
            garbage[0] = 1;
            garbage[3] = (byte) (i >> 8);
            garbage[4] = (byte) i;
            assertNotOpened(keys, VALUE, SealedBytes.wrap(garbage));
        }

        assertThat(store.reads).hasValueLessThanOrEqualTo(10);
    }

    @Test
    void open_withinTheInterval_doesNotReadTheStore() {
        SealedBytes sealed = keys.seal(VALUE, PLAINTEXT);
        store.reads.set(0);
        for (int i = 0; i < 100; i++) {
            keys.open(VALUE, sealed);
            keys.seal(VALUE, PLAINTEXT);
        }
        assertThat(store.reads).hasValue(0);

        clock.advance(INTERVAL);
        for (int i = 0; i < 100; i++) {
            keys.open(VALUE, sealed);
            keys.seal(VALUE, PLAINTEXT);
        }
        assertThat(store.reads).hasValue(1);
    }

    @Test
    void open_clockSetBack_readsTheStoreAgain() {
        SealedBytes sealed = keys.seal(VALUE, PLAINTEXT);
        store.reads.set(0);
        clock.advance(Duration.ofDays(-1));

        keys.open(VALUE, sealed);

        assertThat(store.reads).hasValue(1);
    }

    @Test
    void seal_keyTakenOutOfUse_isRefusedWhenTheIntervalHasPassed() throws GeneralSecurityException {
        keys.seal(under("k"), PLAINTEXT);
        setState("k", KeyState.DECRYPT_ONLY);
        clock.advance(INTERVAL);

        assertThatThrownBy(() -> keys.seal(under("k"), PLAINTEXT)).isInstanceOf(EncryptionFailureException.class);
    }

    @Test
    void open_keyDisabled_isRefusedWhenTheIntervalHasPassed() throws GeneralSecurityException {
        SealedBytes sealed = keys.seal(under("k"), PLAINTEXT);
        setState("k", KeyState.DISABLED);
        clock.advance(INTERVAL);

        assertNotOpened(keys, under("k"), sealed);
    }

    @Test
    void seal_olderRingPutBack_isRefusedWhileWhatWasSealedStillOpens() {
        StoredSecret older = store.ring();
        SealedBytes sealed = keys.seal(under("k"), PLAINTEXT);
        store.replaceRing(older);
        clock.advance(INTERVAL);

        assertSealingRefused("put back");
        assertThat(keys.open(under("k"), sealed)).isEqualTo(PLAINTEXT);
    }

    @Test
    void seal_newKeyIdWithOlderRingPutBack_isRefusedAndDoesNotExtendIt() {
        StoredSecret older = store.ring();
        keys.seal(under("k"), PLAINTEXT);
        store.replaceRing(older);

        assertThatThrownBy(() -> keys.seal(under("k2"), PLAINTEXT)).isInstanceOf(EncryptionFailureException.class);
        assertThat(store.ring()).isEqualTo(older);
    }

    @Test
    void seal_ringRemoved_isRefused() {
        SealedBytes sealed = keys.seal(VALUE, PLAINTEXT);
        store.removeRing();
        clock.advance(INTERVAL);

        assertSealingRefused("vanished");
        assertThat(keys.open(VALUE, sealed)).isEqualTo(PLAINTEXT);
    }

    @Test
    void seal_ringOfAnotherStorePutThere_isRefused() {
        ObservedStore other = new ObservedStore();
        new TinkKeyManager(other, rootKey).seal(under("k"), PLAINTEXT);
        store.replaceRing(other.ring());
        clock.advance(INTERVAL);

        assertSealingRefused("another key ring");
    }

    @Test
    void seal_ringChangedWithoutNewRevision_isRefused() {
        byte[] changed = store.ring().metadata().sharedArray().clone();
        changed[changed.length - 1] ^= 1;
        store.replaceRing(withBytes(store.ring(), changed));
        clock.advance(INTERVAL);

        assertSealingRefused("without a new revision");
    }

    @Test
    void seal_ringWrappedUnderAnotherRootKey_isRefusedUntilThatIsUndone() throws GeneralSecurityException {
        SealedBytes sealed = keys.seal(VALUE, PLAINTEXT);
        StoredSecret before = store.ring();
        KeyRing same = KeyRingCodec.decode(before.secretUid(), 1, before.metadata(), rootKey)
                .ring();
        replaceRing(new KeyRing(same.id(), 2, same.keysets(), List.of()), RootKeys.random("new"));
        clock.advance(INTERVAL);

        assertSealingRefused("Root key 'test' does not open");
        assertThat(keys.open(VALUE, sealed)).isEqualTo(PLAINTEXT);

        replaceRing(new KeyRing(same.id(), 3, same.keysets(), List.of()), rootKey);
        assertThat(keys.open(VALUE, keys.seal(VALUE, PLAINTEXT))).isEqualTo(PLAINTEXT);
    }

    private void assertSealingRefused(String reason) {
        assertThatThrownBy(() -> keys.seal(VALUE, PLAINTEXT))
                .isInstanceOf(EncryptionFailureException.class)
                .cause()
                .isInstanceOf(RootKeyException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void open_storeAway_goesOnWhileSealingSaysSo() {
        SealedBytes sealed = keys.seal(VALUE, PLAINTEXT);
        store.away = true;
        clock.advance(INTERVAL);

        assertThat(keys.open(VALUE, sealed)).isEqualTo(PLAINTEXT);
        assertThatThrownBy(() -> keys.seal(VALUE, PLAINTEXT)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> keys.open(under("unknown"), sealed)).isInstanceOf(StoreUnavailableException.class);
    }

    // Audit, options, closing

    @Test
    void auditMac_chains() {
        ChainMac mac = keys.auditMac();
        byte[] first = mac.next(new byte[ChainMac.LENGTH], PLAINTEXT);

        assertThat(first)
                .hasSize(ChainMac.LENGTH)
                .isEqualTo(manager().auditMac().next(new byte[32], PLAINTEXT));
        assertThat(mac.next(first, PLAINTEXT)).isNotEqualTo(first);
        assertThat(mac.next(new byte[32], new byte[0])).isNotEqualTo(first);
        assertThat(new TinkKeyManager(new ObservedStore(), rootKey).auditMac().next(new byte[32], PLAINTEXT))
                .isNotEqualTo(first);
        assertThatIllegalArgumentException().isThrownBy(() -> mac.next(new byte[31], PLAINTEXT));
    }

    @Test
    void auditMac_keyId_isTheSameForAllAndAlways() {
        String keyId = keys.auditMac().keyId();
        keys.seal(under("k"), PLAINTEXT);

        assertThat(keyId).matches("[0-9a-f]{8}").isEqualTo(keys.auditMac().keyId());
        assertThat(manager().auditMac().keyId()).isEqualTo(keyId);
    }

    @Test
    void options_noInterval_isRefused() {
        KeyManagerOptions defaults = KeyManagerOptions.defaults();

        assertThatIllegalArgumentException().isThrownBy(() -> defaults.reloadInterval(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> defaults.reloadInterval(Duration.ofSeconds(-1)));
    }

    @Test
    void use_afterClose_isRefusedAndTheStoreStaysOpen() {
        SealedBytes sealed = keys.seal(VALUE, PLAINTEXT);
        keys.close();
        keys.close();

        assertThatIllegalStateException().isThrownBy(() -> keys.open(VALUE, sealed));
        assertThatIllegalStateException().isThrownBy(() -> keys.seal(VALUE, PLAINTEXT));
        assertThatIllegalStateException().isThrownBy(keys::auditMac);
        assertThat(manager().open(VALUE, sealed)).isEqualTo(PLAINTEXT);
    }
}
