package dev.secrets.store.jdbc;

/** Where the embedded servers run. */
final class Platform {
    private Platform() {}

    /** There a server that does not start is a failure; elsewhere its tests are skipped. */
    static void requireLinux(String database) {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.equals("Linux amd64")) {
            TestDatabase.skip(database, "its embedded server runs on Linux amd64, not on " + platform);
        }
    }
}
