package dev.secrets.store.jdbc;

import dev.secrets.store.SecretChange;
import dev.secrets.store.SecretChange.Update;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Combines concurrent changes of different secrets into shared transactions. A change that arrives when nothing is under way starts
 * at once. While one transaction runs, waiting changes start a second as soon as they are as many as it holds; at most two run. Each
 * change succeeds or conflicts on its own revision. If the whole transaction fails for a reason that may concern one change only,
 * each is retried alone. Thread-safe.
 */
final class GroupCommit {
    private static final int AT_ONCE = 2;
    private static final int LARGEST = 64;

    private final Writer writer;
    private final Failures failures;
    private final Duration patience;

    /** Guarded by this, like the counts. */
    private final Deque<Member> waiting = new ArrayDeque<>();

    private int transactionsUnderWay;
    private int changesUnderWay;

    /** What makes changes, each in a way of its own. */
    interface Writer {
        /** Makes one change; returns whether the record was as expected. */
        boolean write(SecretChange change) throws SQLException, InDoubtException;

        /** Makes changes of different secrets in one transaction; returns the names of those whose record was as expected. */
        Set<String> writeAll(List<Update> changes) throws SQLException, InDoubtException;
    }

    /**
     * Makes changes by the writer.
     *
     * @param patience how long a change waits for others; then it is made alone
     */
    GroupCommit(Writer writer, Failures failures, Duration patience) {
        this.writer = writer;
        this.failures = failures;
        this.patience = patience;
    }

    /** What a member is told. */
    private sealed interface Word {}

    /** It makes the changes of these, the first of which is its own. */
    private record Lead(List<Member> group) implements Word {}

    private record Made(boolean asExpected) implements Word {}

    private record Failed(SQLException failure) implements Word {}

    private record InDoubt(SQLException failure) implements Word {}

    private record Alone() implements Word {}

    private record Member(Update change, CompletableFuture<Word> word) {}

    /** Makes the change as {@link ChangeWriter} does. */
    boolean write(Update change) throws SQLException, InDoubtException {
        Member member = new Member(change, new CompletableFuture<>());
        join(member);
        Word word = await(member);
        if (word instanceof Lead lead) {
            word = lead(lead.group);
        }
        if (word instanceof InDoubt doubt) {
            throw new InDoubtException(doubt.failure);
        }
        if (word instanceof Failed failed) {
            throw failed.failure;
        }
        return word instanceof Made made ? made.asExpected : writer.write(change);
    }

    /**
     * A transaction that is held up, say by a row that somebody locked, keeps those who wait for it no longer than that, interrupted or
     * not; an interrupt is kept for the caller.
     */
    private Word await(Member member) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return member.word.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException late) {
            return leaves(member) ? new Alone() : member.word.join();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized boolean leaves(Member member) {
        return waiting.removeIf(one -> one == member);
    }

    private void join(Member member) {
        synchronized (this) {
            waiting.add(member);
        }
        begin();
    }

    private void end(int changes) {
        synchronized (this) {
            transactionsUnderWay--;
            changesUnderWay -= changes;
        }
        begin();
    }

    private void begin() {
        List<Member> group = next();
        if (!group.isEmpty()) {
            group.get(0).word.complete(new Lead(group));
        }
    }

    private synchronized List<Member> next() {
        List<Member> group = new ArrayList<>();
        if (isTime()) {
            Set<String> names = new HashSet<>();
            waiting.removeIf(member -> group.size() < LARGEST && names.add(member.change.name()) && group.add(member));
            transactionsUnderWay++;
            changesUnderWay += group.size();
        }
        return group;
    }

    private boolean isTime() {
        return !waiting.isEmpty() && transactionsUnderWay < AT_ONCE && waiting.size() >= changesUnderWay;
    }

    /** Makes the changes, tells all members but the first, and returns the word for that one. */
    private Word lead(List<Member> group) throws SQLException, InDoubtException {
        Member first = group.get(0);
        if (group.size() == 1) {
            try {
                return new Made(writer.write(first.change));
            } finally {
                end(1);
            }
        }
        Set<String> made = Set.of();
        Word ofAll = new InDoubt(new SQLException("The transaction of several changes ended with an error"));
        try {
            made = writer.writeAll(group.stream().map(Member::change).toList());
            ofAll = new Made(true);
        } catch (InDoubtException doubt) {
            ofAll = new InDoubt(doubt.failure());
        } catch (SQLException failure) {
            ofAll = ofAll(failure);
        } catch (RuntimeException faultOfOne) {
            ofAll = new Alone();
        } finally {
            end(group.size());
            tell(group.subList(1, group.size()), ofAll, made);
        }
        return of(first, ofAll, made);
    }

    /** A deadlock, or what may be the fault of one, each meets or does not meet with alone. */
    private Word ofAll(SQLException failure) {
        return switch (failures.kind(failure)) {
            case RACE, DUPLICATE, OTHER -> new Alone();
            default -> new Failed(failure);
        };
    }

    private static void tell(List<Member> members, Word ofAll, Set<String> made) {
        members.forEach(member -> member.word.complete(of(member, ofAll, made)));
    }

    private static Word of(Member member, Word ofAll, Set<String> made) {
        return ofAll instanceof Made ? new Made(made.contains(member.change.name())) : ofAll;
    }
}
