package dev.secrets.operations;

import dev.secrets.keys.KeyManager;
import dev.secrets.keys.SealingContext;
import dev.secrets.model.DecryptionFailureException;
import dev.secrets.model.InvalidNextTokenException;
import dev.secrets.store.SealedBytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Page tokens of one query: sealed, so that nobody can make one, read one, or use one with another query (LIST-08). */
final class PageTokens {
    private final KeyManager keys;
    private final SealingContext context;

    PageTokens(KeyManager keys, String operation, String query) {
        this.keys = keys;
        this.context = new SealingContext.PageToken(operation + " " + query);
    }

    Optional<String> seal(Optional<String> position) {
        return position.map(text -> keys.seal(context, text.getBytes(StandardCharsets.UTF_8)))
                .map(bytes -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.sharedArray()));
    }

    /** @throws InvalidNextTokenException if the token is not one of this query's */
    Optional<String> open(Optional<String> token) {
        return token.map(this::open);
    }

    private String open(String token) {
        try {
            SealedBytes sealed = SealedBytes.wrap(Base64.getUrlDecoder().decode(token));
            return new String(keys.open(context, sealed), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | DecryptionFailureException notOurs) {
            throw new InvalidNextTokenException("The NextToken value is not valid for this request.");
        }
    }
}
