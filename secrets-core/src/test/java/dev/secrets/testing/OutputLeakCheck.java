package dev.secrets.testing;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails the test that prints or logs a {@link LeakScanner#canary}, in any form: what goes to {@code System.out},
 * {@code System.err} and {@code java.util.logging} on any level is searched while tests run.
 *
 * <p>Watches a whole test run if {@code META-INF/services/org.junit.jupiter.api.extension.Extension} of the test resources names
 * this class and {@code junit-platform.properties} beside it says {@code junit.jupiter.extensions.autodetection.enabled=true}; and
 * from the first class on that is extended with it otherwise. For log lines, {@code slf4j-jdk14} must be what SLF4J writes to. What
 * background threads print late fails the next test, or at last the run.
 */
public final class OutputLeakCheck implements BeforeAllCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(OutputLeakCheck.class);

    /** For JUnit. */
    public OutputLeakCheck() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        output(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        output(context).requireClean();
    }

    /** The output is watched once for the whole run, at the end of which JUnit closes what the root's store holds. */
    private static WatchedOutput output(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(WatchedOutput.class, key -> new WatchedOutput(), WatchedOutput.class);
    }
}
