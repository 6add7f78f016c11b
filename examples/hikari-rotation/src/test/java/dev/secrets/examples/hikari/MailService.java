package dev.secrets.examples.hikari;

import java.util.ArrayDeque;
import java.util.Deque;

/** A service that accepts two keys at a time. */
final class MailService {
    private final Deque<String> keys = new ArrayDeque<>();

    MailService(String key) {
        keys.add(key);
    }

    synchronized void replaceOlderKey(String key) {
        if (keys.contains(key)) {
            return;
        }
        if (keys.size() == 2) {
            keys.removeFirst();
        }
        keys.add(key);
    }

    synchronized void signIn(String key) {
        if (!keys.contains(key)) {
            throw new IllegalArgumentException("Not a key of the service");
        }
    }
}
