package dev.secrets.wire;

import dev.secrets.SecretsManager;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One operation: how its request is read, what it calls, how its response is written.
 *
 * @param name the name on the wire, such as {@code GetSecretValue}
 * @param shape the shape of the request
 * @param decoder makes the request record
 * @param call carries the request out
 * @param encoder writes the response record
 * @param <Q> the request record
 * @param <R> the response record
 */
record WireOperation<Q, R>(
        String name,
        Shape.Structure shape,
        Function<Members, Q> decoder,
        BiFunction<SecretsManager, Q, R> call,
        BiConsumer<MemberWriter, R> encoder) {

    /** Returns an operation whose answer has no members (checklist WIRE-10). */
    static <Q> WireOperation<Q, Q> withoutResponse(
            String name, Shape.Structure shape, Function<Members, Q> decoder, BiConsumer<SecretsManager, Q> call) {
        BiFunction<SecretsManager, Q, Q> calling = (secrets, request) -> {
            call.accept(secrets, request);
            return request;
        };
        return new WireOperation<>(name, shape, decoder, calling, (out, nothing) -> {});
    }

    /**
     * Returns the body of the answer.
     *
     * @throws SerializationException if the body is not the JSON of this operation
     * @throws dev.secrets.model.SecretsManagerException if the request or the operation is refused
     */
    byte[] perform(SecretsManager secrets, byte[] json) {
        try (RequestReader body = new RequestReader(json)) {
            Q request = body.read(shape).asRequest(shape, decoder);
            return MemberWriter.object(call.apply(secrets, request), encoder);
        }
    }
}
