package dev.secrets.rotation.database;

import dev.secrets.rotation.RotationContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a database that can keeps beside a user: by which secret, and in which of its leases, the password was set last. It refuses an
 * older lease, so that a node which was frozen between its last check and its statement can't set an old password over a newer one.
 *
 * @param secretArn the secret; another secret's lease is neither older nor newer
 * @param epoch the lease: each one of a secret is later than those before
 */
public record Fence(String secretArn, long epoch) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,19}) (.+)");

    static Fence of(RotationContext context) {
        return new Fence(context.secretArn(), context.epoch());
    }

    /** Returns what the text says; nothing if it is none of a fence. */
    public static Optional<Fence> parse(String text) {
        Matcher fence = TEXT.matcher(text);
        return fence.matches()
                ? Optional.of(new Fence(fence.group(2), Long.parseLong(fence.group(1))))
                : Optional.empty();
    }

    /** Returns whether the other is a later lease on the same secret. */
    public boolean isBefore(Fence other) {
        return secretArn.equals(other.secretArn) && epoch < other.epoch;
    }

    /** Returns the text that {@link #parse} reads. */
    @Override
    public String toString() {
        return epoch + " " + secretArn;
    }
}
