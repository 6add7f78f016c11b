package dev.secrets.examples.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.wildfly.security.auth.server.IdentityCredentials;
import org.wildfly.security.credential.PasswordCredential;
import org.wildfly.security.credential.store.CredentialStore;
import org.wildfly.security.credential.store.CredentialStore.CredentialSourceProtectionParameter;
import org.wildfly.security.credential.store.CredentialStoreException;
import org.wildfly.security.credential.store.WildFlyElytronCredentialStoreProvider;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.ClearPassword;

/**
 * What one would use instead of {@link FileStoreBenchmark}'s store: one thread replaces one of 100 values of 512 bytes. All are
 * durable afterwards except in Elytron's credential store, which does not sync its file.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FileStorePeersBenchmark {
    private static final int SECRETS = 100;
    private static final char[] PASSWORD = "benchmark".toCharArray();

    private final char[] text = "x".repeat(512).toCharArray();
    private final KeyStore.ProtectionParameter protection = new KeyStore.PasswordProtection(PASSWORD);

    private Path directory;
    private CredentialStore elytron;
    private KeyStore pkcs12;
    private MVStore mvStore;
    private MVMap<String, byte[]> map;
    private Connection sqlite;
    private PreparedStatement replace;
    private int next;

    @Setup(Level.Trial)
    public void open() throws IOException, GeneralSecurityException, SQLException {
        directory = TemporaryDirectory.make();
        elytron = openElytron();
        pkcs12 = KeyStore.getInstance("PKCS12");
        pkcs12.load(null, PASSWORD);
        mvStore = MVStore.open(directory.resolve("mvstore").toString());
        map = mvStore.openMap("secrets");
        openSqlite();
        for (int i = 0; i < SECRETS; i++) {
            elytron.store(name(), password(text));
            pkcs12.setEntry(name(), entry(), protection);
            map.put(name(), value());
            replaceInSqlite(name());
            next++;
        }
    }

    private CredentialStore openElytron() throws GeneralSecurityException {
        CredentialStore store =
                CredentialStore.getInstance("KeyStoreCredentialStore", new WildFlyElytronCredentialStoreProvider());
        store.initialize(
                Map.of("location", directory.resolve("elytron").toString(), "create", "true", "modifiable", "true"),
                new CredentialSourceProtectionParameter(IdentityCredentials.NONE.withCredential(password(PASSWORD))),
                new java.security.Provider[] {WildFlyElytronPasswordProvider.getInstance()});
        return store;
    }

    private static PasswordCredential password(char[] characters) {
        return new PasswordCredential(ClearPassword.createRaw(ClearPassword.ALGORITHM_CLEAR, characters));
    }

    private void openSqlite() throws SQLException {
        sqlite = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("sqlite"));
        try (Statement statement = sqlite.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID");
        }
        replace = sqlite.prepareStatement("REPLACE INTO secret VALUES (?, ?)");
    }

    private KeyStore.SecretKeyEntry entry() {
        return new KeyStore.SecretKeyEntry(new SecretKeySpec(value(), "AES"));
    }

    /** Another one each time: SQLite does not write what is there already. */
    private byte[] value() {
        return ByteBuffer.allocate(512).putInt(next).array();
    }

    private String name() {
        return "prod/payments/db-" + next % SECRETS;
    }

    @TearDown(Level.Trial)
    public void close() throws IOException, SQLException {
        mvStore.close();
        replace.close();
        sqlite.close();
        TemporaryDirectory.delete(directory);
    }

    @Benchmark
    public void elytron() throws CredentialStoreException {
        next++;
        elytron.store(name(), password(text));
        elytron.flush();
    }

    @Benchmark
    public void pkcs12() throws IOException, GeneralSecurityException {
        next++;
        pkcs12.setEntry(name(), entry(), protection);
        Path written = directory.resolve("pkcs12.next");
        try (var out = Files.newOutputStream(written)) {
            pkcs12.store(out, PASSWORD);
        }
        sync(written, StandardOpenOption.WRITE);
        Files.move(written, directory.resolve("pkcs12"), StandardCopyOption.ATOMIC_MOVE);
        sync(directory, StandardOpenOption.READ);
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    @Benchmark
    public void mvStore() {
        next++;
        map.put(name(), value());
        mvStore.commit();
        mvStore.sync();
    }

    @Benchmark
    public void sqlite() throws SQLException {
        next++;
        replaceInSqlite(name());
    }

    private void replaceInSqlite(String name) throws SQLException {
        replace.setString(1, name);
        replace.setBytes(2, value());
        replace.executeUpdate();
    }
}
