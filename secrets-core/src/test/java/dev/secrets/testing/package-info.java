/**
 * What the tests of this library and of those who extend it are made with, packaged as this module's test-jar.
 *
 * <p>{@link dev.secrets.testing.SecretStoreContract} is the executable definition of the storage SPI: extend it, hand it fresh
 * stores, and a backend that passes is right. {@link dev.secrets.testing.FaultySecretStore} makes any store fail, lose its
 * answer or stall at a chosen call; {@link dev.secrets.testing.SettableClock} stands still until it is told otherwise;
 * {@link dev.secrets.testing.LeakScanner} finds secret values where none may be, and
 * {@link dev.secrets.testing.OutputLeakCheck} does so in all that tests print and log.
 *
 * <p>Uses the module's exported packages, JUnit Jupiter and AssertJ, which the user brings in test scope, and nothing else.
 */
package dev.secrets.testing;
