package dev.secrets.maintenance;

import java.util.List;

/**
 * What an export or an import did.
 *
 * @param secrets the names of the secrets that are in the bundle, or in the store from it
 * @param skipped names that were left out: those that exist already, or those that do not open
 */
public record BundleReport(List<String> secrets, List<Unreadable> skipped) {
    /** Copies the lists. */
    public BundleReport {
        secrets = List.copyOf(secrets);
        skipped = List.copyOf(skipped);
    }
}
