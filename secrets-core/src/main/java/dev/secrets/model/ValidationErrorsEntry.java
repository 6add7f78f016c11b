package dev.secrets.model;

/**
 * One thing wrong with a resource policy.
 *
 * @param checkName the check that found it
 * @param errorMessage what it found
 */
public record ValidationErrorsEntry(String checkName, String errorMessage) {}
