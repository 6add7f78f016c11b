package dev.secrets.store.jdbc;

import dev.secrets.store.DueCursor;
import dev.secrets.store.DueSecret;
import dev.secrets.store.FoundSecret;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretStore;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;
import dev.secrets.store.StoredSecret;
import dev.secrets.store.StoredValue;
import dev.secrets.store.Subscription;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Keeps secrets in a relational database, which any number of nodes may share. What a commit acknowledged is as durable as the
 * database is set to be; settings that make it less than that are warned of, or refused, when the store is opened.
 *
 * <p>The data source is the application's: a pool, outside of the application's own transactions (not one that hands out the
 * connection of a running transaction), which the store does not close. A call takes one connection for its duration and gives
 * it back as it was. Any isolation from READ COMMITTED up will do; below it, the store is not opened. On PostgreSQL, a store that
 * somebody subscribed to keeps one connection more; a pooler that moves sessions between transactions, such as PgBouncer in
 * transaction mode, keeps that from working and nothing else.
 *
 * <p>PostgreSQL keeps the plan that it made for a table until the table is analysed. Autovacuum sees to that within about a minute;
 * without it, {@code ANALYZE} after many secrets were loaded into a store that was small.
 *
 * <p>What is repeated: reads whose connection broke, changes that the database itself refused because of a deadlock or the
 * like, for as long as one statement may take. A change of which the database did not tell whether it was made is never
 * repeated; the record is read, and if that does not tell, {@link OutcomeUnknownException} is thrown. That goes for a commit too
 * that PostgreSQL made without waiting for its synchronous standby to the end.
 *
 * <p>The current value is kept twice: as one of the values, and with the record, so that {@link #find} reads a single row. Each
 * commit writes both. If somebody changes one of them, {@link #find} answers from the record's, and {@link #values} has no bytes
 * for that version, which is how the engine's {@code verify} finds it.
 *
 * <p>Names, ids, revisions and due times are readable in the database; metadata and values are sealed. Whoever can write to the
 * tables can put back a whole older record: only who saw the newer one notices, and the engine's {@code verify} against a
 * manifest.
 *
 * <p>Limits: a name of 512 bytes, a secret uid of 128, a version id of 256; on H2 a MiB per record and value. Thread-safe.
 */
public final class JdbcSecretStore implements SecretStore {
    private final JdbcDialect dialect;
    private final Connections connections;
    private final Retries retries;
    private final Schema schema;
    private final Reads reads;
    private final DatabaseClock clock;
    private final Changes changes;
    private final Outcomes outcomes;
    private final Notifications notifications;
    private final ChangeTeller teller;
    private volatile boolean closed;

    /**
     * Opens the store with the default options. The tables need not exist yet: see {@link #createSchema}.
     *
     * @param dataSource gives connections; stays the caller's
     * @throws StoreUnavailableException if the database can't be reached, is not known, has tables of a newer version, or its
     *     connections read what is not committed or alter what is stored
     */
    public JdbcSecretStore(DataSource dataSource) {
        this(dataSource, JdbcStoreOptions.defaults());
    }

    /**
     * Opens the store. The tables need not exist yet: see {@link #createSchema}.
     *
     * @param dataSource gives connections; stays the caller's
     * @param options what else can be chosen
     * @throws IllegalArgumentException if a schema is given for a database that has none
     * @throws StoreUnavailableException if the database can't be reached, is not known, has tables of a newer version, its
     *     connections read what is not committed or alter what is stored, or it is set so that it loses writes and the options
     *     refuse that
     */
    public JdbcSecretStore(DataSource dataSource, JdbcStoreOptions options) {
        this.dialect = options.dialect().orElseGet(() -> dialect(dataSource));
        if (options.schema().isPresent() && !dialect.hasSchemas()) {
            throw new IllegalArgumentException("schema must not be given for " + dialect);
        }
        Failures failures = new Failures(dialect);
        Tables tables = Tables.of(options);
        Statements statements = new Statements(dialect, tables);
        Reports reports = new Reports(options.listener());
        this.connections = new Connections(dataSource, options.statementTimeout(), dialect.isNetworked());
        this.retries = new Retries(failures, options.statementTimeout());
        this.schema = new Schema(dialect, tables, statements, connections, retries, failures);
        this.reads = new Reads(connections, statements, retries);
        this.clock = new DatabaseClock(reads::now);
        this.notifications = new Notifications(connections, tables.channel(), reports);
        this.teller = new ChangeTeller(connections, tables.channel());
        schema.requireKnown();
        DatabaseSettings settings =
                retries.call(() -> connections.lend(connection -> DatabaseSettings.read(dialect, connection)));
        settings.judge(options.lostWrites(), reports);
        this.changes = dialect == JdbcDialect.POSTGRESQL
                ? new PostgresqlChanges(connections, statements, failures, tables)
                : alone(transactions(statements, failures, settings, options));
        this.outcomes =
                new Outcomes(connections, reads, retries, dialect.forceSql().or(settings::forceSql));
    }

    private ChangeWriter transactions(
            Statements statements, Failures failures, DatabaseSettings settings, JdbcStoreOptions options) {
        Optional<Turns> turns = settings.turnsOf().map(path -> new Turns(path, options.statementTimeout()));
        ChangeWriter writer =
                new TransactionChangeWriter(connections, statements, failures, turns.isPresent(), settings.forceSql());
        return turns.<ChangeWriter>map(those -> new InTurnChangeWriter(writer, those))
                .orElse(writer);
    }

    private Changes alone(ChangeWriter writer) {
        return change -> connections.lend(connection -> writer.write(connection, change));
    }

    private static JdbcDialect dialect(DataSource dataSource) {
        // Until the database is known, the codes are taken as those of the SQL standard, which are PostgreSQL's too.
        Failures failures = new Failures(JdbcDialect.POSTGRESQL);
        try (var connection = Connections.open(dataSource)) {
            return JdbcDialect.of(connection)
                    .orElseThrow(() -> new StoreUnavailableException(
                            "The database is none of those known: " + List.of(JdbcDialect.values()), false));
        } catch (SQLException failure) {
            throw failures.unavailable(failure);
        }
    }

    /**
     * Makes the tables that are missing; does nothing if all are there. Several nodes may do so at once. The user of the data
     * source needs the right to make tables, but only if one is missing. The same statements stand in this module's resource
     * {@code secrets-store-jdbc/<database>/V1__secrets_store.sql}, for those who let Flyway, Liquibase or a person make them.
     *
     * @throws StoreUnavailableException if they could not be made
     */
    public void createSchema() {
        requireOpen();
        schema.create();
        schema.requireKnown();
    }

    @Override
    public Optional<FoundSecret> find(String name) {
        requireOpen();
        return reads.find(name);
    }

    @Override
    public Optional<StoredValue> findValue(String name, String secretUid, String versionId) {
        requireOpen();
        return reads.findValue(name, secretUid, versionId);
    }

    @Override
    public List<StoredValue> values(String name, String secretUid) {
        requireOpen();
        return reads.values(name, secretUid);
    }

    @Override
    public void commit(SecretChange change) {
        requireOpen();
        boolean asExpected = retries.call(() -> write(change));
        if (!asExpected) {
            throw new StoreConflictException("The record named " + change.name() + " is not as the change expected it");
        }
        if (dialect == JdbcDialect.POSTGRESQL) {
            teller.changed(change.name());
        }
    }

    private boolean write(SecretChange change) throws SQLException {
        try {
            return changes.make(change);
        } catch (InDoubtException doubt) {
            return outcomes.isMade(change, doubt.failure());
        }
    }

    @Override
    public List<StoredSecret> page(String fromNameInclusive, int limit) {
        requireOpen();
        return reads.page(fromNameInclusive, limit);
    }

    @Override
    public List<DueSecret> due(Instant until, DueCursor after, int limit) {
        requireOpen();
        return reads.due(until, after, limit);
    }

    /** Returns the database's clock, which all nodes share: as it was up to a tenth of a second ago, and carried on since. */
    @Override
    public Instant now() {
        requireOpen();
        return clock.now();
    }

    /**
     * Tells of changes by any node, this one among them, on PostgreSQL with the driver {@code org.postgresql}; on other databases
     * it never calls. The first call, and each after the listening connection was broken, says that any name may have changed.
     */
    @Override
    public Subscription subscribe(Consumer<String> changedName) {
        requireOpen();
        return dialect == JdbcDialect.POSTGRESQL ? notifications.subscribe(changedName) : Subscription.NONE;
    }

    /** Ends the subscriptions. The data source stays open. */
    @Override
    public void close() {
        closed = true;
        notifications.close();
        teller.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("This store is closed", false);
        }
    }
}
