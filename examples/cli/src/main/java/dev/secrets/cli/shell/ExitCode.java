package dev.secrets.cli.shell;

/** The exit codes of the AWS CLI. */
public final class ExitCode {
    /** Done. */
    public static final int SUCCESS = 0;
    /** A check found something, such as a damaged store; what it found is printed. */
    public static final int FINDINGS = 1;
    /** The command line is wrong; nothing was done. */
    public static final int USAGE = 252;
    /** A setting is missing or wrong: the store, the root key; nothing was done. */
    public static final int CONFIGURATION = 253;
    /** The operation was refused or failed. */
    public static final int SERVICE = 254;
    /** Something else failed. */
    public static final int FAILURE = 255;

    private ExitCode() {}
}
