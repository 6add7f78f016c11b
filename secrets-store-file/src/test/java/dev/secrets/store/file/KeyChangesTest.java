package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.keys.KeyManager;
import dev.secrets.keys.RootKeyChain;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.maintenance.KeyDestruction;
import dev.secrets.maintenance.ReencryptionOptions;
import dev.secrets.maintenance.ReencryptionReport;
import dev.secrets.maintenance.VerificationOptions;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.testing.ChildJvm;
import dev.secrets.testing.Sample;
import dev.secrets.testing.Scale;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys are changed while processes work on one directory, and are killed. */
final class KeyChangesTest {
    private static final int SECRETS = Scale.of(300, 10_000);
    private static final int BATCHES = Scale.of(24, 120);
    private static final int KILLS = Scale.of(3, 10);
    private static final int THREADS = 8;
    private static final int WRITERS = 4;
    private static final int SECRETS_OF_WRITER = 40;

    @TempDir
    Path temporary;

    private RootKey first;
    private RootKey second;

    private Path directory() {
        return temporary.resolve("store");
    }

    private Path keyFile(String name) {
        return temporary.resolve(name + ".key");
    }

    @BeforeEach
    void makeRootKeys() {
        first = KeyFileRootKey.create(keyFile("first"));
        second = KeyFileRootKey.create(keyFile("second"));
    }

    private FileSecretStore open() {
        return new FileSecretStore(directory(), first);
    }

    // Re-encryption

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void reencrypt_whileOthersWork_killedManyTimes_losesNothingAndLeavesNothingBehind() throws Exception {
        Random random = Scale.random("re-encryption");
        try (FileSecretStore store = open();
                EmbeddedSecretsManager secrets = KeysProcess.manager(store, first)) {
            create(secrets);
            secrets.keys().rotateKey(KeyManager.DEFAULT_KEY_ID);
            secrets.keys().rotateKey("#metadata");

            try (Workers workers = new Workers(secrets, random)) {
                String reached = "";
                for (int kill = 0; kill < KILLS; kill++) {
                    reached = reencryptAndKill(reached, 1 + random.nextInt(BATCHES / KILLS));
                }
                await(() -> isSettled(secrets));
                ReencryptionReport report = secrets.reencrypt(ReencryptionOptions.defaults(), progress -> {});
                assertThat(report.unreadable()).isEmpty();
                assertThat(destroyed(secrets, KeyManager.DEFAULT_KEY_ID)).isEqualTo(1);
                assertThat(destroyed(secrets, "#metadata")).isEqualTo(1);
                workers.stop();
                System.out.println("Re-encryption: " + SECRETS + " secrets, " + KILLS + " kills, " + workers.calls()
                        + " calls of " + THREADS + " threads meanwhile, 0 failed");
                workers.assertNothingLost();
            }
            assertThat(secrets.verify(VerificationOptions.defaults()).findings())
                    .isEmpty();
        }
    }

    private static void create(EmbeddedSecretsManager secrets) {
        IntStream.range(0, SECRETS).parallel().forEach(i -> secrets.createSecret(Workers.name(i), "0"));
    }

    /** What was sealed by the former material a moment before it was rotated may still come, for so long. */
    private static boolean isSettled(EmbeddedSecretsManager secrets) {
        return secrets.keys()
                .describeKey("#metadata")
                .currentMaterial()
                .creationDate()
                .plus(KeysProcess.SETTLING)
                .isBefore(Instant.now());
    }

    private static int destroyed(EmbeddedSecretsManager secrets, String keyId) {
        KeyDestruction destruction = secrets.keys().destroyFormerMaterials(keyId);
        assertThat(secrets.keys().describeKey(keyId).materials()).hasSize(1);
        return destruction.keyMaterialIds().size();
    }

    /** Lets another process re-encrypt some batches from where the one before was, kills it, and returns where it was. */
    private String reencryptAndKill(String startAfter, int batches) throws Exception {
        Process process = ChildJvm.start(
                KeysProcess.class,
                directory(),
                keyFile("first"),
                "reencrypt",
                startAfter,
                Math.max(1, SECRETS / BATCHES));
        String reached = startAfter;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < batches; i++) {
                String line = lines.readLine();
                assertThat(line).as("a batch of re-encryption").isNotNull().isNotEqualTo(KeysProcess.DONE);
                reached = line;
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        return reached;
    }

    /** Threads of this process that read and write all secrets; a call that fails is remembered. */
    private static final class Workers implements AutoCloseable {
        private final EmbeddedSecretsManager secrets;
        private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Map<String, String> written = new ConcurrentHashMap<>();
        private final List<Future<Long>> done;

        Workers(EmbeddedSecretsManager secrets, Random random) {
            this.secrets = secrets;
            this.done = IntStream.range(0, THREADS)
                    .mapToObj(thread -> {
                        Random own = new Random(random.nextLong());
                        return threads.submit(() -> work(thread, own));
                    })
                    .toList();
        }

        static String name(int i) {
            return String.format("secret-%05d", i);
        }

        /** Each thread writes secrets of its own, so that it knows what they hold. */
        private long work(int thread, Random random) {
            long calls = 0;
            while (!stopped.get()) {
                int own = random.nextInt(SECRETS / THREADS) * THREADS + thread;
                String name = name(own);
                assertThat(secrets.getSecretValue(name).secretString()).contains(written.getOrDefault(name, "0"));
                if (random.nextInt(4) == 0) {
                    String value = Long.toString(calls);
                    secrets.putSecretValue(name, value);
                    written.put(name, value);
                }
                secrets.describeSecret(name(random.nextInt(SECRETS)));
                calls += 2;
            }
            return calls;
        }

        void stop() {
            stopped.set(true);
        }

        long calls() throws Exception {
            long calls = 0;
            for (Future<Long> each : done) {
                calls += each.get();
            }
            return calls;
        }

        void assertNothingLost() {
            IntStream.range(0, SECRETS)
                    .mapToObj(Workers::name)
                    .forEach(name -> assertThat(secrets.getSecretValue(name).secretString())
                            .contains(written.getOrDefault(name, "0")));
        }

        @Override
        public void close() {
            stop();
            threads.shutdown();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    // Two processes

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void keyChanges_underAnotherProcessThatWrites_loseNoValue() throws Exception {
        int rounds = Scale.of(2, 20);
        try (FileSecretStore store = open();
                EmbeddedSecretsManager secrets = KeysProcess.manager(store, first)) {
            for (int i = 0; i < WRITERS * SECRETS_OF_WRITER; i++) {
                secrets.createSecret(new CreateSecretRequest("w" + i / SECRETS_OF_WRITER + "-" + i % SECRETS_OF_WRITER)
                        .kmsKeyId("alias/0")
                        .secretString("0"));
            }
            try (Writer writer = new Writer(directory(), keyFile("first"))) {
                for (int round = 0; round < rounds; round++) {
                    changeKeys(secrets, writer, "alias/" + round, "alias/" + (round + 1));
                }
                writer.kill();
                writer.acknowledged()
                        .forEach((name, count) -> assertThat(Long.parseLong(secrets.getSecretValue(name)
                                        .secretString()
                                        .orElseThrow()))
                                .as(name)
                                .isGreaterThanOrEqualTo(count));
            }
            assertThat(secrets.verify(VerificationOptions.defaults()).findings())
                    .isEmpty();
        }
    }

    /** Rotates and destroys material, disables and enables the key, moves all to another one and destroys it. */
    private static void changeKeys(EmbeddedSecretsManager secrets, Writer writer, String keyId, String nextKeyId) {
        writer.awaitDone();
        secrets.keys().rotateKey(keyId);
        secrets.reencrypt(ReencryptionOptions.defaults(), progress -> {});
        await(() -> isAccepted(() -> secrets.keys().destroyFormerMaterials(keyId)));
        writer.awaitDone();

        secrets.keys().disableKey(keyId);
        writer.awaitRefused();
        secrets.keys().enableKey(keyId);
        writer.awaitDone();

        secrets.keys().retireKey(keyId);
        writer.awaitRefused();
        ReencryptionOptions move =
                ReencryptionOptions.defaults().sourceKeyId(keyId).destinationKeyId(nextKeyId);
        await(() -> {
            secrets.reencrypt(move, progress -> {});
            return isAccepted(() -> secrets.keys().destroyKey(keyId));
        });
        writer.awaitDone();
    }

    private static boolean isAccepted(Runnable change) {
        try {
            change.run();
            return true;
        } catch (InvalidRequestException tooEarly) {
            return false;
        }
    }

    /** Another process that writes, and what it tells. */
    private static final class Writer implements AutoCloseable {
        private final Process process;
        private final Thread reader;
        private final Map<String, Long> acknowledged = new HashMap<>();
        private long done;
        private long refused;

        Writer(Path directory, Path keyFile) {
            this.process = ChildJvm.start(KeysProcess.class, directory, keyFile, "write", WRITERS, SECRETS_OF_WRITER);
            this.reader = new Thread(this::read);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().filter(line -> line.matches("\\w+ \\S+ \\d+")).forEach(this::heard);
            } catch (UncheckedIOException | IOException killed) {
                // What came before counts.
            }
        }

        private synchronized void heard(String line) {
            String[] words = line.split(" ");
            if (words[0].equals(KeysProcess.DONE)) {
                acknowledged.merge(words[1], Long.parseLong(words[2]), Math::max);
                done++;
            } else {
                refused++;
            }
        }

        private synchronized long done() {
            return done;
        }

        private synchronized long refused() {
            return refused;
        }

        void awaitDone() {
            long before = done();
            await(() -> done() > before + 20);
        }

        void awaitRefused() {
            long before = refused();
            await(() -> refused() > before + 20);
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
            reader.join();
        }

        synchronized Map<String, Long> acknowledged() {
            return Map.copyOf(acknowledged);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    void rewrap_fromAnotherRootKey_isRefusedAsThatAndTheStoreGoesOn() {
        try (FileSecretStore store = open()) {
            assertThatThrownBy(() -> store.rewrap(second, TestRootKey.FIRST))
                    .isInstanceOf(RootKeyException.class)
                    .hasMessageContaining(first.id());
            store.commit(Sample.create("a", 10));
        }
    }

    // Chains

    @Test
    void chainOfRootKeys_eachOpens_andItTakesAllToCompact() {
        RootKey chain = new RootKeyChain(List.of(first, second));
        try (FileSecretStore store = new FileSecretStore(directory(), chain);
                EmbeddedSecretsManager secrets = KeysProcess.manager(store, chain)) {
            secrets.createSecret("app", "value");
            store.compact();
        }
        for (RootKey each : List.of(first, second)) {
            assertThat(value(directory(), each, "app")).isEqualTo("value");
            try (FileSecretStore alone = new FileSecretStore(directory(), each)) {
                assertThatThrownBy(alone::compact)
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("A new journal needs root key");
            }
        }
        assertThat(value(directory(), chain, "app")).isEqualTo("value");
    }

    // Backups

    @Test
    void destroyKey_withAChangeOfTheRootKey_shredsBackupsToo() {
        Path backup = temporary.resolve("backup");
        try (FileSecretStore store = open();
                EmbeddedSecretsManager secrets = KeysProcess.manager(store, first)) {
            secrets.createSecret(
                    new CreateSecretRequest("doomed").kmsKeyId("alias/doomed").secretString("value"));
            secrets.createSecret("kept", "value");
            store.backup(backup);
            secrets.keys().disableKey("alias/doomed");
            await(() -> isAccepted(() -> secrets.keys().destroyKeyAndLoseWhatIsUnderIt("alias/doomed")));

            assertThat(value(backup, first, "doomed"))
                    .as("with an unchanged root key a backup from before still opens")
                    .isEqualTo("value");
            secrets.keys().changeRootKey(first, second);
            assertThat(secrets.getSecretValue("kept").secretString()).contains("value");
        }

        assertThatThrownBy(() -> value(backup, second, "doomed")).isInstanceOf(RootKeyException.class);
        assertThatThrownBy(() -> value(directory(), first, "kept")).isInstanceOf(RootKeyException.class);
        assertThat(value(directory(), second, "kept")).isEqualTo("value");
    }

    private static String value(Path directory, RootKey rootKey, String name) {
        try (FileSecretStore store = new FileSecretStore(directory, rootKey);
                EmbeddedSecretsManager secrets = new EmbeddedSecretsManager(
                        store, new TinkKeyManager(store, rootKey), IdentityPolicies.none(), AuditListener.none())) {
            return secrets.getSecretValue(name).secretString().orElseThrow();
        }
    }
}
