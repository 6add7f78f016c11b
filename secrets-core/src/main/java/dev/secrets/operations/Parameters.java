package dev.secrets.operations;

import dev.secrets.model.Filter;
import dev.secrets.model.ReplicaRegionType;
import dev.secrets.model.RotationRules;
import dev.secrets.model.Tag;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a request for the audit trail, as CloudTrail shows them: by the names of the members, what is absent left out.
 * Values of secrets have no business here.
 */
final class Parameters {
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    static Parameters of(String name, String value) {
        return new Parameters().and(name, value);
    }

    static Parameters none() {
        return new Parameters();
    }

    Parameters and(String name, Object value) {
        parameters.put(name, written(value));
        return this;
    }

    Parameters and(String name, Optional<?> value) {
        value.ifPresent(present -> and(name, present));
        return this;
    }

    private static Object written(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(Parameters::written).toList();
        }
        if (value instanceof Tag tag) {
            return of("key", tag.key()).and("value", tag.value()).asMap();
        }
        if (value instanceof Filter filter) {
            return of("key", filter.key().wireName())
                    .and("values", filter.values())
                    .asMap();
        }
        if (value instanceof ReplicaRegionType replica) {
            return of("region", replica.region())
                    .and("kmsKeyId", replica.kmsKeyId())
                    .asMap();
        }
        if (value instanceof RotationRules rules) {
            return none().and("automaticallyAfterDays", rules.automaticallyAfterDays())
                    .and("duration", rules.duration())
                    .and("scheduleExpression", rules.scheduleExpression())
                    .asMap();
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    Map<String, Object> asMap() {
        return Collections.unmodifiableMap(parameters);
    }
}
