package dev.secrets.maintenance;

import java.util.List;

/**
 * What was destroyed.
 *
 * @param keyId the key
 * @param keyMaterialIds its materials that exist no more
 * @param lost what was under them and never opens again; empty unless that was asked for
 */
public record KeyDestruction(String keyId, List<String> keyMaterialIds, List<KeyReference> lost) {
    /** Said with every destruction, because it is easy to forget. */
    public static final String BACKUPS =
            "A backup from before still opens with the root key that the store has now. Only when the root key is changed as"
                    + " well, and the old one destroyed, is what was under the key gone from backups too.";

    /** Copies the lists. */
    public KeyDestruction {
        keyMaterialIds = List.copyOf(keyMaterialIds);
        lost = List.copyOf(lost);
    }
}
