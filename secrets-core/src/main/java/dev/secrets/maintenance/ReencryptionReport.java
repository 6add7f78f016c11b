package dev.secrets.maintenance;

import dev.secrets.keys.KeyUse;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a re-encryption did.
 *
 * @param records how many records were looked at
 * @param recordsWritten how many of them were written anew
 * @param moved how many values were sealed anew
 * @param alreadyCurrent how many values were under the newest key already
 * @param unreadable what could not be read, each with the reason; it is left as it is
 * @param remaining how much was left under which former key: what is unreadable or was not asked for. What others wrote
 *     meanwhile is not in it; before a key is destroyed everything is counted again
 */
public record ReencryptionReport(
        long records,
        long recordsWritten,
        long moved,
        long alreadyCurrent,
        List<Unreadable> unreadable,
        SortedMap<KeyUse, Long> remaining) {
    /** Copies the collections. */
    public ReencryptionReport {
        unreadable = List.copyOf(unreadable);
        remaining = Collections.unmodifiableSortedMap(new TreeMap<>(remaining));
    }

    /** Returns the report as one JSON object. */
    public String toJson() {
        return ReportJson.write(json -> {
            json.writeNumberProperty("records", records);
            json.writeNumberProperty("recordsWritten", recordsWritten);
            json.writeNumberProperty("moved", moved);
            json.writeNumberProperty("alreadyCurrent", alreadyCurrent);
            json.writeArrayPropertyStart("unreadable");
            for (Unreadable each : unreadable) {
                json.writeStartObject();
                json.writeStringProperty("name", each.name());
                each.versionId().ifPresent(id -> json.writeStringProperty("versionId", id));
                json.writeStringProperty("reason", each.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("remaining");
            remaining.forEach((key, count) -> json.writeNumberProperty(key.toString(), count));
            json.writeEndObject();
        });
    }
}
