package dev.secrets.cli.endpoint;

import dev.secrets.SecretsManager;

/** Finds the secrets manager that a request is for, bound to whoever makes it. Thread-safe. */
@FunctionalInterface
interface Callers {
    /** @throws Refusal if the caller is not known, or the region is not served */
    SecretsManager managerFor(ReceivedRequest request);
}
