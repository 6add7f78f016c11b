package dev.secrets.state;

import java.time.Instant;

/**
 * What never changes about a secret.
 *
 * @param name its name
 * @param uid a random identity, new at each creation of the name
 * @param suffix the six characters that end its ARN, new at each creation of the name
 * @param createdDate when it was created
 */
public record Identity(String name, String uid, String suffix, Instant createdDate) {}
