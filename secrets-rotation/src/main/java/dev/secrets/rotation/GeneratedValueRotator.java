package dev.secrets.rotation;

import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.SecretValue;
import java.util.Optional;

/**
 * Makes a random text the new value: for API keys and passwords that something else takes from here. What has to know the value is
 * told by a {@link Provider}; without one, the secret is all that changes.
 */
public final class GeneratedValueRotator extends ValueRotator {
    private final GetRandomPasswordRequest form;
    private final Provider provider;

    /** Where the generated value has to be known: the service that an API key is for, say. */
    public interface Provider {
        /** A provider that has nothing to do. */
        Provider NONE = (context, pending) -> {};

        /**
         * Has the value accepted from now on; called again with the same value after a failure. The current value must stay good.
         */
        void register(RotationContext context, SecretValue pending) throws Exception;

        /** Uses the value, changing nothing. Does nothing unless overridden. */
        default void test(RotationContext context, SecretValue pending) throws Exception {}
    }

    /** Makes a rotator whose values nobody has to be told. */
    public GeneratedValueRotator(GetRandomPasswordRequest form) {
        this(form, Provider.NONE);
    }

    /**
     * Makes a rotator.
     *
     * @param form what the values are made of, as for GetRandomPassword
     * @param provider where they have to be known
     */
    public GeneratedValueRotator(GetRandomPasswordRequest form, Provider provider) {
        this.form = form;
        this.provider = provider;
    }

    @Override
    protected SecretValue nextValue(RotationContext context, Optional<SecretValue> current) {
        return context.randomPassword(form);
    }

    @Override
    protected void put(RotationContext context, SecretValue pending) throws Exception {
        context.requireLease();
        provider.register(context, pending);
    }

    @Override
    protected void test(RotationContext context, SecretValue pending) throws Exception {
        provider.test(context, pending);
    }
}
