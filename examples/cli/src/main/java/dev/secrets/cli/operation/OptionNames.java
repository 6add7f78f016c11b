package dev.secrets.cli.operation;

import java.util.Locale;
import java.util.regex.Pattern;

/** The AWS CLI's names: {@code RotationLambdaARN} is {@code rotation-lambda-arn}. */
public final class OptionNames {
    private static final Pattern BEFORE_WORD = Pattern.compile("(.)([A-Z][a-z]+)");
    private static final Pattern AFTER_LOWER_CASE = Pattern.compile("([a-z0-9])([A-Z])");

    private OptionNames() {}

    /** Returns the name of an operation or a member with hyphens. */
    public static String hyphenated(String name) {
        String words = BEFORE_WORD.matcher(name).replaceAll("$1-$2");
        return AFTER_LOWER_CASE.matcher(words).replaceAll("$1-$2").toLowerCase(Locale.ROOT);
    }

    /** Returns the option of a member. */
    static String option(String member) {
        return "--" + hyphenated(member);
    }

    /** Returns the option that says no to a member. */
    static String negation(String member) {
        return "--no-" + hyphenated(member);
    }
}
