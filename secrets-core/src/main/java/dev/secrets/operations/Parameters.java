package dev.secrets.operations;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request for the audit trail, named as in CloudTrail. Values of secrets have no business here. */
final class Parameters {
    private final Map<String, String> parameters = new LinkedHashMap<>();

    static Parameters of(String name, Object value) {
        return new Parameters().and(name, value);
    }

    static Parameters none() {
        return new Parameters();
    }

    Parameters and(String name, Object value) {
        parameters.put(name, String.valueOf(value));
        return this;
    }

    Parameters and(String name, Optional<?> value) {
        value.ifPresent(present -> and(name, present));
        return this;
    }

    Map<String, String> asMap() {
        return Collections.unmodifiableMap(parameters);
    }
}
