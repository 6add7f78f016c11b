package dev.secrets.examples.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Tasks of db-scheduler that are due on PostgreSQL, and a scheduler that has not begun. */
@State(Scope.Benchmark)
public class DueTasks {
    private static final OneTimeTask<Void> EMPTY = Tasks.oneTime("empty").execute((instance, context) -> {});

    /** What it does unless told otherwise, and what it offers for the highest throughput on PostgreSQL. */
    @Param({"fetch", "lockAndFetch"})
    public String polling;

    private Scheduler scheduler;
    private CountDownLatch open;

    /** As the library's documentation has it for PostgreSQL. */
    @Setup(Level.Trial)
    public void createTable(PostgresState postgres) throws SQLException {
        postgres.execute(
                """
                CREATE TABLE scheduled_tasks (
                  task_name TEXT NOT NULL, task_instance TEXT NOT NULL, task_data BYTEA,
                  execution_time TIMESTAMP WITH TIME ZONE NOT NULL, picked BOOLEAN NOT NULL, picked_by TEXT,
                  last_success TIMESTAMP WITH TIME ZONE, last_failure TIMESTAMP WITH TIME ZONE,
                  consecutive_failures INT, last_heartbeat TIMESTAMP WITH TIME ZONE, version BIGINT NOT NULL,
                  priority SMALLINT, PRIMARY KEY (task_name, task_instance))""",
                "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)",
                "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
    }

    @Setup(Level.Invocation)
    public void makeDue(PostgresState postgres) {
        open = new CountDownLatch(RotationBenchmark.EXECUTIONS);
        SchedulerBuilder builder = Scheduler.create(postgres.pool, EMPTY)
                .threads(RotationBenchmark.THREADS)
                .pollingInterval(Duration.ofMillis(500))
                .addSchedulerListener(new AbstractSchedulerListener() {
                    @Override
                    public void onExecutionComplete(ExecutionComplete complete) {
                        open.countDown();
                    }
                });
        scheduler = polling.equals("fetch")
                ? builder.build()
                : builder.pollUsingLockAndFetch(0.5, 3.0).build();
        Stream<TaskInstance<?>> instances =
                IntStream.range(0, RotationBenchmark.EXECUTIONS).mapToObj(i -> EMPTY.instance(Integer.toString(i)));
        scheduler.scheduleBatch(instances, Instant.now());
    }

    void run() throws InterruptedException {
        scheduler.start();
        open.await();
    }

    @TearDown(Level.Invocation)
    public void stopScheduler() {
        scheduler.stop();
    }
}
