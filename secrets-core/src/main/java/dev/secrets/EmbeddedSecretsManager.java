package dev.secrets;

import dev.secrets.audit.AuditListener;
import dev.secrets.engine.Engine;
import dev.secrets.keys.KeyManager;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.ReviewCheck;
import dev.secrets.model.ReviewFinding;
import dev.secrets.model.ReviewOptions;
import dev.secrets.operations.ReviewSecrets;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.replication.Replicator;
import dev.secrets.store.SecretStore;
import java.util.List;

/**
 * The secrets manager inside the application's process: on the store, under the keys, by the policies and into the audit trail
 * that it is given.
 *
 * <p>Used directly it acts as the owner of the store, whom nothing but an explicit denial of a resource policy stops, and not
 * even that from reading, replacing and deleting the policy. {@link #as} gives a component, tenant or plug-in a manager that may
 * do what its policies allow and nothing else: hand that out, and keep this one.
 *
 * <p>Thread-safe. The collaborators stay the application's to close, after this is closed. Several managers, in one process or in
 * several, may work on one store.
 */
public final class EmbeddedSecretsManager extends CallerOperations implements AutoCloseable {
    private final Engine engine;
    private final BackgroundThread background;
    private final Replicator replicator;

    /**
     * Makes a manager with {@link EmbeddedOptions#defaults}.
     *
     * @param store where records are kept
     * @param keys what seals and opens them
     * @param policies the policies of the callers that {@link #as} binds
     * @param audit takes the audit trail; {@link AuditListener#none()} for none
     */
    public EmbeddedSecretsManager(SecretStore store, KeyManager keys, IdentityPolicies policies, AuditListener audit) {
        this(store, keys, policies, audit, EmbeddedOptions.defaults());
    }

    /**
     * Makes a manager.
     *
     * @param store where records are kept
     * @param keys what seals and opens them
     * @param policies the policies of the callers that {@link #as} binds
     * @param audit takes the audit trail; {@link AuditListener#none()} for none
     * @param options the rest
     */
    public EmbeddedSecretsManager(
            SecretStore store,
            KeyManager keys,
            IdentityPolicies policies,
            AuditListener audit,
            EmbeddedOptions options) {
        this(new BackgroundThread(), store, keys, policies, audit, options);
    }

    private EmbeddedSecretsManager(
            BackgroundThread background,
            SecretStore store,
            KeyManager keys,
            IdentityPolicies policies,
            AuditListener audit,
            EmbeddedOptions options) {
        this(new Engine(store, keys, policies, audit, options.environment(background)), background, options);
    }

    private EmbeddedSecretsManager(Engine engine, BackgroundThread background, EmbeddedOptions options) {
        super(engine, engine.owner());
        this.engine = engine;
        this.background = background;
        this.replicator = new Replicator(engine, options.repositories());
        if (options.replicates()) {
            replicator.start();
        }
    }

    /**
     * Returns a manager that acts as the caller and is nothing more: it can't be cast back to this, bound to another caller, or
     * used for maintenance. What the caller is must come from authentication, never from data that arrives with a request.
     */
    public SecretsManager as(CallerIdentity caller) {
        return new BoundSecretsManager(engine, engine.bound(caller));
    }

    /** Returns the door through which a rotation scheduler works; rotations wait until somebody uses it. */
    public RotationQueue rotationQueue() {
        return new RotationQueue(engine);
    }

    /** Returns what secrets owe other regions, and how far that is. */
    public ReplicationQueue replicationQueue() {
        return new ReplicationQueue(replicator);
    }

    /** Reviews with {@link ReviewOptions#defaults}; see {@link #review(ReviewOptions)}. */
    public List<ReviewFinding> review() {
        return review(ReviewOptions.defaults());
    }

    /**
     * Lists what an auditor would ask about every secret, from metadata alone: no value is opened and nothing is changed. In the
     * order of the names, each secret's findings in the order of {@link ReviewCheck}; a secret that is well has none. Takes time in
     * proportion to the number of secrets. For the owner alone; in the audit trail this is a ListSecrets that says it is a review.
     *
     * @param options the thresholds
     * @throws DecryptionFailureException if the metadata of a secret can't be opened
     */
    public List<ReviewFinding> review(ReviewOptions options) {
        return engine.answer(engine.owner(), new ReviewSecrets(options));
    }

    /**
     * Commits the dates of last access that are noted, and ends the work in the background: of a copy under way it waits for the
     * end, for some seconds at most. Closing again does nothing.
     */
    @Override
    public void close() {
        replicator.close();
        background.close();
        engine.flush();
    }
}
