package dev.secrets.examples.benchmarks;

import com.google.crypto.tink.Aead;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.CreateSecretRequest;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.store.file.FileSecretStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From the start of a JVM to its end, with and without a value read between; the command among them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class StartBenchmark {
    private static final String NAME = "prod/db";

    private Path directory;

    @Setup(Level.Trial)
    public void makeStore() throws IOException {
        directory = TemporaryDirectory.make();
        KeyFileRootKey.create(directory.resolve("root.key")).close();
        try (EmbeddedSecretsManager secrets = open(directory)) {
            secrets.createSecret(new CreateSecretRequest(NAME)
                    .secretString("{\"username\":\"app\",\"password\":\"first\",\"host\":\"db1\",\"port\":5432}"));
        }
    }

    static EmbeddedSecretsManager open(Path directory) {
        KeyFileRootKey rootKey = KeyFileRootKey.open(directory.resolve("root.key"));
        FileSecretStore store = new FileSecretStore(directory.resolve("app.secrets"), rootKey);
        return new EmbeddedSecretsManager(
                store, new TinkKeyManager(store, rootKey), IdentityPolicies.none(), AuditListener.none());
    }

    /** An archive of the classes that it takes, as any application can make one. */
    @State(Scope.Benchmark)
    public static class Archive {
        private String option;

        @Setup(Level.Trial)
        public void make(StartBenchmark start) throws IOException, InterruptedException {
            Path archive = start.directory.resolve("classes.jsa");
            run(
                    List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"),
                    FirstValue.class,
                    start.directory.toString());
            option = "-XX:SharedArchiveFile=" + archive;
        }
    }

    /** The packaged command, with a store of its own. */
    @State(Scope.Benchmark)
    public static class Command {
        private PackagedCommand command;

        @Setup(Level.Trial)
        public void makeStore() throws IOException, InterruptedException {
            command = PackagedCommand.onNewStore();
            command.run("create-secret", "--name", NAME, "--secret-string", "first");
        }

        @TearDown(Level.Trial)
        public void deleteStore() throws IOException {
            command.close();
        }
    }

    @Benchmark
    public String command(Command secrets) throws IOException, InterruptedException {
        return secrets.command.run("get-secret-value", "--secret-id", NAME);
    }

    @TearDown(Level.Trial)
    public void deleteStore() throws IOException {
        TemporaryDirectory.delete(directory);
    }

    @Benchmark
    public void firstValue() throws IOException, InterruptedException {
        run(List.of(), FirstValue.class, directory.toString());
    }

    @Benchmark
    public void firstValueWithArchive(Archive archive) throws IOException, InterruptedException {
        run(List.of(archive.option), FirstValue.class, directory.toString());
    }

    /** What of it is Tink's, without an archive. */
    @Benchmark
    public void firstOpening() throws IOException, InterruptedException {
        run(List.of(), FirstOpening.class);
    }

    @Benchmark
    public void emptyMain() throws IOException, InterruptedException {
        run(List.of(), EmptyMain.class);
    }

    private static void run(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException(main.getSimpleName() + " ended with " + exit);
        }
    }

    /** Opens the store and reads the value. */
    static final class FirstValue {
        private FirstValue() {}

        public static void main(String[] arguments) {
            try (EmbeddedSecretsManager secrets = open(Path.of(arguments[0]))) {
                secrets.getSecretValue(NAME);
            }
        }
    }

    /** Makes a key, and seals and opens a value under it. */
    static final class FirstOpening {
        private FirstOpening() {}

        public static void main(String[] arguments) throws GeneralSecurityException {
            Aead aead = Floor.newAead();
            aead.decrypt(aead.encrypt(new byte[512], Floor.ASSOCIATED), Floor.ASSOCIATED);
        }
    }

    /** Does nothing. */
    static final class EmptyMain {
        private EmptyMain() {}

        public static void main(String[] arguments) {}
    }
}
