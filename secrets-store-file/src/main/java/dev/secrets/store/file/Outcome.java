package dev.secrets.store.file;

import dev.secrets.store.OutcomeUnknownException;
import dev.secrets.store.StoreConflictException;
import dev.secrets.store.StoreUnavailableException;

/** What became of a change. It travels from the thread that wrote to the caller, who throws in its own name. */
sealed interface Outcome {
    /** It is durable. */
    Outcome DURABLE = new Durable();

    /** Throws unless the change is durable. */
    void throwIfNotDurable();

    /** It is durable. */
    record Durable() implements Outcome {
        @Override
        public void throwIfNotDurable() {
            // Nothing to tell.
        }
    }

    /** Another change was faster. */
    record Conflict(String message) implements Outcome {
        @Override
        public void throwIfNotDurable() {
            throw new StoreConflictException(message);
        }
    }

    /** It was not made. */
    record Unavailable(String message, boolean retryable, Throwable cause) implements Outcome {
        static Unavailable of(StoreUnavailableException failure) {
            return new Unavailable(String.valueOf(failure.getMessage()), failure.retryable(), failure);
        }

        @Override
        public void throwIfNotDurable() {
            throw new StoreUnavailableException(message, retryable, cause);
        }
    }

    /** It may have been made. */
    record Unknown(String message, Throwable cause) implements Outcome {
        @Override
        public void throwIfNotDurable() {
            throw new OutcomeUnknownException(message, cause);
        }
    }
}
