package dev.secrets.wire;

import java.util.List;
import java.util.Optional;

/**
 * What a member of a request holds, in the terms of the AWS service model: how a body is read, and what a command line can
 * derive its options from. Limits are not here; the request records of the model own them.
 */
public sealed interface Shape {
    /** A value that is no structure and no list. */
    enum Scalar implements Shape {
        /** Text. */
        STRING,
        /** Text that must not show itself, such as a secret's value. */
        SENSITIVE_STRING,
        /** Bytes that must not show themselves; base64 in JSON. */
        BLOB,
        /** A whole number of 32 bits. */
        INTEGER,
        /** A whole number of 64 bits. */
        LONG,
        /** True or false. */
        BOOLEAN
    }

    /**
     * One of several texts.
     *
     * @param values the legal texts
     */
    record Choice(List<String> values) implements Shape {
        /** Copies the texts. */
        public Choice {
            values = List.copyOf(values);
        }
    }

    /**
     * Any number of values of one shape.
     *
     * @param item the shape of each
     */
    record ListOf(Shape item) implements Shape {}

    /**
     * Named members.
     *
     * @param members the members, in the order in which the violations of a request are told
     */
    record Structure(List<Member> members) implements Shape {
        /** Copies the members. */
        public Structure {
            members = List.copyOf(members);
        }

        static Structure of(Member... members) {
            return new Structure(List.of(members));
        }

        /** Returns the shape of the member with the name; empty if there is no such member. */
        public Optional<Shape> member(String name) {
            for (Member member : members) {
                if (member.name().equals(name)) {
                    return Optional.of(member.shape());
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A member of a structure.
     *
     * @param name the name on the wire, such as {@code SecretId}
     * @param shape what it holds
     * @param required whether a structure without it is refused
     */
    record Member(String name, Shape shape, boolean required) {
        /** Makes a member that may be missing. */
        Member(String name, Shape shape) {
            this(name, shape, false);
        }

        /** Returns the member as one that may not be missing. */
        Member asRequired() {
            return new Member(name, shape, true);
        }
    }
}
