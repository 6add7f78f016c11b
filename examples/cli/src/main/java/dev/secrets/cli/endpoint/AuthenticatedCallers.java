package dev.secrets.cli.endpoint;

import dev.secrets.SecretsManager;
import dev.secrets.cli.endpoint.Authentication.Authenticated;
import dev.secrets.model.CallerIdentity;

/** Callers that sign their requests. Conditions of policies see where a request came from, and whether through TLS. */
final class AuthenticatedCallers implements Callers {
    private final Authentication authentication;
    private final Regions regions;

    AuthenticatedCallers(Authentication authentication, Regions regions) {
        this.authentication = authentication;
        this.regions = regions;
    }

    @Override
    public SecretsManager managerFor(ReceivedRequest request) {
        Authenticated authenticated = authentication.authenticate(request);
        CallerIdentity caller = authenticated
                .caller()
                .context("aws:SourceIp", request.sourceAddress())
                .context("aws:SecureTransport", String.valueOf(request.encrypted()));
        return regions.manager(authenticated.region()).as(caller);
    }
}
