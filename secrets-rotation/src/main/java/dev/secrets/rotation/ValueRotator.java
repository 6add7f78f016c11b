package dev.secrets.rotation;

import dev.secrets.model.SecretValue;
import java.util.Optional;

/**
 * The short way to a {@link Rotator}: says what the next value is and how to put it to use, and leaves what all rotators have in
 * common to this class. A value is generated once per rotation; all later steps and tries get that one.
 */
public abstract class ValueRotator implements Rotator {
    /** For subclasses. */
    protected ValueRotator() {}

    /**
     * Returns the next value, which is closed once it is written; nothing is changed anywhere yet.
     *
     * @param current the current value, if there is one; closed after this returns
     */
    protected abstract SecretValue nextValue(RotationContext context, Optional<SecretValue> current) throws Exception;

    /** Makes the target accept the value, unless it does already. Does nothing unless overridden. */
    protected void put(RotationContext context, SecretValue pending) throws Exception {}

    /** Uses the value against the target, changing nothing. Does nothing unless overridden. */
    protected void test(RotationContext context, SecretValue pending) throws Exception {}

    @Override
    public final void createSecret(RotationContext context) throws Exception {
        if (!context.hasPending()) {
            Optional<SecretValue> current = context.current();
            try (SecretValue next = nextValue(context, current)) {
                context.putPending(next);
            } finally {
                current.ifPresent(SecretValue::close);
            }
        }
    }

    @Override
    public final void setSecret(RotationContext context) throws Exception {
        try (SecretValue pending = requirePending(context)) {
            put(context, pending);
        }
    }

    @Override
    public final void testSecret(RotationContext context) throws Exception {
        try (SecretValue pending = requirePending(context)) {
            test(context, pending);
        }
    }

    private static SecretValue requirePending(RotationContext context) {
        return context.pending()
                .orElseThrow(() -> RotationException.permanent("The pending version has no value to put to use"));
    }
}
