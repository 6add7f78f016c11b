package dev.secrets.engine;

import dev.secrets.model.InternalServiceErrorException;
import dev.secrets.model.SecretsManagerException;
import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreException;
import java.util.function.Supplier;

/** What a caller and the trail are told when the store, or anything else, fails. */
final class StoreFailures {
    private StoreFailures() {}

    static <R> R translating(Supplier<R> work) {
        try {
            return work.get();
        } catch (StoreException failure) {
            throw translated(failure);
        }
    }

    static <R> R translatingOfWork(Supplier<R> work) {
        try {
            return work.get();
        } catch (StoreException failure) {
            throw translatedOfWork(failure);
        }
    }

    /** The error code of what a call ends with. */
    static String errorCode(Throwable failure) {
        return failure instanceof SecretsManagerException refusal ? refusal.errorCode() : "InternalServiceError";
    }

    /** What is told of work that may consist of several changes. */
    private static InternalServiceErrorException translatedOfWork(StoreException failure) {
        return new InternalServiceErrorException(
                "The store failed, or others changed the same at the same time. What was done until then stands; what was under"
                        + " way may have been done. Do it again to finish.",
                failure);
    }

    static InternalServiceErrorException translated(StoreException failure) {
        if (failure instanceof OutcomeUnknownException) {
            return new InternalServiceErrorException(
                    "The store failed while it made the change. Whether it was made is not known: read the secret to find out.",
                    failure);
        }
        if (failure instanceof StoreConflictException) {
            return new InternalServiceErrorException(
                    "Too many changes of this secret at the same time. Nothing was changed; try again.", failure);
        }
        return new InternalServiceErrorException("The store is not available. Nothing was changed.", failure);
    }
}
