package dev.secrets.examples.benchmarks;

import dev.secrets.SecretsManager;
import dev.secrets.examples.benchmarks.report.Size;
import dev.secrets.model.Filter;
import dev.secrets.model.FilterKey;
import dev.secrets.model.ListSecretsRequest;
import dev.secrets.model.ListSecretsResponse;
import dev.secrets.model.SecretListEntry;
import dev.secrets.model.SortBy;
import dev.secrets.store.InMemorySecretStore;
import dev.secrets.store.SecretStores;
import dev.secrets.store.StoredSecret;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Lists out of many secrets in memory. */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = {"-Xms2g", "-Xmx2g"}) // the opened metadata of all of them, an eighth of the heap, are to be kept
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ListBenchmark {
    private static final int SECRETS = Size.of(100_000, 10_000);
    private static final String TEAM = ManySecrets.team(SECRETS / 2);
    private static final ListSecretsRequest BY_NAME =
            new ListSecretsRequest().sortBy(SortBy.NAME).maxResults(100);

    private InMemorySecretStore store;
    private SecretsManager secrets;

    @Setup(Level.Trial)
    public void fill() {
        store = new InMemorySecretStore();
        secrets = ManySecrets.manager(store);
        ManySecrets.create(secrets, SECRETS, 64);
    }

    @Benchmark
    public List<SecretListEntry> byPrefix() {
        return only(BY_NAME.filters(List.of(new Filter(FilterKey.NAME, TEAM))));
    }

    /** Sorted by the date of creation, which is what a request without order gets. */
    @Benchmark
    public List<SecretListEntry> byTag() {
        return only(new ListSecretsRequest().filters(List.of(new Filter(FilterKey.TAG_VALUE, TEAM))));
    }

    private List<SecretListEntry> only(ListSecretsRequest request) {
        List<SecretListEntry> found = secrets.listSecrets(request).secretList();
        if (found.size() != ManySecrets.TEAM) {
            throw new IllegalStateException("Found " + found.size());
        }
        return found;
    }

    @Benchmark
    public int walk() {
        int count = 0;
        Optional<String> token = Optional.empty();
        do {
            ListSecretsResponse page =
                    secrets.listSecrets(token.map(BY_NAME::nextToken).orElse(BY_NAME));
            count += page.secretList().size();
            token = page.nextToken();
        } while (token.isPresent());
        return count;
    }

    @Benchmark
    public void namesOfPrefix(Blackhole blackhole) {
        Iterator<StoredSecret> page = store.page(TEAM, ManySecrets.TEAM).iterator();
        page.forEachRemaining(record -> blackhole.consume(record.name()));
    }

    @Benchmark
    public void names(Blackhole blackhole) {
        SecretStores.forEach(store, record -> blackhole.consume(record.name()));
    }
}
