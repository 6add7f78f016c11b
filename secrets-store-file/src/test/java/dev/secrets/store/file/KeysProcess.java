package dev.secrets.store.file;

import dev.secrets.EmbeddedSecretsManager;
import dev.secrets.audit.AuditListener;
import dev.secrets.keys.KeyFileRootKey;
import dev.secrets.keys.KeyManagerOptions;
import dev.secrets.keys.TinkKeyManager;
import dev.secrets.maintenance.ReencryptionOptions;
import dev.secrets.model.EncryptionFailureException;
import dev.secrets.model.RootKey;
import dev.secrets.policy.IdentityPolicies;
import java.nio.file.Path;
import java.time.Duration;

/** A process on a store whose keys are changed. What it does goes out in lines; it ends when it is killed, or is done. */
final class KeysProcess {
    static final Duration SETTLING = Duration.ofSeconds(2);
    static final String DONE = "done";
    static final String REFUSED = "refused";

    private KeysProcess() {}

    /** Returns a manager whose keys may be destroyed two seconds after they were last used. */
    static EmbeddedSecretsManager manager(FileSecretStore store, RootKey rootKey) {
        KeyManagerOptions options = KeyManagerOptions.defaults()
                .reloadInterval(Duration.ofMillis(100))
                .settlingTime(SETTLING);
        return new EmbeddedSecretsManager(
                store, new TinkKeyManager(store, rootKey, options), IdentityPolicies.none(), AuditListener.none());
    }

    /**
     * Arguments: the directory; the key file; "reencrypt", the name to start after, and the batch size; or "write", the number of threads and of
     * the secrets that each has.
     */
    public static void main(String[] arguments) {
        RootKey rootKey = KeyFileRootKey.open(Path.of(arguments[1]));
        EmbeddedSecretsManager secrets = manager(new FileSecretStore(Path.of(arguments[0]), rootKey), rootKey);
        if (arguments[2].equals("reencrypt")) {
            reencrypt(secrets, arguments[3], Integer.parseInt(arguments[4]));
        } else {
            for (int thread = 0; thread < Integer.parseInt(arguments[3]); thread++) {
                int own = thread;
                new Thread(() -> write(secrets, own, Integer.parseInt(arguments[4]))).start();
            }
        }
    }

    private static void reencrypt(EmbeddedSecretsManager secrets, String startAfter, int batchSize) {
        ReencryptionOptions options =
                ReencryptionOptions.defaults().startAfter(startAfter).batchSize(batchSize);
        secrets.reencrypt(options, progress -> System.out.println(progress.lastName()));
        System.out.println(DONE);
    }

    private static void write(EmbeddedSecretsManager secrets, int thread, int ownSecrets) {
        for (long count = 1; ; count++) {
            String name = "w" + thread + "-" + count % ownSecrets;
            try {
                secrets.putSecretValue(name, Long.toString(count));
                tell(DONE, name, count);
            } catch (EncryptionFailureException keyOutOfUse) {
                tell(REFUSED, name, count);
            }
        }
    }

    private static synchronized void tell(String what, String name, long count) {
        System.out.println(what + " " + name + " " + count);
    }
}
