package dev.secrets.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.model.RootKey;
import dev.secrets.model.RootKeyException;
import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.SecretChange;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.testing.Sample;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpeningTest {
    @TempDir
    Path temporary;

    private FileSecretStore open() {
        return new FileSecretStore(temporary.resolve("store"), TestRootKey.FIRST);
    }

    @Test
    void open_afterClose_findsWhatWasCommitted() {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("prod/db", 100));
            store.commit(Sample.update("prod/db", 1, 200));
        }
        try (FileSecretStore store = open()) {
            assertThat(store.find("prod/db").orElseThrow().secret()).isEqualTo(Sample.secret("prod/db", 2));
            assertThat(store.find("prod/db").orElseThrow().currentValue()).contains(Sample.value("prod/db", 2, 200));
            assertThat(store.values("prod/db", Sample.uid("prod/db")))
                    .containsExactlyInAnyOrder(Sample.value("prod/db", 1, 100), Sample.value("prod/db", 2, 200));
        }
    }

    @Test
    void open_twiceInOneJvm_isRefusedAndTheFirstGoesOn() {
        try (FileSecretStore store = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("already open");
            store.commit(Sample.create("a", 1));
        }
        open().close();
    }

    /** As in an application server, where two applications bring the library along. */
    @Test
    void open_twiceFromDifferentClassLoaders_isRefused() throws Exception {
        try (FileSecretStore store = open();
                URLClassLoader loader = new URLClassLoader(StoreJvm.urls(), ClassLoader.getPlatformClassLoader())) {
            Field rootKey = loader.loadClass(TestRootKey.class.getName()).getDeclaredField("FIRST");
            rootKey.setAccessible(true);
            Constructor<?> another = loader.loadClass(FileSecretStore.class.getName())
                    .getConstructor(Path.class, loader.loadClass(RootKey.class.getName()));

            assertThatThrownBy(() -> another.newInstance(temporary.resolve("store"), rootKey.get(null)))
                    .cause()
                    .hasMessageContaining("already open");
            store.commit(Sample.create("a", 1));
        }
    }

    @Test
    void open_withAnotherRootKey_isRefusedAndNamesBoth() {
        open().close();

        assertThatThrownBy(() -> new FileSecretStore(temporary.resolve("store"), TestRootKey.SECOND))
                .isInstanceOf(RootKeyException.class)
                .hasMessageContaining("first-key")
                .hasMessageContaining("second-key");
    }

    /** As when the native library of a token is missing. */
    @Test
    void open_withARootKeyThatThrowsAnError_throwsItAndLetsGoOfTheDirectory() {
        open().close();
        List<Consumer<RootKey>> openings = List.of(
                rootKey -> new FileSecretStore(temporary.resolve("store"), rootKey),
                rootKey ->
                        FileSecretStore.openRestored(temporary.resolve("store"), rootKey, FileStoreOptions.defaults()),
                rootKey -> FileSecretStore.salvage(temporary.resolve("store"), rootKey, FileStoreOptions.defaults()));
        for (Consumer<RootKey> opening : openings) {
            assertThatThrownBy(() -> opening.accept(new MissingLibrary())).isInstanceOf(UnsatisfiedLinkError.class);
            open().close();
        }
    }

    @Test
    void open_withARootKeyThatCanNotTellItsMembers_letsGoOfTheDirectory() {
        open().close();
        RootKey broken = new MissingLibrary() {
            @Override
            public List<RootKey> members() {
                throw new RootKeyException("on purpose");
            }
        };
        Path directory = temporary.resolve("store");
        assertThatThrownBy(() -> new FileSecretStore(directory, broken)).isInstanceOf(RootKeyException.class);
        open().close();
        assertThatThrownBy(() -> FileSecretStore.openRestored(directory, broken, FileStoreOptions.defaults()))
                .isInstanceOf(RootKeyException.class);
        open().close();
    }

    /** A root key whose library is not there. */
    private static class MissingLibrary implements RootKey {
        @Override
        public String id() {
            return TestRootKey.FIRST.id();
        }

        @Override
        public byte[] wrap(byte[] plaintext, byte[] associatedData) {
            throw new UnsatisfiedLinkError("on purpose");
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
            throw new UnsatisfiedLinkError("on purpose");
        }
    }

    @Test
    void open_directoryOfSomethingElse_isRefused() throws IOException {
        Path other = Files.createDirectory(
                temporary.resolve("store"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(other.resolve("notes.txt"), "not a store");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("notes.txt");
    }

    @Test
    void close_twice_doesNothing() {
        FileSecretStore store = open();
        store.close();
        store.close();
    }

    @Test
    void close_withTheRootKeyOutOfReachAfterADelete_saysSoOnce() {
        AtomicBoolean reachable = new AtomicBoolean(true);
        FileSecretStore store = new FileSecretStore(temporary.resolve("store"), new DistantRootKey(reachable));
        store.commit(Sample.create("a", 1));
        store.commit(Sample.delete("a", 1));
        reachable.set(false);

        assertThatThrownBy(store::compact)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("out of reach")
                .hasRootCauseInstanceOf(RootKeyException.class);
        assertThatThrownBy(store::close)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("The store is closed, but what was deleted is still in the directory")
                .hasMessageContaining("on purpose")
                .matches(refused -> !((StoreUnavailableException) refused).retryable());
        store.close();
        open().close();
    }

    /** A root key over a network. */
    private record DistantRootKey(AtomicBoolean reachable) implements RootKey {
        @Override
        public String id() {
            return TestRootKey.FIRST.id();
        }

        @Override
        public byte[] wrap(byte[] plaintext, byte[] associatedData) {
            requireReachable();
            return TestRootKey.FIRST.wrap(plaintext, associatedData);
        }

        @Override
        public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
            requireReachable();
            return TestRootKey.FIRST.unwrap(wrapped, associatedData);
        }

        private void requireReachable() {
            if (!reachable.get()) {
                throw new RootKeyException("No answer, on purpose");
            }
        }
    }

    @Test
    void anyCall_afterClose_isRefused() {
        FileSecretStore store = open();
        store.close();

        assertThatThrownBy(() -> store.find("a"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> store.commit(Sample.create("a", 1))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store::now).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store::compact).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void commit_whileAnotherProcessHoldsTheLock_isRefusedAsRetryableAndReadsGoOn() throws IOException {
        FileStoreOptions impatient = FileStoreOptions.defaults().lockTimeout(Duration.ofMillis(50));
        try (FileSecretStore store = new FileSecretStore(temporary.resolve("store"), TestRootKey.FIRST, impatient)) {
            store.commit(Sample.create("a", 1));
            Process holder =
                    StoreJvm.start(LockHolder.class, temporary.resolve("store").resolve("LOCK"));
            assertThat(holder.inputReader().readLine()).isEqualTo("locked");

            assertThatThrownBy(() -> store.commit(Sample.create("b", 1)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("Another process has held the lock")
                    .matches(refused -> ((StoreUnavailableException) refused).retryable());
            assertThat(store.find("a")).isPresent();
            holder.destroyForcibly().onExit().join();
            store.commit(Sample.create("b", 1));
        }
    }

    /** Locks a file until it is killed. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.println("locked");
                System.in.read();
            }
        }
    }

    @Test
    void commit_onStaleRevision_conflicts() {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("a", 1));
            store.commit(Sample.update("a", 1, 1));

            assertThatThrownBy(() -> store.commit(Sample.update("a", 1, 1))).isInstanceOf(StoreConflictException.class);
            assertThatThrownBy(() -> store.commit(Sample.create("a", 1))).isInstanceOf(StoreConflictException.class);
            assertThatThrownBy(() -> store.commit(Sample.delete("a", 1))).isInstanceOf(StoreConflictException.class);
        }
    }

    @Test
    void commit_longerThanARecord_isRefusedAndTheStoreGoesOn() {
        try (FileSecretStore store = open()) {
            assertThatThrownBy(() -> store.commit(Sample.create("a", 17 << 20)))
                    .isInstanceOf(IllegalArgumentException.class);
            store.commit(Sample.create("a", 15 << 20));
            assertThat(store.find("a").orElseThrow().currentValue()).contains(Sample.value("a", 1, 15 << 20));
        }
    }

    @Test
    void find_withHalfOfASurrogatePair_findsNothing() {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("a?", 1));

            assertThat(store.find("a\uD800")).isEmpty();
            assertThat(store.page("a\uD800", 10)).isEmpty();
            assertThat(store.page("a", 10)).hasSize(1);
        }
    }

    @Test
    void commit_withADueTimeThatMillisecondsCanNotHold_isDueFirstOrLast() {
        DueCursor start = new DueCursor(Instant.MIN, "");
        try (FileSecretStore store = open()) {
            store.commit(due("last", Instant.MAX));
            store.commit(due("first", Instant.MIN));

            assertThat(store.due(Instant.EPOCH, start, 10))
                    .extracting(DueSecret::name)
                    .containsExactly("first");
            assertThat(store.due(Instant.MAX, start, 10))
                    .extracting(DueSecret::name)
                    .containsExactly("first", "last");
        }
    }

    private static SecretChange due(String name, Instant dueAt) {
        StoredSecret secret = Sample.secret(name, 1);
        return new SecretChange.Create(
                new StoredSecret(name, secret.secretUid(), 1, Optional.of(dueAt), Optional.empty(), secret.metadata()),
                List.of());
    }

    @Test
    void find_currentVersionChangedWithoutNewValue_returnsTheOlderValue() {
        try (FileSecretStore store = open()) {
            store.commit(Sample.create("a", 20_000));
            SecretChange.Update renamed = renamed("a");
            store.commit(renamed);

            assertThat(store.find("a").orElseThrow().secret()).isEqualTo(renamed.after());
            assertThat(store.find("a").orElseThrow().currentValue()).contains(Sample.value("a", 1, 20_000));
        }
    }

    /** Changes the metadata of a secret that was just created, and nothing else. */
    static SecretChange.Update renamed(String name) {
        StoredSecret before = Sample.secret(name, 1);
        StoredSecret after = new StoredSecret(
                name, Sample.uid(name), 2, before.dueAt(), before.currentVersionId(), Sample.bytes("new metadata", 10));
        return new SecretChange.Update(Sample.uid(name), 1, after, List.of(), Set.of());
    }
}
