package dev.secrets.examples.benchmarks;

import com.amazonaws.secretsmanager.caching.SecretCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.secrets.SecretHandle;
import dev.secrets.SecretHandleOptions;
import dev.secrets.audit.AuditListener;
import dev.secrets.model.GetSecretValueResponse;
import dev.secrets.model.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

/** A value at hand, no older than a bound. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandleBenchmark {
    private static final Duration STALENESS = Duration.ofSeconds(10);

    private SecretHandle<SecretValue> handle;
    private Cache<String, String> caffeine;
    private SecretCache aws;

    @Setup(Level.Trial)
    public void fill() {
        handle = new SecretHandle<>(
                ReadingApplication.open(keys -> AuditListener.none()),
                ReadingApplication.NAME,
                GetSecretValueResponse::secretValue,
                SecretHandleOptions.defaults().maximumStaleness(STALENESS));
        caffeine = Caffeine.newBuilder()
                .maximumSize(1000)
                .refreshAfterWrite(STALENESS)
                .build(name -> "x".repeat(512));
        aws = new SecretCache(new StubbedClient());
        caffeine.put(ReadingApplication.NAME, "x".repeat(512));
        handle.get();
        aws.getSecretString(ReadingApplication.NAME);
    }

    @TearDown(Level.Trial)
    public void close() {
        handle.close();
        aws.close();
    }

    @Benchmark
    public SecretValue get() {
        return handle.get();
    }

    /** A hit of a cache that keeps a value as long. */
    @Benchmark
    public String caffeine() {
        return caffeine.getIfPresent(ReadingApplication.NAME);
    }

    @Benchmark
    public String aws() {
        return aws.getSecretString(ReadingApplication.NAME);
    }

    /** The service as AWS's cache asks it. */
    private static final class StubbedClient implements SecretsManagerClient {
        private static final String VERSION = "b1e0c6f2-0000-4000-8000-000000000001";

        @Override
        public software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse getSecretValue(
                GetSecretValueRequest request) {
            return software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse.builder()
                    .name(request.secretId())
                    .versionId(VERSION)
                    .secretString("x".repeat(512))
                    .build();
        }

        @Override
        public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
            return DescribeSecretResponse.builder()
                    .name(request.secretId())
                    .versionIdsToStages(Map.of(VERSION, List.of("AWSCURRENT")))
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
