package dev.secrets.cli.endpoint;

import dev.secrets.SecretsManager;
import dev.secrets.wire.JsonProtocol;

/** Answers a request of the AWS protocol: who, where, what, in this order; then the protocol carries it out. */
final class AwsRequests {
    private static final String TARGET_PREFIX = "secretsmanager.";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    private final Callers callers;
    private final Regions regions;
    private final JsonProtocol protocol;

    AwsRequests(Callers callers, Regions regions, JsonProtocol protocol) {
        this.callers = callers;
        this.regions = regions;
        this.protocol = protocol;
    }

    /** Returns the name of the operation that the request names, as it names it; empty if it names none. */
    static String operationOf(ReceivedRequest request) {
        return request.header("x-amz-target")
                .filter(target -> target.startsWith(TARGET_PREFIX))
                .map(target -> target.substring(TARGET_PREFIX.length()))
                .orElse("");
    }

    /** @throws Refusal if the request does not get as far as an operation */
    Answer answer(ReceivedRequest request) {
        SecretsManager secrets = callers.managerFor(request);
        requireContentType(request);
        String operation = operationOf(request);
        if (regions.anyRegion()) {
            ReplicaRegions.of(operation, request.body()).forEach(regions::prepare);
        }
        return Answer.of(protocol.handle(secrets, operation, request.body()));
    }

    private static void requireContentType(ReceivedRequest request) {
        String type = request.header("content-type").orElse("");
        int parameters = type.indexOf(';');
        String bare = parameters < 0 ? type : type.substring(0, parameters);
        if (!bare.strip().equalsIgnoreCase(CONTENT_TYPE)) {
            throw Refusal.unknownOperation();
        }
    }
}
