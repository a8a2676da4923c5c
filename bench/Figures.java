import java.util.Arrays;
import java.util.List;

/** The outcome of one load. */
record Figures(long[] sortedNanos, long elapsedNanos, int errors, String firstError) {
    static Figures of(List<Load.Worker> workers, long elapsed) {
        long[] all = new long[workers.stream().mapToInt(worker -> worker.count).sum()];
        int at = 0;
        int errors = 0;
        String first = null;
        for (Load.Worker worker : workers) {
            System.arraycopy(worker.nanos, 0, all, at, worker.count);
            at += worker.count;
            errors += worker.errors;
            first = first == null ? worker.firstError : first;
        }
        Arrays.sort(all);
        return new Figures(all, elapsed, errors, first);
    }

    double perSecond() {
        return sortedNanos.length * 1e9 / elapsedNanos;
    }

    /** The time below which so many per cent of the answers came. */
    double millis(double percent) {
        if (sortedNanos.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * sortedNanos.length);
        return sortedNanos[Math.max(rank, 1) - 1] / 1e6;
    }
}
