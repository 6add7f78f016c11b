package dev.secrets;

import dev.secrets.audit.AuditListener;
import dev.secrets.engine.Administration;
import dev.secrets.engine.Engine;
import dev.secrets.engine.Environment;
import dev.secrets.engine.SecretRepository;
import dev.secrets.jobs.BundleExport;
import dev.secrets.jobs.BundleImport;
import dev.secrets.jobs.Checkpointing;
import dev.secrets.jobs.Reencryption;
import dev.secrets.jobs.Verification;
import dev.secrets.keys.KeyManager;
import dev.secrets.maintenance.BundleReport;
import dev.secrets.maintenance.Checkpoint;
import dev.secrets.maintenance.ExistingSecrets;
import dev.secrets.maintenance.ReencryptionOptions;
import dev.secrets.maintenance.ReencryptionProgress;
import dev.secrets.maintenance.ReencryptionReport;
import dev.secrets.maintenance.VerificationOptions;
import dev.secrets.maintenance.VerificationReport;
import dev.secrets.model.AuditIncompleteException;
import dev.secrets.model.CallerIdentity;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.InvalidParameterException;
import dev.secrets.model.InvalidRequestException;
import dev.secrets.model.ResourceExistsException;
import dev.secrets.model.ReviewCheck;
import dev.secrets.model.ReviewFinding;
import dev.secrets.model.ReviewOptions;
import dev.secrets.model.RootKey;
import dev.secrets.operations.ReviewSecrets;
import dev.secrets.policy.IdentityPolicies;
import dev.secrets.replication.Replicator;
import dev.secrets.store.SecretStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

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
 *
 * <p>Keeps the opened metadata of the secrets used last, never a value: in an eighth of the heap or 64 MiB, whichever is more, and as
 * much again for each other region.
 */
public final class EmbeddedSecretsManager extends CallerOperations implements AutoCloseable {
    private final Engine engine;
    private final BackgroundThread background;
    private final AccessKeys accessKeys;
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
        this(
                new Engine(store, keys, policies, audit, options.environment(background)),
                background,
                new AccessKeyRecords(store, keys, options.random()),
                options);
    }

    private EmbeddedSecretsManager(
            Engine engine, BackgroundThread background, AccessKeyRecords records, EmbeddedOptions options) {
        super(engine, engine.owner());
        this.engine = engine;
        this.background = background;
        this.accessKeys = new AccessKeys(records, engine, options.clock(), options.random());
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

    /**
     * Makes another region known, besides those of {@link EmbeddedOptions#regions}: secrets can be replicated to it from now on. What
     * was owed to it before, such as by a process that has ended, is copied now. A region that is known already stays as it is, and so
     * does the own one.
     *
     * @param name the name of the region
     * @throws IllegalArgumentException if it is not named like a region
     */
    public void addRegion(String name, Region region) {
        EmbeddedOptions.requireRegion(name);
        Environment environment = engine.environment();
        if (!name.equals(environment.arns().region())) {
            replicator.add(
                    name,
                    new SecretRepository(
                            region.store(), region.keys(), environment.arns().in(name)));
            environment.addRegion(name);
        }
    }

    /** Returns what changes the keys of the store, and its root key. */
    public KeyAdministration keys() {
        return new KeyAdministration(engine);
    }

    /**
     * Seals everything anew that is not under the newest material of its key, or under another key that the options name. Safe
     * while others read and write, and at any time begun again: what is done is passed over. What can't be read is named in the
     * report, left as it is, and holds up nothing else.
     *
     * @param options what
     * @param listener is told after each batch; what it throws ends the work
     */
    public ReencryptionReport reencrypt(ReencryptionOptions options, Consumer<ReencryptionProgress> listener) {
        return new Administration("Reencrypt", Optional.empty(), Map.of())
                .perform(engine, new Reencryption(engine, options, listener)::run);
    }

    /** Returns the keys by which callers from outside of the process prove who they are. */
    public AccessKeys accessKeys() {
        return accessKeys;
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
     * Looks at everything in the store, and changes nothing: whether every record and value opens and belongs where it is, labels,
     * rotations and schedules make sense, the audit trail is whole, and nothing, the key ring included, is older than at a checkpoint.
     *
     * @throws InvalidParameterException if the checkpoint is none of this store, or was changed
     */
    public VerificationReport verify(VerificationOptions options) {
        return new Administration("Verify", Optional.empty(), Map.of())
                .perform(engine, () -> new Verification(engine, options).run());
    }

    /**
     * Writes down which secrets there are and at which revision, for {@link #verify} to compare with: only what lies out of reach of
     * whoever can write to the store shows that all of the store was put back to an earlier state. What changes afterwards is not
     * covered until the next checkpoint.
     *
     * <p>When this returns, the manifest outlasts a loss of power, as far as the file system holds to what it is told; and at no time is
     * there less than one whole manifest. Where directories can't be forced, as on Windows, the one before may be back.
     *
     * @param manifest where; replaced as a whole if it exists
     */
    public Checkpoint checkpoint(Path manifest) {
        return new Administration("Checkpoint", Optional.empty(), Map.of("path", manifest.toString()))
                .perform(engine, () -> new Checkpointing(engine).write(manifest));
    }

    /**
     * Writes secrets with all their versions into a file that the root key alone opens, wherever: for escrow, or on the way to another
     * store. A secret that does not open is named in the report and left out; one whose recovery window is over is absent, as to every
     * operation. The export and each secret that leaves are in the audit trail. When this
     * returns, the file outlasts a loss of power, and so does its name where directories can be forced, which is not so on Windows.
     *
     * @param chosen which names
     * @param bundle where; a new file, for its owner only
     * @param rootKey opens it; another than the store's, such as one of a passphrase
     * @throws InternalServiceErrorException if the trail refuses the intent, or that a secret leaves; no file is left
     */
    public BundleReport exportBundle(Predicate<String> chosen, Path bundle, RootKey rootKey) {
        return new Administration("ExportBundle", Optional.empty(), Map.of())
                .perform(engine, () -> new BundleExport(engine, chosen).write(bundle, rootKey));
    }

    /**
     * Puts the secrets of such a file into this store, as they were: names, ARN suffixes, dates, versions, labels, tags, policies,
     * rotation, key ids. What is damaged or cut off is refused before anything is written. Begun again after an interruption, it
     * goes on if existing names are skipped or replaced. A secret that can't be put is in the report with the reason: its name exists
     * and is to be skipped, has replicas or is a replica, which no import replaces, or a key of it is disabled in this store. The import
     * and each secret are in the audit trail.
     *
     * @param existing what to do about names that the store has
     * @throws ResourceExistsException if there are some, and they are to be refused
     * @throws InvalidRequestException if there is no such file, it is not as it was written, or has a name that no secret can have
     */
    public BundleReport importBundle(Path bundle, RootKey rootKey, ExistingSecrets existing) {
        return new Administration("ImportBundle", Optional.empty(), Map.of("existingSecrets", existing.name()))
                .perform(engine, () -> new BundleImport(engine, existing).read(bundle, rootKey));
    }

    /**
     * Does work on the store that this manager has no method for, such as a backup, and has it in the audit trail as it has its own:
     * an intent before it, by the owner, and an outcome after it. What the work throws is thrown on, and is the error code
     * {@code InternalServiceError} in the trail unless it is of this library.
     *
     * @param eventName what is done, as the trail is to name it
     * @param details what the trail is to know besides; nothing secret
     * @throws InternalServiceErrorException if the trail refuses the intent; nothing is done
     * @throws AuditIncompleteException if the trail refuses the outcome; what was done stands
     */
    public <R> R audited(String eventName, Map<String, String> details, Supplier<R> work) {
        return new Administration(eventName, Optional.empty(), details).audit(engine, work);
    }

    /**
     * Commits the dates of last access that are noted, and ends the work in the background: of a copy under way it waits for the
     * end, for some seconds at most. Operations still work afterwards, for as long as the store, the keys and the audit listener do,
     * which are the application's to close, in this order: this, then the listener, the keys, the store. Closing again does nothing.
     */
    @Override
    public void close() {
        replicator.close();
        background.close();
        engine.flush();
    }
}
