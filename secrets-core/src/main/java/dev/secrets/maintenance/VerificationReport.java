package dev.secrets.maintenance;

import java.time.Instant;
import java.util.List;

/**
 * What a verification found.
 *
 * @param time when it began, by the store's clock
 * @param records how many records were looked at
 * @param values how many values were opened
 * @param findings what is not as it should be, in the order of the names
 */
public record VerificationReport(Instant time, long records, long values, List<VerificationFinding> findings) {
    /** Copies the list. */
    public VerificationReport {
        findings = List.copyOf(findings);
    }

    /** Returns whether nothing was found. */
    public boolean isClean() {
        return findings.isEmpty();
    }

    /** Returns the report as one JSON object. */
    public String toJson() {
        return ReportJson.write(json -> {
            json.writeStringProperty("time", time.toString());
            json.writeBooleanProperty("clean", isClean());
            json.writeNumberProperty("records", records);
            json.writeNumberProperty("values", values);
            json.writeArrayPropertyStart("findings");
            for (VerificationFinding finding : findings) {
                json.writeStartObject();
                json.writeStringProperty("kind", finding.kind().name());
                json.writeStringProperty("name", finding.name());
                finding.versionId().ifPresent(id -> json.writeStringProperty("versionId", id));
                json.writeStringProperty("detail", finding.detail());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
