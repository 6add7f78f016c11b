package dev.secrets.rotation;

/** Watches over rotations from outside of their threads: renews leases, and stops what takes too long or has lost its lease. */
interface Supervision {
    /** Nobody watches: leases are renewed between steps, and a step may take as long as it does. */
    Supervision NONE = new Supervision() {
        @Override
        public Watch rotation(RotationRun run) {
            return () -> {};
        }

        @Override
        public Watch step(RotationRun run, RotationStep step) {
            return () -> {};
        }
    };

    /** Watches a rotation until it is closed. */
    Watch rotation(RotationRun run);

    /** Watches one step until it is closed. */
    Watch step(RotationRun run, RotationStep step);

    /** What ends with what is watched. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
