package dev.secrets.policy;

import java.util.List;

/** A JSON value as it stands in a document: members in their order, repeated ones included, numbers as their text. */
sealed interface Json {
    /** What a value is called in a message. */
    String words();

    record Obj(List<Member> members) implements Json {
        @Override
        public String words() {
            return "an object";
        }
    }

    record Member(String name, Json value) {}

    record Arr(List<Json> elements) implements Json {
        @Override
        public String words() {
            return "a list";
        }
    }

    record Text(String value) implements Json {
        @Override
        public String words() {
            return "a string";
        }
    }

    /** A number or a boolean: its text counts (rule G11). */
    record Bare(String value) implements Json {
        @Override
        public String words() {
            return "a number or boolean";
        }
    }

    record Null() implements Json {
        @Override
        public String words() {
            return "null";
        }
    }
}
