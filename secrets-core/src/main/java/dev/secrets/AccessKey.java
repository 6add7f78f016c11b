package dev.secrets;

import dev.secrets.model.CallerIdentity;
import java.time.Instant;

/**
 * An access key without its secret part. Immutable.
 *
 * @param id the public part, 20 characters
 * @param caller who calls with it
 * @param createdDate when it was made
 * @param enabled whether it is accepted
 */
public record AccessKey(String id, CallerIdentity caller, Instant createdDate, boolean enabled) {}
