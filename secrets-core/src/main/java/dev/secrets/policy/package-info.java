/**
 * The policy language of AWS, evaluated in process: parse a document, decide a request, explain the decision. It knows nothing of
 * secrets beyond a few findings: actions, resources and condition keys are text to it.
 *
 * <p>The rules are those of the policy reference, {@code secrets-core/src/docs/policy-language.md}; comments and tests cite them by id ({@code G} grammar, {@code P} principals,
 * {@code M} matching, {@code C} conditions, {@code V} variables, {@code E} evaluation, {@code R} resource policies, {@code O} open
 * points). Where the reference leaves a choice, {@code RATIONALE.md} beside this file says what was chosen.
 *
 * <p>Promises: a document either parses completely or is refused with every problem and its place; what parses is bounded in
 * size, depth and the time it takes to evaluate. A decision is a pure function of the request and the policies, never throws,
 * and reads the context only for the keys it needs. An error on the way is a denial. Nothing here depends on the default locale,
 * and nothing holds or prints the value of a secret.
 *
 * <p>Everything public is immutable and thread-safe; {@link dev.secrets.policy.DirectoryIdentityPolicies} alone reads files, and
 * is thread-safe too. Errors: {@link dev.secrets.policy.PolicySyntaxException} from parsing.
 */
package dev.secrets.policy;
