package dev.secrets.cli;

/** The command's entry. */
public final class Secrets {
    private Secrets() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.out.println("ok");
    }
}
