package dev.secrets.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Immutable copies of the collections that records hold. */
final class Copies {
    private Copies() {}

    static <T> List<T> of(List<T> list) {
        return List.copyOf(list);
    }

    static <T> Optional<List<T>> of(Optional<List<T>> list) {
        return list.map(List::copyOf);
    }

    /** Copies the labels by version, keeping the order of the versions. */
    static Optional<Map<String, List<String>>> ofStages(Optional<Map<String, List<String>>> stages) {
        return stages.map(Copies::ofStages);
    }

    private static Map<String, List<String>> ofStages(Map<String, List<String>> stages) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        stages.forEach((version, labels) -> copy.put(version, List.copyOf(labels)));
        return Collections.unmodifiableMap(copy);
    }
}
