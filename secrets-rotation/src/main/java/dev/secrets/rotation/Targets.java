package dev.secrets.rotation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many rotations run against each target, and which secret has which target. That is known only once a secret was claimed and
 * read, so a secret met for the first time is claimed, and given back if its target is busy; from then on it is passed over until
 * there is room. Thread-safe.
 */
final class Targets {
    private static final int REMEMBERED = 100_000;

    private final int cap;

    /** Guarded by this; entries are positive. */
    private final Map<String, Integer> running = new HashMap<>();

    /** Guarded by this. */
    private final Map<String, String> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    Targets(int cap) {
        this.cap = cap;
    }

    /** A place at a target, or at none that is known yet. */
    final class Place {
        private final String secretName;
        private String target;

        private Place(String secretName, String target) {
            this.secretName = secretName;
            this.target = target;
        }

        /** Moves to where the secret really belongs; returns false, and holds no place, if there is no room. */
        boolean moveTo(String actual) {
            synchronized (Targets.this) {
                known.put(secretName, actual);
                if (actual.equals(target)) {
                    return true;
                }
                leave();
                return occupy(actual);
            }
        }

        private boolean occupy(String wanted) {
            if (isFull(wanted)) {
                return false;
            }
            running.merge(wanted, 1, Integer::sum);
            target = wanted;
            return true;
        }

        /** Gives the place up; again it does nothing. */
        void leave() {
            synchronized (Targets.this) {
                running.computeIfPresent(target, (name, count) -> count == 1 ? null : count - 1);
                target = "";
            }
        }
    }

    /** Returns whether the secret's target, if it is known, has room. */
    synchronized boolean hasRoom(String secretName) {
        return !isFull(known.getOrDefault(secretName, ""));
    }

    /** Takes a place at the secret's target, if that is known. */
    synchronized Place enter(String secretName) {
        Place place = new Place(secretName, "");
        String target = known.getOrDefault(secretName, "");
        if (!target.isEmpty()) {
            place.occupy(target);
        }
        return place;
    }

    private boolean isFull(String target) {
        return running.getOrDefault(target, 0) >= cap;
    }
}
