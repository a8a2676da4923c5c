package dev.rollcall.provisioning;

/** The stored state changed after it was read: the transaction is rolled back, and the intent is planned anew. */
final class StaleState extends RuntimeException {
    StaleState() {
        super("the stored state changed after it was read", null, false, false);
    }

    /** Throws unless each statement of a batch changed its row. */
    static void unlessAll(int[][] counts) {
        for (int[] batch : counts) {
            for (int count : batch) {
                if (count != 1) {
                    throw new StaleState();
                }
            }
        }
    }
}
