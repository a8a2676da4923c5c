import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The people that are pushed: numbered, with names of one length, so that requests can be filled in place. */
final class Users {
    private static final int MOST = 5_000_000;

    private final byte[][] ids = new byte[MOST][];
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger created = new AtomicInteger();
    private final int stored;
    private byte[][] known = {};
    private int[] numbers = {};

    /** Tells runs against the same server apart. */
    final String run = String.format(Locale.ROOT, "%08x", (int) System.nanoTime());

    Users(int stored) {
        this.stored = stored;
    }

    int created() {
        return created.get();
    }

    /** The number of the next person to create, or -1 when there are enough. */
    int take(int enough) {
        int number = next.getAndIncrement();
        return number < Math.min(enough, MOST) ? number : -1;
    }

    void created(int number, byte[] id) {
        ids[number] = id;
        created.incrementAndGet();
    }

    /** Fixes who is there to be read: the people of the first load. */
    void settle() {
        if (known.length == 0) {
            numbers = IntStream.range(0, Math.min(stored, MOST))
                    .filter(number -> ids[number] != null)
                    .toArray();
            known = Arrays.stream(numbers).mapToObj(number -> ids[number]).toArray(byte[][]::new);
            next.set(Math.min(Math.max(next.get(), stored), MOST));
        }
        if (known.length == 0) {
            throw new IllegalStateException("No user could be created: there is nothing to measure.");
        }
    }

    int knownCount() {
        return known.length;
    }

    byte[] id(int index) {
        return known[index];
    }

    int number(int index) {
        return numbers[index];
    }
}
