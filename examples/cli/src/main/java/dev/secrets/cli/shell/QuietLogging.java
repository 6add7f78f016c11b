package dev.secrets.cli.shell;

import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How the command logs: warnings and worse, a line each, on standard error. The JDK's logging makes one of this class when it is
 * first needed, as the system property says that {@link #use} sets; most commands never log.
 */
public final class QuietLogging {
    /** Sets the format and the level. */
    public QuietLogging() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT%1$tz %4$s %3$s: %5$s%6$s%n");
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new ConsoleHandler());
    }

    /** Has the JDK's logging be set up in this way when it is first needed. */
    public static void use() {
        System.setProperty("java.util.logging.config.class", QuietLogging.class.getName());
    }
}
