package dev.secrets.wire;

import dev.secrets.SecretsManager;
import dev.secrets.model.SecretsManagerException;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests in AWS JSON 1.1 as AWS Secrets Manager does: the same member names, dates, base64, validation messages and
 * error bodies, so that AWS's SDKs and command line can't tell the difference.
 *
 * <p>Behaves like the service where the Java API behaves like an SDK: a request that makes a version and has no
 * ClientRequestToken is refused. Everything that is wrong with the members of a request is told in one ValidationException,
 * before the token is looked for and before the manager is called. Members that are not known are ignored, a null is as good as
 * no member, and an empty body as good as {@code {}}.
 *
 * <p>A request is refused with a SerializationException if it is no JSON object in UTF-8, is larger than
 * {@link #MAX_REQUEST_BYTES}, nests deeper than 64 levels, has a member twice, a list of more than 1000 items, a value of the
 * wrong type, or text with half a surrogate pair. The refusal names the member, never the value.
 *
 * <p>Immutable and thread-safe.
 */
public final class JsonProtocol {
    /** The largest body that is read: 1 MiB, more than any legal request needs. A transport need not accept more. */
    public static final int MAX_REQUEST_BYTES = RequestReader.MAX_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(JsonProtocol.class);

    /** Makes a protocol; it has no state. */
    public JsonProtocol() {}

    /** Returns the operations by name, with the shapes of their requests. */
    public SortedMap<String, Shape.Structure> operations() {
        return Operations.SHAPES;
    }

    /**
     * Carries out one request. Always returns an answer: whatever the manager throws becomes an error body, and what it does not
     * declare becomes an InternalServiceError without detail. Failures are logged, by classes and source lines alone.
     *
     * <p>The body is not kept. Secret values that were read from it are closed before this returns, so the manager must not hold
     * on to them; the caller may overwrite {@code json} then.
     *
     * @param secrets the manager, bound to the caller
     * @param operation the bare name of the operation, such as {@code GetSecretValue}
     * @param json the body of the request
     */
    public WireResponse handle(SecretsManager secrets, String operation, byte[] json) {
        Optional<WireOperation<?, ?>> known = Operations.named(operation);
        return known.isPresent() ? handle(secrets, known.get(), json) : ErrorResponses.unknownOperation();
    }

    private static WireResponse handle(SecretsManager secrets, WireOperation<?, ?> operation, byte[] json) {
        try {
            return WireResponse.success(operation.perform(secrets, json));
        } catch (SerializationException refusal) {
            return ErrorResponses.of(refusal);
        } catch (SecretsManagerException refusal) {
            return answer(operation, refusal);
        } catch (RuntimeException failure) {
            log(operation, failure);
            return ErrorResponses.internal();
        }
    }

    private static WireResponse answer(WireOperation<?, ?> operation, SecretsManagerException refusal) {
        if (refusal.statusCode() >= ErrorResponses.SERVER_ERROR) {
            log(operation, refusal);
        }
        return ErrorResponses.of(refusal);
    }

    private static void log(WireOperation<?, ?> operation, RuntimeException failure) {
        LOG.error("{} failed: {}", operation.name(), FailureOrigin.of(failure));
    }
}
