package dev.secrets.cli.endpoint;

import dev.secrets.SecretsManager;

/**
 * Takes every request for one of the owner, signed or not: for tests, and said loudly where it is chosen. The region is that of
 * the signature's scope if there is one, whoever wrote it.
 */
final class InsecureCallers implements Callers {
    private final Regions regions;

    InsecureCallers(Regions regions) {
        this.regions = regions;
    }

    @Override
    public SecretsManager managerFor(ReceivedRequest request) {
        return request.header("authorization")
                .map(header ->
                        regions.manager(Authorization.parse(header).scope().region()))
                .orElseGet(regions::home);
    }
}
