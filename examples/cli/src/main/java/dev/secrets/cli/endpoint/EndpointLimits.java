package dev.secrets.cli.endpoint;

import java.time.Duration;

/**
 * What the endpoint bounds before it knows who calls.
 *
 * @param bodyBytes the largest body
 * @param headerBytes the largest head of a request, its first line included
 * @param connections how many may be open
 * @param waitingBytes how many bytes of bodies may be in memory, of all requests together
 * @param workers how many requests are worked on at a time
 * @param waitingRequests how many more may wait for a worker; what is beyond is throttled
 * @param receiving how long a request may take to arrive, from its first byte to its last
 * @param sending how long a client may take to receive an answer
 * @param idle how long a connection may be open without a request
 * @param shutdown how long requests have to end when the endpoint is closed
 */
record EndpointLimits(
        int bodyBytes,
        int headerBytes,
        int connections,
        long waitingBytes,
        int workers,
        int waitingRequests,
        Duration receiving,
        Duration sending,
        Duration idle,
        Duration shutdown) {
    /** A legal request has 65,536 characters of value, each of at most six bytes in JSON; the rest is small. */
    private static final int MAX_BODY = 512 * 1024;

    static final EndpointLimits DEFAULTS = new EndpointLimits(
            MAX_BODY,
            16 * 1024,
            20_000,
            128L * 1024 * 1024,
            64,
            1024,
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(20));
}
