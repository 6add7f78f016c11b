package dev.secrets.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Looks for secrets where none may be: in text, bytes, files and exceptions. Every scanner knows every {@link #canary}, by its
 * beginning, so that a test only has to use canaries as its secrets; further secrets are named by {@link #and}.
 *
 * <p>A secret is found as it is, in UTF-16, in hex, in base64 at any offset and broken into lines, as decimal numbers, and
 * escaped for URLs, JSON, SQL, XML and HTML. What is compressed or encrypted is not found. Immutable.
 */
public final class LeakScanner {
    /** How every canary begins: long enough never to turn up by chance in any form. */
    private static final String MARK = "CanaryMx7Rk29qTbVz";

    /** Below this a secret turns up by chance. */
    private static final int SHORTEST = 6;

    private final List<LeakSearch.Pattern> patterns;

    private LeakScanner(List<LeakSearch.Pattern> patterns) {
        this.patterns = patterns;
    }

    /** Returns a new secret to be found: 34 ASCII letters and digits, different each time. */
    public static String canary() {
        return MARK + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** Returns a scanner that knows canaries and nothing else. */
    public static LeakScanner forCanaries() {
        return new LeakScanner(List.of()).with("a canary", Disguises.of(MARK));
    }

    /**
     * Returns a scanner that knows a further secret.
     *
     * @param name what to call it when it is found
     * @param secret at least six bytes long in UTF-8
     */
    public LeakScanner and(String name, String secret) {
        requireLong(name, secret.getBytes(StandardCharsets.UTF_8));
        return with(name, Disguises.of(secret));
    }

    /**
     * Returns a scanner that knows a further secret.
     *
     * @param name what to call it when it is found
     * @param secret at least six bytes
     */
    public LeakScanner and(String name, byte[] secret) {
        requireLong(name, secret);
        return with(name, Disguises.of(secret));
    }

    private static void requireLong(String name, byte[] secret) {
        if (secret.length < SHORTEST) {
            throw new IllegalArgumentException("The secret called " + name + " has " + secret.length
                    + " bytes and turns up by chance; it must have at least " + SHORTEST);
        }
    }

    private LeakScanner with(String name, Map<String, byte[]> forms) {
        List<LeakSearch.Pattern> more = new ArrayList<>(patterns);
        forms.forEach((form, bytes) -> more.add(new LeakSearch.Pattern(new Leak(name, form, ""), bytes)));
        return new LeakScanner(List.copyOf(more));
    }

    /** Returns a search that what is written to it goes through. */
    LeakSearch search() {
        return new LeakSearch(patterns);
    }

    /** Returns the secrets that the text shows. */
    public List<Leak> scan(CharSequence text) {
        return scan(text.toString().getBytes(StandardCharsets.UTF_8), "the text");
    }

    /** Returns the secrets that the bytes show. */
    public List<Leak> scan(byte[] bytes) {
        return scan(bytes, "the bytes");
    }

    private List<Leak> scan(byte[] bytes, String place) {
        LeakSearch search = search();
        search.write(bytes, 0, bytes.length);
        return found(search, place);
    }

    private static List<Leak> found(LeakSearch search, String place) {
        return search.takeFound().stream().map(leak -> leak.in(place)).toList();
    }

    /** Returns the secrets that the texts of the exception show, or of one that caused it or was suppressed on the way. */
    public List<Leak> scan(Throwable thrown) {
        List<Leak> leaks = new ArrayList<>();
        scan(thrown, Collections.newSetFromMap(new IdentityHashMap<>()), leaks);
        return leaks;
    }

    private void scan(Throwable thrown, Set<Throwable> seen, List<Leak> leaks) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        String texts = thrown + "\n" + thrown.getMessage() + "\n" + thrown.getLocalizedMessage();
        leaks.addAll(
                scan(texts.getBytes(StandardCharsets.UTF_8), thrown.getClass().getName()));
        scan(thrown.getCause(), seen, leaks);
        Stream.of(thrown.getSuppressed()).forEach(suppressed -> scan(suppressed, seen, leaks));
    }

    /**
     * Returns the secrets that the file shows, or that files in the directory and below it do, in their content or their name.
     * Links are not followed.
     */
    public List<Leak> scan(Path fileOrDirectory) {
        try (Stream<Path> paths = Files.walk(fileOrDirectory)) {
            return paths.flatMap(path -> scanOne(path).stream()).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<Leak> scanOne(Path path) {
        String name = path.getFileName().toString();
        List<Leak> leaks = new ArrayList<>(scan(name.getBytes(StandardCharsets.UTF_8), "the name of a file"));
        if (Files.isRegularFile(path)) {
            leaks.addAll(scanContent(path, leaks.isEmpty() ? path.toString() : "a file of such a name"));
        }
        return leaks;
    }

    private List<Leak> scanContent(Path path, String place) {
        LeakSearch search = search();
        try (InputStream content = Files.newInputStream(path)) {
            content.transferTo(search);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found(search, place);
    }
}
