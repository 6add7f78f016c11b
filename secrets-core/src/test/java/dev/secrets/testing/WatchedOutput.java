package dev.secrets.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/**
 * Listens in on what this process prints and logs, until closed. What the library logs goes nowhere else, so that builds stay
 * quiet.
 */
final class WatchedOutput implements AutoCloseable {
    private final LeakSearch printed = LeakScanner.forCanaries().search();
    private final Map<String, LeakSearch> logged = new ConcurrentHashMap<>();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger everything = Logger.getLogger("");
    private final Logger library = Logger.getLogger("dev.secrets");
    private final Level levelBefore = everything.getLevel();
    private final Handler handler = new SearchedLog(logged);

    WatchedOutput() {
        System.setOut(watched(out));
        System.setErr(watched(err));
        everything.setLevel(Level.ALL);
        everything.addHandler(handler);
        library.addHandler(handler);
        library.setUseParentHandlers(false);
    }

    private PrintStream watched(PrintStream stream) {
        return new PrintStream(new Tee(stream, printed), true, Charset.defaultCharset());
    }

    /** Fails if a secret has shown since the last call. */
    void requireClean() {
        List<Leak> leaks = Stream.concat(
                        printed.takeFound().stream().map(leak -> leak.in("what was printed")),
                        logged.entrySet().stream()
                                .flatMap(log -> log.getValue().takeFound().stream()
                                        .map(leak -> leak.in("what was logged by " + log.getKey()))))
                .toList();
        if (!leaks.isEmpty()) {
            throw new AssertionError("Secrets leaked: " + leaks);
        }
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        everything.setLevel(levelBefore);
        everything.removeHandler(handler);
        library.removeHandler(handler);
        library.setUseParentHandlers(true);
        requireClean();
    }

    /** Writes to two streams. */
    private static final class Tee extends FilterOutputStream {
        private final OutputStream copy;

        Tee(OutputStream stream, OutputStream copy) {
            super(stream);
            this.copy = copy;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            copy.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            copy.write(bytes, offset, length);
        }
    }

    /** Writes each record with its exception, causes and suppressed ones included, as text. */
    private static final class SearchedLog extends Handler {
        /** The JDK's trace of HTTP shows every header of every program, and is off unless an operator asks for just that. */
        private static final String TRACE_OF_HTTP = "sun.net.www.protocol.http";

        private final SimpleFormatter formatter = new SimpleFormatter();
        private final Map<String, LeakSearch> byLogger;

        SearchedLog(Map<String, LeakSearch> byLogger) {
            this.byLogger = byLogger;
        }

        @Override
        public void publish(LogRecord record) {
            String logger = String.valueOf(record.getLoggerName());
            if (logger.startsWith(TRACE_OF_HTTP)) {
                return;
            }
            StringWriter text = new StringWriter();
            text.append(formatter.formatMessage(record)).append('\n');
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            byLogger.computeIfAbsent(logger, name -> LeakScanner.forCanaries().search())
                    .write(bytes, 0, bytes.length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
