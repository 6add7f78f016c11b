package dev.secrets.cli.operation;

import dev.secrets.wire.Shape;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An example of a request: every member with an empty value, to be filled in for {@code --cli-input-json}. */
final class Skeleton {
    private Skeleton() {}

    static Object of(Shape shape) {
        if (shape instanceof Shape.Structure structure) {
            Map<String, Object> members = new LinkedHashMap<>();
            structure.members().forEach(member -> members.put(member.name(), of(member.shape())));
            return members;
        }
        if (shape instanceof Shape.ListOf list) {
            return List.of(of(list.item()));
        }
        if (shape instanceof Shape.Choice choice) {
            return choice.values().get(0);
        }
        return switch ((Shape.Scalar) shape) {
            case INTEGER, LONG -> BigDecimal.ZERO;
            case BOOLEAN -> Boolean.TRUE;
            default -> "";
        };
    }
}
