package dev.secrets.wire;

/** Tells an operator where something failed, by classes and source lines alone: a message may quote a secret. */
final class FailureOrigin {
    /** Bounds the answer, and ends a circle of causes. */
    private static final int MAX_CAUSES = 8;

    private FailureOrigin() {}

    /** Returns the chain of causes, such as {@code java.lang.IllegalStateException at a.B.c(B.java:7), caused by ...}. */
    static String of(Throwable failure) {
        StringBuilder origin = new StringBuilder(describe(failure));
        Throwable cause = failure.getCause();
        for (int depth = 1; cause != null && depth < MAX_CAUSES; depth++) {
            origin.append(", caused by ").append(describe(cause));
            cause = cause.getCause();
        }
        return origin.toString();
    }

    private static String describe(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        String type = failure.getClass().getName();
        return trace.length == 0 ? type : type + " at " + trace[0];
    }
}
