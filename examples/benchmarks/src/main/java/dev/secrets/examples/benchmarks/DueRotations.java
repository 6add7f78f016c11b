package dev.secrets.examples.benchmarks;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.AeadRootKey;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.model.DeleteSecretRequest;
import dev.secrets.model.RotateSecretRequest;
import dev.secrets.model.RotationLease;
import dev.secrets.model.SecretValue;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.RotationListener;
import dev.secrets.rotation.RotationOptions;
import dev.secrets.rotation.RotationScheduler;
import dev.secrets.rotation.Rotator;
import dev.secrets.store.jdbc.JdbcSecretStore;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Secrets that are due on PostgreSQL, and a scheduler that has not begun. */
@State(Scope.Benchmark)
public class DueRotations {
    private JdbcSecretStore store;
    private TinkKeyManager keys;
    private EmbeddedSecretsManager secrets;
    private RotationScheduler scheduler;
    private CountDownLatch open;

    /** Makes a value, since a rotation ends with one, and has nothing else to do. */
    private static final class EmptyRotator implements Rotator {
        @Override
        public String target(RotationContext context) {
            return context.secretName();
        }

        @Override
        public void createSecret(RotationContext context) {
            context.putPending(SecretValue.ofString("the next value"));
        }

        @Override
        public void setSecret(RotationContext context) {}

        @Override
        public void testSecret(RotationContext context) {}
    }

    @Setup(Level.Trial)
    public void openStore(PostgresState postgres) throws GeneralSecurityException {
        store = new JdbcSecretStore(postgres.pool);
        store.createSchema();
        Aead aead = KeysetHandle.generateNew(PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE, AeadConfig2026.get())
                .getPrimitive(AeadConfig2026.get(), Aead.class);
        keys = new TinkKeyManager(store, new AeadRootKey("benchmark", aead));
        secrets = new EmbeddedSecretsManager(store, keys, IdentityPolicies.none(), AuditListener.none());
    }

    private static Stream<String> names() {
        return IntStream.range(0, RotationBenchmark.EXECUTIONS)
                .mapToObj(i -> "secret/" + i)
                .parallel();
    }

    /** New ones each time, as the tasks are: a record that gets a version each time would be another one in each iteration. */
    @Setup(Level.Invocation)
    public void makeDue() {
        names().forEach(name -> {
            secrets.createSecret(name, "the first value");
            secrets.rotateSecret(new RotateSecretRequest(name).rotationLambdaArn("empty"));
        });
        open = new CountDownLatch(RotationBenchmark.EXECUTIONS);
        RotationOptions options = RotationOptions.defaults()
                .nodeCap(RotationBenchmark.THREADS)
                .listener(new RotationListener() {
                    @Override
                    public void succeeded(RotationLease lease) {
                        open.countDown();
                    }
                });
        scheduler =
                new RotationScheduler(secrets, secrets.rotationQueue(), Map.of("empty", new EmptyRotator()), options);
    }

    void run() throws InterruptedException {
        scheduler.start();
        open.await();
    }

    @TearDown(Level.Invocation)
    public void removeRotated() {
        scheduler.close();
        names().forEach(name -> secrets.deleteSecret(new DeleteSecretRequest(name).forceDeleteWithoutRecovery(true)));
    }

    @TearDown(Level.Trial)
    public void closeStore() {
        secrets.close();
        keys.close();
        store.close();
    }
}
