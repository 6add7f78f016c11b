package dev.secrets.examples.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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
                Row.of("the same of 1,000 secrets by turns", "ReadBenchmark.getByTurns")
                        .floor("map look-up and Tink opening", "ReadBenchmark.floorByTurns")
                        .atMostTimes(1.3),
                opened(
                                "the same, its line in the chained journal written before",
                                "AuditedReadBenchmark.get(acceptance=WRITTEN)")
                        .atMostTimes(2.5)
                        .floor(
                                "the opening, a digest and a write(2) of the line",
                                "JournalFloorBenchmark.openChainAndWrite"),
                opened(
                                "the same, its event handed to the journal's writer",
                                "AuditedReadBenchmark.get(acceptance=QUEUED)")
                        .atMostTimes(1.5)
                        .floor("without the journal", "ReadBenchmark.get"),
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
                        .floor("two Tink sealings, kept", "WriteBenchmark.keepNewSealings")
                        .atMostTimes(2),
                Row.of("`putSecretValue`", "WriteBenchmark.put")
                        .floor("two Tink sealings, kept", "WriteBenchmark.replaceSealings")
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
        return Stream.of(
                        Stream.of("ALLOW", "IMPLICIT_DENY", "EXPLICIT_DENY", "WITH_CONDITIONS")
                                .map(question -> decision(100, question)),
                        Stream.of(10, 1_000, 10_000).map(statements -> decision(statements, "ALLOW")),
                        Stream.of(10, 100, 1_000).map(Rows::decisionBesidePeers))
                .flatMap(rows -> rows)
                .toList();
    }

    private static Row decision(int statements, String question) {
        String parameters = "(statements=%d,requests=1,question=%s)".formatted(statements, question);
        Row row = Row.of(
                        "decision among %d statements, %s"
                                .formatted(
                                        statements,
                                        question.toLowerCase(Locale.ROOT).replace('_', ' ')),
                        "PolicyBenchmark.decide" + parameters)
                .floor("a look-up and a glob", "PolicyBenchmark.floor" + parameters)
                .atMostTimes(3);
        return statements < 10_000
                ? row
                : row.floor("among 10", "PolicyBenchmark.decide(statements=10,requests=1,question=ALLOW)")
                        .atMostTimes(1.5);
    }

    private static Row decisionBesidePeers(int statements) {
        String parameters = "(statements=%d)".formatted(statements);
        Row row = Row.of(
                        "decision among %d statements".formatted(statements),
                        "PolicyPeersBenchmark.decide" + parameters)
                .peer("Cedar", "PolicyPeersBenchmark.cedar" + parameters)
                .peer("jCasbin", "PolicyPeersBenchmark.casbin" + parameters)
                .inFull();
        return statements == 100 ? row.atLeastTimesFaster(20) : row;
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
        return List.of(
                bare("get, PostgreSQL", "find", "(database=postgresql)", 1.2),
                bare("create, PostgreSQL", "create", "(database=postgresql)", 1.3),
                bare("put, PostgreSQL", "update", "(database=postgresql)", 1.3),
                bare("get, H2 in memory", "find", "(database=h2)", 1.2),
                bare("create, H2 in memory", "create", "(database=h2)", 1.3),
                bare("put, H2 in memory", "update", "(database=h2)", 1.3),
                Row.of("`CachingSecretStore`, hit", "JdbcBenchmark.cacheHit(database=postgresql)")
                        .floor("SELECT", "JdbcBenchmark.findFloor(database=postgresql)"),
                Row.of("`CachingSecretStore`, miss", "JdbcBenchmark.cacheMiss(database=postgresql)")
                        .floor("SELECT", "JdbcBenchmark.findFloor(database=postgresql)")
                        .atMostTimes(1.2));
    }

    private static Row bare(String what, String method, String parameters, double times) {
        return Row.of(what, "JdbcBenchmark." + method + parameters)
                .floor("bare JDBC", "JdbcBenchmark." + method + "Floor" + parameters)
                .atMostTimes(times);
    }

    private static List<Row> rotation() {
        int scheduled = Size.of(1_000_000, 100_000);
        return List.of(
                Row.of("rotations with an empty rotator on PostgreSQL, 3 commits each", "RotationBenchmark.rotation")
                        .peer(
                                "db-scheduler as it comes, 2 commits a task",
                                "RotationBenchmark.dbScheduler(polling=fetch)")
                        .atMostTimes(2),
                Row.of("the same", "RotationBenchmark.rotation")
                        .peer(
                                "db-scheduler at its fastest on PostgreSQL, picking many in one commit",
                                "RotationBenchmark.dbScheduler(polling=lockAndFetch)")
                        .inFull(),
                Row.of(
                                String.format(Locale.ROOT, "finding 100 due ones among %,d", scheduled),
                                "DueBenchmark.find(scheduled=" + scheduled + ")")
                        .floor("among themselves", "DueBenchmark.find(scheduled=0)")
                        .atMostTimes(1.5));
    }

    private static List<Row> endpoint() {
        return List.of(
                Row.of("`JsonProtocol.handle`, GetSecretValue", "ReadBenchmark.wire")
                        .floor("the direct call", "ReadBenchmark.get")
                        .atMostNanosOnTop(4 * MICROSECOND),
                served("1 client", "1").atLeastTimesFaster(40),
                served("8 clients", "8").atLeastTimesFaster(60));
    }

    private static Row served(String clients, String suffix) {
        return Row.of("GetSecretValue through `secrets serve`, " + clients, "EndpointBenchmark.served" + suffix)
                .floor("the bare HTTP server, constant answer", "EndpointBenchmark.bare" + suffix)
                .atMostTimes(2)
                .peer("moto's server", "EndpointBenchmark.moto" + suffix);
    }

    private static List<Row> memory() {
        return List.of(
                Row.of(
                                "a secret of 300 bytes in the in-memory store of 1,000,000",
                                "MemoryBenchmark.store#bytesPerSecret")
                        .floor("the values", "MemoryBenchmark.values#bytesPerSecret")
                        .atMostBytes(900)
                        .inFull(),
                Row.of("a secret in the index of a file store of 100,000", "MemoryBenchmark.fileIndex#bytesPerSecret")
                        .atMostBytes(250)
                        .inFull());
    }

    private static List<Row> start() {
        return List.of(
                fromNothing("JVM, file store, key file, first value, end", "StartBenchmark.firstValue")
                        .floor("JVM, one value sealed and opened by Tink", "StartBenchmark.firstOpening"),
                fromNothing(
                        "the same with an archive of its classes (`-XX:SharedArchiveFile`)",
                        "StartBenchmark.firstValueWithArchive"),
                fromNothing("`secrets get-secret-value`", "StartBenchmark.command"));
    }

    private static Row fromNothing(String what, String method) {
        return Row.of(what, method)
                .floor("JVM with an empty main", "StartBenchmark.emptyMain")
                .atMostNanosOnTop(350 * MILLISECOND);
    }
}
