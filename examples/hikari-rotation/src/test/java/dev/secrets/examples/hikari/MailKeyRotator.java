package dev.secrets.examples.hikari;

import dev.secrets.model.GetRandomPasswordRequest;
import dev.secrets.model.SecretValue;
import dev.secrets.rotation.RotationContext;
import dev.secrets.rotation.ValueRotator;
import java.util.Optional;

/** The README's rotator of one's own: the key of a mail service that has room for two. */
// spotless:off
final class MailKeyRotator extends ValueRotator {
    private final MailService service;

    MailKeyRotator(MailService service) {
        this.service = service;
    }

    @Override
    protected SecretValue nextValue(RotationContext context, Optional<SecretValue> current) {
        return context.randomPassword(new GetRandomPasswordRequest().excludePunctuation(true));
    }

    @Override
    protected void put(RotationContext context, SecretValue pending) {
        service.replaceOlderKey(pending.revealString()); // after a failure, again with the same key
    }

    @Override
    protected void test(RotationContext context, SecretValue pending) {
        service.signIn(pending.revealString());
    }
}
// spotless:on
