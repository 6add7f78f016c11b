package dev.secrets.operations;

import dev.secrets.engine.Action;
import dev.secrets.engine.GeneralOperation;
import dev.secrets.engine.Session;
import dev.secrets.model.ReviewFinding;
import dev.secrets.model.ReviewOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lists what an auditor would ask about. Reads what ListSecrets reads, and is authorised and audited as that.
 *
 * @param options the thresholds
 */
public record ReviewSecrets(ReviewOptions options) implements GeneralOperation<List<ReviewFinding>> {
    @Override
    public Action action() {
        return Action.LIST_SECRETS;
    }

    @Override
    public List<ReviewFinding> answer(Session session) {
        List<ReviewFinding> findings = new ArrayList<>();
        session.forEachSecret(
                (secret, arn) -> findings.addAll(new SecretReview(secret, arn, session.now(), options).findings()));
        return List.copyOf(findings);
    }

    @Override
    public Map<String, Object> parameters() {
        return Parameters.of("purpose", "review")
                .and("unusedForDays", options.unusedForDays())
                .and("maxDaysSinceRotation", options.maxDaysSinceRotation())
                .asMap();
    }
}
