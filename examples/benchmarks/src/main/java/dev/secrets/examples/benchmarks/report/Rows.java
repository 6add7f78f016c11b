package dev.secrets.examples.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * What is measured, beside what, and how fast it must be. A row or something beside it whose benchmark class is not in the jar is
 * left out.
 */
final class Rows {
    private static final double MICROSECOND = 1e3;
    private static final double MILLISECOND = 1e6;
    private static final int KIB = 1024;

    private Rows() {}

    static List<Subject> subjects() {
        return List.of(
                new Subject("reading", "Reading a value of 512 bytes", reading()),
                new Subject("writing", "Writing a value of 512 bytes, in memory", writing()),
                new Subject("listing", "Listing", listing()),
                new Subject("policy", "A policy decision", policy()),
                new Subject("file-store", "The file store", fileStore()),
                new Subject("jdbc", "The JDBC store", jdbc()),
                new Subject("rotation", "Rotation", rotation()),
                new Subject("endpoint", "JSON and the endpoint", endpoint()),
                new Subject("memory", "Memory", memory()),
                new Subject("start", "Start of a process", start()));
    }

    private static List<Row> reading() {
        return List.of(
                opened("`getSecretValue`, in memory, 100 statements, resource policy, no-op audit", "ReadBenchmark.get")
                        .atMostTimes(1.3)
                        .atMostAllocatedOnTop(KIB),
                opened(
                                "the same, its line in the chained journal written before",
                                "AuditedReadBenchmark.get(acceptance=WRITTEN)")
                        .atMostTimes(2.5),
                opened(
                                "the same, its event handed to the journal's writer",
                                "AuditedReadBenchmark.get(acceptance=QUEUED)")
                        .atMostTimes(1.5),
                opened("the same, its line on the disk before", "AuditedReadBenchmark.get(acceptance=DURABLE)"),
                Row.of("`SecretHandle.get`", "HandleBenchmark.get")
                        .peer("AWS's `SecretCache`, hit", "HandleBenchmark.aws")
                        .atLeastTimesFaster(5)
                        .floor("Caffeine, hit", "HandleBenchmark.caffeine")
                        .atMostTimes(1));
    }

    private static Row opened(String what, String method) {
        return Row.of(what, method).floor("map look-up and Tink opening", "ReadBenchmark.floor");
    }

    private static List<Row> writing() {
        return List.of(
                Row.of("`createSecret`", "WriteBenchmark.create")
                        .floor("two Tink sealings", "WriteBenchmark.sealValueAndMetadata")
                        .atMostTimes(2),
                Row.of("`putSecretValue`", "WriteBenchmark.put")
                        .floor("two Tink sealings", "WriteBenchmark.sealValueAndLongerMetadata")
                        .atMostTimes(2),
                Row.of("`updateSecretVersionStage`", "WriteBenchmark.updateStage")
                        .floor("one Tink sealing", "WriteBenchmark.sealMetadata")
                        .atMostTimes(2));
    }

    private static List<Row> listing() {
        String among = String.format(Locale.ROOT, " among %,d", Size.of(100_000, 10_000));
        return List.of(
                Row.of("`listSecrets`, 100 by prefix" + among + ", sorted by name", "ListBenchmark.byPrefix")
                        .floor("reading the names", "ListBenchmark.namesOfPrefix")
                        .atMostNanos(MILLISECOND),
                Row.of("`listSecrets`, 100 by tag" + among, "ListBenchmark.byTag")
                        .floor("reading all names", "ListBenchmark.names")
                        .atMostNanos(100 * MILLISECOND),
                Row.of("`listSecrets`, all pages" + among + ", sorted by name", "ListBenchmark.walk")
                        .floor("reading all names", "ListBenchmark.names"));
    }

    private static List<Row> policy() {
        return List.of();
    }

    private static List<Row> fileStore() {
        String many = String.format(Locale.ROOT, "%,d secrets of 1 KiB", Size.of(100_000, 10_000));
        return List.of(
                Row.of("durable change of a 512-byte value, 1 thread", "FileStoreBenchmark.put1")
                        .peer("Elytron's credential store, not durable", "FileStorePeersBenchmark.elytron")
                        .atLeastTimesFaster(1)
                        .peer("PKCS12 key store, saved durably", "FileStorePeersBenchmark.pkcs12")
                        .atLeastTimesFaster(1)
                        .peer("H2 MVStore, synced", "FileStorePeersBenchmark.mvStore")
                        .atLeastTimesFaster(1)
                        .peer("SQLite, WAL, synchronous FULL", "FileStorePeersBenchmark.sqlite")
                        .atLeastTimesFaster(1)
                        .floor("append and fdatasync", "FileStoreBenchmark.put1Floor")
                        .atMostTimes(1.3),
                Row.of("the same by 8 threads", "FileStoreBenchmark.put8")
                        .floor("bare group commit", "FileStoreBenchmark.put8Floor"),
                Row.of("the same by 64 threads", "FileStoreBenchmark.put64")
                        .floor("bare group commit", "FileStoreBenchmark.put64Floor")
                        .atMostTimes(1 / 0.7),
                Row.of("finding one of " + many, "FileStoreOpenBenchmark.find")
                        .floor("one pread", "FileStoreOpenBenchmark.findFloor"),
                Row.of("opening " + many + " in a heap of 128 MiB", "FileStoreOpenBenchmark.open")
                        .floor("reading it through an HMAC", "FileStoreOpenBenchmark.openFloor")
                        .atMostTimes(2));
    }

    private static List<Row> jdbc() {
        return List.of();
    }

    private static List<Row> rotation() {
        return List.of();
    }

    private static List<Row> endpoint() {
        return List.of(Row.of("`JsonProtocol.handle`, GetSecretValue", "ReadBenchmark.wire")
                .floor("the direct call", "ReadBenchmark.get")
                .atMostNanosOnTop(4 * MICROSECOND));
    }

    private static List<Row> memory() {
        return List.of(Row.of(
                        "a secret of 300 bytes in the in-memory store of 1,000,000",
                        "MemoryBenchmark.store#bytesPerSecret")
                .floor("the values", "MemoryBenchmark.bytes#bytesPerSecret")
                .atMostBytes(900)
                .inFull());
    }

    private static List<Row> start() {
        return List.of(Row.of("JVM, file store, key file, first value, end", "StartBenchmark.firstValue")
                .floor("JVM with an empty main", "StartBenchmark.emptyMain")
                .atMostNanosOnTop(350 * MILLISECOND));
    }
}
