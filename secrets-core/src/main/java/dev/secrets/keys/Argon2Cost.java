package dev.secrets.keys;

/**
 * What one guess at a passphrase costs: the parameters of Argon2id (RFC 9106). The bounds hold for what is chosen and for what a
 * stored record asks for, and are checked before anything runs: a hostile record may neither eat the machine's memory nor make
 * guessing cheap.
 *
 * @param memoryKib memory in KiB, 19456 (19 MiB, OWASP's minimum) to 1048576 (1 GiB)
 * @param iterations passes over it, 2 to 10
 * @param parallelism lanes, 1 to 16
 */
public record Argon2Cost(int memoryKib, int iterations, int parallelism) {
    /** The second choice of RFC 9106, section 4: 64 MiB, 3 passes, 4 lanes; about a third of a second. */
    public static final Argon2Cost RFC_9106_SECOND_CHOICE = new Argon2Cost(64 * 1024, 3, 4);

    private static final int MIN_MEMORY_KIB = 19 * 1024;
    private static final int MAX_MEMORY_KIB = 1024 * 1024;
    private static final int MIN_ITERATIONS = 2;
    private static final int MAX_ITERATIONS = 10;
    private static final int MAX_PARALLELISM = 16;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if one is passed
     */
    public Argon2Cost {
        requireWithin("memory in KiB", memoryKib, MIN_MEMORY_KIB, MAX_MEMORY_KIB);
        requireWithin("iterations", iterations, MIN_ITERATIONS, MAX_ITERATIONS);
        requireWithin("parallelism", parallelism, 1, MAX_PARALLELISM);
    }

    private static void requireWithin(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "Argon2id " + name + " is " + value + "; must be between " + min + " and " + max);
        }
    }
}
