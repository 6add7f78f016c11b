package dev.secrets.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretChange.Update;
import dev.secrets.testing.Sample;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Changes that come while others are under way. */
final class GroupCommitTest {
    private static final String DEADLOCK = "40P01";
    private static final String BROKEN = "08006";
    private static final String OVERFLOWING = "an error";
    private static final String UNWRITABLE = "no SQL at all";
    private static final String READ_ONLY = "25006";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final Set<String> heldUp = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final Gate gate = new Gate();
    private GroupCommit commits = new GroupCommit(gate, new Failures(JdbcDialect.POSTGRESQL), Duration.ofMinutes(1));

    /** Holds up the changes of the names that are said to be. */
    private final class Gate implements GroupCommit.Writer {
        final ConcurrentLinkedQueue<String> alone = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<List<String>> together = new ConcurrentLinkedQueue<>();
        volatile String failsTogether = "";

        @Override
        public boolean write(SecretChange change) {
            alone.add(change.name());
            Await.until(() -> !heldUp.contains(change.name()));
            return !change.name().startsWith("stale");
        }

        @Override
        public Set<String> writeAll(List<Update> changes) throws SQLException, InDoubtException {
            List<String> names = changes.stream().map(Update::name).toList();
            together.add(names);
            Await.until(() -> names.stream().noneMatch(heldUp::contains));
            if (failsTogether.equals(OVERFLOWING)) {
                throw new StackOverflowError("as the test wants it");
            }
            if (failsTogether.equals(UNWRITABLE)) {
                throw new IllegalArgumentException("as the test wants it");
            }
            if (!failsTogether.isEmpty()) {
                SQLException failure = new SQLException("as the test wants it", failsTogether);
                if (failsTogether.equals(BROKEN)) {
                    throw new InDoubtException(failure);
                }
                throw failure;
            }
            return names.stream().filter(name -> !name.startsWith("stale")).collect(Collectors.toSet());
        }
    }

    private CompletableFuture<Boolean> write(String name) {
        return start(() -> commits.write((Update) Sample.update(name, 1, 10)));
    }

    private CompletableFuture<Boolean> start(Callable<Boolean> call) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Exception | StackOverflowError failure) {
                result.completeExceptionally(failure);
            }
        });
        threads.add(thread);
        thread.start();
        return result;
    }

    /** Starts it, and returns when it waits, for others or because it is held up. */
    private CompletableFuture<Boolean> writeAndWait(String name) {
        CompletableFuture<Boolean> result = write(name);
        Thread latest = threads.get(threads.size() - 1);
        Await.until(() -> latest.getState() == Thread.State.TIMED_WAITING);
        return result;
    }

    private void holdUpTwo() {
        Stream.of("slow/1", "slow/2").forEach(name -> {
            heldUp.add(name);
            writeAndWait(name);
        });
        gate.alone.clear();
    }

    /** Starts them when as many as are allowed are under way, and lets all go on when they wait. */
    private List<CompletableFuture<Boolean>> writeBehindOthers(String... names) {
        holdUpTwo();
        List<CompletableFuture<Boolean>> results =
                Stream.of(names).map(this::writeAndWait).toList();
        heldUp.clear();
        return results;
    }

    @Test
    void change_withoutOthers_isMadeAtOnce() {
        assertThat(write("a").join()).isTrue();
        assertThat(write("stale").join()).isFalse();
        assertThat(gate.alone).containsExactly("a", "stale");
    }

    @Test
    void changes_behindOthers_areMadeTogether() {
        List<CompletableFuture<Boolean>> results = writeBehindOthers("a", "stale", "b");

        assertThat(results.stream().map(CompletableFuture::join)).containsExactly(true, false, true);
        assertThat(gate.together).containsExactly(List.of("a", "stale", "b"));
        assertThat(gate.alone).isEmpty();
    }

    @Test
    void changes_besideAGroup_areMadeWhenTheyAreAsMany() {
        holdUpTwo();
        heldUp.addAll(List.of("a", "b"));
        Stream.of("a", "b").forEach(this::writeAndWait);
        heldUp.removeAll(List.of("slow/1", "slow/2"));
        Await.until(() -> gate.together.contains(List.of("a", "b")));

        CompletableFuture<Boolean> third = writeAndWait("c");
        assertThat(gate.together).hasSize(1);
        assertThat(gate.alone).isEmpty();
        CompletableFuture<Boolean> fourth = write("d");

        assertThat(third.join()).isTrue();
        assertThat(fourth.join()).isTrue();
        assertThat(gate.together).containsExactly(List.of("a", "b"), List.of("c", "d"));
        heldUp.clear();
    }

    @Test
    void change_behindOthersThatAreHeldUp_isMadeAlone() {
        commits = new GroupCommit(gate, new Failures(JdbcDialect.POSTGRESQL), Duration.ofMillis(1));
        holdUpTwo();

        assertThat(write("a").join()).isTrue();

        assertThat(gate.alone).containsExactly("a");
        heldUp.clear();
    }

    @Test
    void change_ofAnInterruptedCaller_behindOthersThatAreHeldUp_isMadeAlone() {
        commits = new GroupCommit(gate, new Failures(JdbcDialect.POSTGRESQL), Duration.ofMillis(1));
        holdUpTwo();

        CompletableFuture<Boolean> madeAndInterrupted = start(() -> {
            Thread.currentThread().interrupt();
            return commits.write((Update) Sample.update("a", 1, 10))
                    && Thread.currentThread().isInterrupted();
        });

        assertThat(madeAndInterrupted).succeedsWithin(LONG_ENOUGH).isEqualTo(true);
        assertThat(gate.alone).containsExactly("a");
        heldUp.clear();
    }

    @Test
    void changes_ofOneSecret_areMadeOneAfterAnother() {
        List<CompletableFuture<Boolean>> results = writeBehindOthers("a", "b", "a");

        assertThat(results.stream().map(CompletableFuture::join)).containsOnly(true);
        assertThat(gate.together).containsExactly(List.of("a", "b"));
        assertThat(gate.alone).containsExactly("a");
    }

    @Test
    void changes_thatDeadlockTogether_areMadeAlone() {
        gate.failsTogether = DEADLOCK;

        List<CompletableFuture<Boolean>> results = writeBehindOthers("a", "stale");

        assertThat(results.stream().map(CompletableFuture::join)).containsExactly(true, false);
        assertThat(gate.alone).containsExactlyInAnyOrder("a", "stale");
    }

    /** What can't be written at all, such as a name that is too long, harms no other change. */
    @Test
    void changes_ofWhichOneCanNotBeWritten_areMadeAlone() {
        gate.failsTogether = UNWRITABLE;

        List<CompletableFuture<Boolean>> results = writeBehindOthers("a", "b");

        assertThat(results.stream().map(CompletableFuture::join)).containsOnly(true);
        assertThat(gate.alone).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void changes_whoseConnectionBreaks_areAllInDoubt() {
        gate.failsTogether = BROKEN;

        writeBehindOthers("a", "b")
                .forEach(result -> assertThatThrownBy(result::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(InDoubtException.class));
        assertThat(gate.alone).isEmpty();
    }

    /** Made alone, one that was made already would be taken for a conflict. */
    @Test
    void changes_whoseLeaderMeetsWithAnError_areInDoubt() {
        gate.failsTogether = OVERFLOWING;

        List<CompletableFuture<Boolean>> results = writeBehindOthers("a", "b");

        assertThatThrownBy(results.get(0)::join).hasCauseInstanceOf(StackOverflowError.class);
        assertThatThrownBy(results.get(1)::join).hasCauseInstanceOf(InDoubtException.class);
        assertThat(gate.alone).isEmpty();
    }

    @Test
    void changes_thatTheDatabaseRefuses_allFail() {
        gate.failsTogether = READ_ONLY;

        writeBehindOthers("a", "b")
                .forEach(result -> assertThatThrownBy(result::join).hasCauseInstanceOf(SQLException.class));
        assertThat(gate.alone).isEmpty();
    }

    @Test
    void change_afterAFailure_isMade() {
        gate.failsTogether = READ_ONLY;
        writeBehindOthers("a", "b").forEach(result -> assertThatThrownBy(result::join));

        assertThat(write("c").join()).isTrue();
    }
}
