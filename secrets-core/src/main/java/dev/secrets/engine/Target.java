package dev.secrets.engine;

import dev.secrets.model.ResourceNotFoundException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a call is about: the secret that the caller named, as far as there is one.
 *
 * @param reference how the caller named it
 * @param live the secret
 * @param remains a record of the name whose recovery window is over: absent to everybody, replaced by a new secret
 * @param arn the secret's ARN, or the one that it would have
 */
record Target(SecretReference reference, Optional<LoadedSecret> live, Optional<LoadedSecret> remains, String arn) {
    static Target of(SecretReference reference, Optional<LoadedSecret> found, Arns arns, Instant now) {
        Optional<LoadedSecret> live = found.filter(loaded -> !loaded.secret().isGone(now))
                .filter(loaded -> reference.matches(loaded.secret()));
        Optional<LoadedSecret> remains = found.filter(loaded -> loaded.secret().isGone(now));
        String arn = live.map(loaded -> loaded.opened().arn()).orElseGet(() -> reference.presumedArn(arns));
        return new Target(reference, live, remains, arn);
    }

    /** @throws ResourceNotFoundException if there is no such secret (checklist ID-15) */
    LoadedSecret require() {
        return live.orElseThrow(
                () -> new ResourceNotFoundException("Secrets Manager can't find the specified secret."));
    }
}
