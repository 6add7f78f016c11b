package dev.secrets.model;

/** The staging labels with a built-in meaning. Any other text of 1 to 256 characters is a label of the application's own. */
public final class StagingLabel {
    /** The version that a read returns unless it names another; exactly one version carries it once there is a value. */
    public static final String AWSCURRENT = "AWSCURRENT";

    /** The version that was current before; how a rotation is rolled back. */
    public static final String AWSPREVIOUS = "AWSPREVIOUS";

    /** The version that a rotation is making. */
    public static final String AWSPENDING = "AWSPENDING";

    private StagingLabel() {}
}
