package dev.secrets.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;
import org.slf4j.LoggerFactory;

/** Runs test classes that leak, where the check of this very run does not hear them. */
final class OutputLeakCheckTest {
    private static final List<Logger> LOGGERS = List.of(Logger.getLogger(""), Logger.getLogger("dev.secrets"));
    private static final String CANARY = LeakScanner.canary();

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final List<List<Handler>> handlers =
            LOGGERS.stream().map(logger -> List.of(logger.getHandlers())).toList();

    @BeforeEach
    void turnAway() {
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        System.setErr(System.out);
        LOGGERS.forEach(logger -> Stream.of(logger.getHandlers()).forEach(logger::removeHandler));
    }

    @AfterEach
    void turnBack() {
        System.setOut(out);
        System.setErr(err);
        for (int i = 0; i < LOGGERS.size(); i++) {
            handlers.get(i).forEach(LOGGERS.get(i)::addHandler);
        }
        LOGGERS.get(1).setUseParentHandlers(handlers.get(1).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Prints.class,
                PrintsBytes.class,
                PrintsErrors.class,
                PrintsEncoded.class,
                Logs.class,
                LogsExceptions.class
            })
    void test_thatLeaks_fails(Class<?> leaking) {
        assertThat(failuresOf(leaking))
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure.getTestIdentifier().isTest()).isTrue())
                .satisfies(failure -> assertThat(failure.getException()).hasMessageStartingWith("Secrets leaked: "))
                .satisfies(failure -> assertThat(LeakScanner.forCanaries().scan(failure.getException()))
                        .isEmpty());
    }

    @Test
    void test_thatPrintsOtherThings_passes() {
        assertThat(failuresOf(IsClean.class)).isEmpty();
    }

    @Test
    void run_thatLeaksAfterItsLastTest_fails() {
        assertThat(failuresOf(PrintsLate.class)).isNotEmpty();
    }

    @Test
    void run_atItsEnd_leavesOutputAsItWas() {
        PrintStream before = System.out;
        failuresOf(IsClean.class);
        assertThat(System.out).isSameAs(before);
        assertThat(LOGGERS)
                .allSatisfy(logger -> assertThat(logger.getHandlers()).isEmpty());
    }

    private static List<Failure> failuresOf(Class<?> tests) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherConfig alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(alone)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        summary);
        assertThat(summary.getSummary().getTestsFoundCount()).isEqualTo(1);
        return summary.getSummary().getFailures();
    }

    @ExtendWith(OutputLeakCheck.class)
    static class Prints {
        @Test
        void leak() {
            System.out.println("The password is " + CANARY);
        }
    }

    @ExtendWith(OutputLeakCheck.class)
    static class PrintsBytes {
        @Test
        void leak() {
            CANARY.chars().forEach(System.out::write);
        }
    }

    @ExtendWith(OutputLeakCheck.class)
    static class PrintsErrors {
        @Test
        void leak() {
            new IllegalStateException("without", new IllegalArgumentException(CANARY)).printStackTrace();
        }
    }

    @ExtendWith(OutputLeakCheck.class)
    static class PrintsEncoded {
        @Test
        void leak() {
            byte[] basic = ("user:" + CANARY).getBytes(StandardCharsets.UTF_8);
            System.out.printf("Authorization: Basic %s%n", Base64.getEncoder().encodeToString(basic));
        }
    }

    @ExtendWith(OutputLeakCheck.class)
    static class Logs {
        @Test
        void leak() {
            LoggerFactory.getLogger("dev.secrets.sample").trace("The password is {}", CANARY);
        }
    }

    @ExtendWith(OutputLeakCheck.class)
    static class LogsExceptions {
        @Test
        void leak() {
            IllegalStateException failure = new IllegalStateException("without");
            failure.addSuppressed(new IllegalArgumentException(CANARY));
            LoggerFactory.getLogger("com.example.driver").debug("Failed", failure);
        }
    }

    @ExtendWith(OutputLeakCheck.class)
    static class PrintsLate {
        @Test
        void clean() {}

        @AfterAll
        static void leak() {
            System.out.println(CANARY);
        }
    }

    @ExtendWith(OutputLeakCheck.class)
    static class IsClean {
        @Test
        void clean() {
            System.out.println("The password is a secret");
            LoggerFactory.getLogger("dev.secrets.sample").warn("Nothing to see");
        }
    }
}
