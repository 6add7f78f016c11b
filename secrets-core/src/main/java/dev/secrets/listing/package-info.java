/**
 * What a list of secrets shows and in which order (section 9 of the reference): pure functions of secrets and filters.
 *
 * <p>Not exported.
 */
package dev.secrets.listing;
