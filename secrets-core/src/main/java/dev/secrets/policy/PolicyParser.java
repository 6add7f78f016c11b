package dev.secrets.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parses one document (section 1 of the reference). Goes on after a problem where it can, so that an author sees all of them; a
 * document comes out only if there was none. Used once, by one thread.
 */
final class PolicyParser {
    private static final List<String> ELEMENTS = List.of("Version", "Id", "Statement");
    private static final String VERSION_WITH_VARIABLES = "2012-10-17";
    private static final String VERSION_WITHOUT_VARIABLES = "2008-10-17";

    /** More than fit into the longest resource policy. */
    private static final int MAX_STATEMENTS = 1_000;

    private static final int MAX_ID_LENGTH = 512;
    private static final char LAST_CHARACTER_OF_IAM = '\u00ff';

    private final String name;
    private final String text;
    private final PolicyType type;
    private final Findings findings = new Findings();

    PolicyParser(String name, String text, PolicyType type) {
        this.name = name;
        this.text = text;
        this.type = type;
    }

    PolicyDocument parse() {
        checkLength();
        findings.throwErrors(); // what is too long is not read at all
        checkCharacters();
        Optional<Json> json = JsonReader.read(text, findings);
        Optional<PolicyDocument> document = json.flatMap(this::document);
        findings.throwErrors();
        return document.orElseThrow(); // without a document there was an error
    }

    private void checkLength() {
        int length = type.countsWhiteSpace() || text.length() > PolicyType.MAX_TEXT_LENGTH
                ? text.length()
                : lengthWithoutWhiteSpace();
        if (length > type.maxLength()) {
            String unit = type.countsWhiteSpace() ? " characters" : " characters without white space";
            findings.error(
                    "POLICY_TOO_LONG",
                    Place.DOCUMENT,
                    "A " + type.words() + " has at most " + type.maxLength() + unit + ", this one has " + length);
        } else if (type == PolicyType.IDENTITY && length > PolicyType.BOUNDARY.maxLength()) {
            findings.warning("POLICY_SIZE", Place.DOCUMENT, "Longer than the 6,144 characters of a managed policy");
        }
    }

    /** White space outside strings does not count (rule L1). */
    private int lengthWithoutWhiteSpace() {
        int length = 0;
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' && !isEscaped(i)) {
                inString = !inString;
            }
            if (inString || character > ' ') {
                length++;
            }
        }
        return length;
    }

    private boolean isEscaped(int index) {
        int backslashes = 0;
        while (index > backslashes && text.charAt(index - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** Rule G14; and half a surrogate pair is no character in any policy. */
    private void checkCharacters() {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (!type.namesPrincipals()
                    && (character > LAST_CHARACTER_OF_IAM || character < ' ' && !isLineSpace(character))) {
                findings.error(
                        "INVALID_CHARACTER",
                        Place.DOCUMENT,
                        "Expected characters from U+0020 to U+00FF, found another at index " + i);
                return;
            }
        }
        JsonReader.checkSurrogates(text, findings, Place.DOCUMENT);
    }

    private static boolean isLineSpace(char character) {
        return character == '\t' || character == '\n' || character == '\r';
    }

    private Optional<PolicyDocument> document(Json json) {
        if (!(json instanceof Json.Obj object)) {
            findings.error("WRONG_TYPE", Place.DOCUMENT, "A policy is a JSON object, found " + json.words());
            return Optional.empty();
        }
        Map<String, Json> elements = Elements.members(object, ELEMENTS, findings, Place.DOCUMENT);
        boolean variables = version(Optional.ofNullable(elements.get("Version")));
        Optional<String> id = id(Optional.ofNullable(elements.get("Id")));
        List<Statement> statements = statements(Optional.ofNullable(elements.get("Statement")), variables);
        return Optional.of(new PolicyDocument(name, text, type, id, variables, statements, findings.all()));
    }

    /** Returns whether the version turns variables on (rules G5, V1). */
    private boolean version(Optional<Json> version) {
        Place where = Place.DOCUMENT.member("Version");
        if (version.isEmpty()) {
            findings.warning(
                    "MISSING_VERSION",
                    where,
                    "Without \"" + VERSION_WITH_VARIABLES + "\" policy variables are plain text");
            return false;
        }
        String value = version.get() instanceof Json.Text date ? date.value() : "";
        if (!value.equals(VERSION_WITH_VARIABLES) && !value.equals(VERSION_WITHOUT_VARIABLES)) {
            findings.error(
                    "INVALID_VERSION",
                    where,
                    "Expected \"" + VERSION_WITH_VARIABLES + "\" or \"" + VERSION_WITHOUT_VARIABLES + '"');
        }
        return value.equals(VERSION_WITH_VARIABLES);
    }

    private Optional<String> id(Optional<Json> id) {
        Place where = Place.DOCUMENT.member("Id");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (!(id.get() instanceof Json.Text value) || value.value().length() > MAX_ID_LENGTH) {
            findings.error("INVALID_ID", where, "Expected a string of at most " + MAX_ID_LENGTH + " characters");
            return Optional.empty();
        }
        if (type == PolicyType.IDENTITY) { // where AWS lets it pass (rules G6, O18)
            findings.warning("ID_NOT_SUPPORTED", where, "An Id belongs in a resource-based policy");
        } else if (type != PolicyType.RESOURCE) {
            findings.error("ELEMENT_NOT_SUPPORTED", where, "An Id belongs in a resource-based policy");
        }
        return Optional.of(value.value());
    }

    private List<Statement> statements(Optional<Json> value, boolean variables) {
        Place where = Place.DOCUMENT.member("Statement");
        if (value.isEmpty()) {
            findings.error("MISSING_STATEMENT", where, "A policy has at least one statement");
            return List.of();
        }
        List<Json> elements = value.get() instanceof Json.Arr list ? list.elements() : List.of(value.get());
        if (elements.isEmpty() || elements.size() > MAX_STATEMENTS) {
            findings.error(
                    "NUMBER_OF_STATEMENTS",
                    where,
                    "A policy has 1 to " + MAX_STATEMENTS + " statements, this one has " + elements.size());
            return List.of();
        }
        StatementParser parser = new StatementParser(name, type, variables, findings);
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            parser.parse(elements.get(i), i, where.element(i)).ifPresent(statements::add);
        }
        checkSids(statements, where);
        return statements;
    }

    /** Sids are unique in identity policies, and should be in resource policies (rules G7, O12). */
    private void checkSids(List<Statement> statements, Place where) {
        Map<String, Integer> first = new HashMap<>();
        for (Statement statement : statements) {
            StatementReference reference = statement.reference();
            Integer other = reference
                    .sid()
                    .map(sid -> first.putIfAbsent(sid, reference.index()))
                    .orElse(null);
            if (other != null) {
                Finding.Category category = type.namesPrincipals() ? Finding.Category.WARNING : Finding.Category.ERROR;
                Place place = where.element(reference.index()).member("Sid");
                findings.add(category, "DUPLICATE_SID", place, "The same Sid as that of statement " + other);
            }
        }
    }
}
