package dev.secrets.cli.rotators;

import java.util.Map;

/** Lends a function what it needs to work on one secret through the endpoint. Thread-safe. */
public interface FunctionCredentials {
    /**
     * Lends credentials that reach the secret and no other.
     *
     * @param secretArn the ARN of the secret
     */
    Loan lend(String secretArn);

    /** Credentials for as long as it is not closed. */
    interface Loan extends AutoCloseable {
        /** Returns the variables of the environment by which AWS's SDKs find the endpoint and the credentials. */
        Map<String, String> environment();

        /** Ends them. */
        @Override
        void close();
    }
}
