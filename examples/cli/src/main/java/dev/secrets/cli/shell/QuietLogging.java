package dev.secrets.cli.shell;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How the command logs: warnings and worse, a line each, on standard error. The JDK's logging makes one of this class when the
 * first logger is made, as the system property says that {@link #use} sets; what writes is made with the first line, since most
 * commands write none.
 */
public final class QuietLogging {
    /** Sets the format and the level. */
    public QuietLogging() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT%1$tz %4$s %3$s: %5$s%6$s%n");
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new Console());
    }

    /** Has the JDK's logging be set up in this way when it is first needed. */
    public static void use() {
        System.setProperty("java.util.logging.config.class", QuietLogging.class.getName());
    }

    private static final class Console extends Handler {
        private @Nullable Handler console;

        @Override
        public synchronized void publish(LogRecord record) {
            Handler made = console == null ? new ConsoleHandler() : console;
            console = made;
            made.publish(record);
        }

        @Override
        public void flush() {
            // The console is flushed by each line.
        }

        @Override
        public void close() {
            // Standard error stays open.
        }
    }
}
