package dev.secrets.cli.admin;

import dev.secrets.keys.KeyMaterial;
import dev.secrets.keys.KeyMetadata;
import dev.secrets.maintenance.KeyDestruction;
import dev.secrets.maintenance.KeyReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys and what became of them as answers, with the members of AWS KMS where it has them. */
final class KeyAnswers {
    private KeyAnswers() {}

    static Map<String, Object> metadata(KeyMetadata key) {
        return Map.of("KeyMetadata", members(key));
    }

    static Map<String, Object> list(List<KeyMetadata> keys) {
        return Map.of("Keys", keys.stream().map(KeyAnswers::members).toList());
    }

    private static Map<String, Object> members(KeyMetadata key) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("KeyId", key.keyId());
        members.put("KeyState", key.keyState().toString());
        members.put("StateDate", key.stateDate().toString());
        members.put("CreationDate", key.creationDate().toString());
        if (!key.description().isEmpty()) {
            members.put("Description", key.description());
        }
        key.deletionDate().ifPresent(date -> members.put("DeletionDate", date.toString()));
        key.rotationPeriodInDays().ifPresent(days -> members.put("RotationPeriodInDays", days));
        key.nextRotationDate().ifPresent(date -> members.put("NextRotationDate", date.toString()));
        key.policy().ifPresent(policy -> members.put("Policy", policy));
        members.put(
                "KeyMaterials",
                key.materials().stream().map(KeyAnswers::material).toList());
        return members;
    }

    private static Map<String, Object> material(KeyMaterial material) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("KeyMaterialId", material.keyMaterialId());
        members.put("CreationDate", material.creationDate().toString());
        members.put("Current", material.current());
        return members;
    }

    static Map<String, Object> destruction(KeyDestruction destruction) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("KeyId", destruction.keyId());
        members.put("DestroyedKeyMaterialIds", destruction.keyMaterialIds());
        members.put("Lost", references(destruction.lost()));
        members.put("Note", KeyDestruction.BACKUPS);
        return members;
    }

    static List<String> references(List<KeyReference> references) {
        return references.stream().map(KeyReference::toString).toList();
    }
}
