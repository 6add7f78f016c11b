package dev.secrets.examples.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many rotations a second one node makes on PostgreSQL when the rotator has nothing to do, beside what db-scheduler makes of
 * tasks that have nothing to do: like servers, like pools, ten threads each, a thousand that are due.
 *
 * <p>A rotation needs three durable commits, one after the other: the claim, the pending value, and the move of AWSCURRENT together
 * with the end. Those of one rotation stay apart: the target may be asked as soon as the claim is durable, and accepts the pending
 * value as soon as that is. Those of several rotations share a transaction when they come at the same time. It reads once: the
 * current value, whose login the new one may not leave. A task needs two commits: that it is picked, of which many share one when
 * they are picked together (lockAndFetch), and its end.
 *
 * <p>One invocation is about one iteration, so that it takes many to compile what a rotation runs through.
 */
@Warmup(iterations = 14, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class RotationBenchmark {
    static final int EXECUTIONS = 1_000;
    static final int THREADS = 10;

    /** The floor: what a scheduler of plain tasks makes of the same server. */
    @Benchmark
    @OperationsPerInvocation(EXECUTIONS)
    public void dbScheduler(DueTasks tasks) throws InterruptedException {
        tasks.run();
    }

    @Benchmark
    @OperationsPerInvocation(EXECUTIONS)
    public void rotation(DueRotations rotations) throws InterruptedException {
        rotations.run();
    }
}
