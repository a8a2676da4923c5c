package dev.rollcall.security;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Slows down the guessing of passwords. After five wrong ones for a name from one address, each further try has to wait: 1 s,
 * 2 s, 4 s, up to 5 minutes; after a hundred for a name from anywhere, up to 30 s. A try that comes too early is not looked
 * at, whether right or wrong, and does not count. Sessions that exist are never asked.
 */
final class Guesses {
    private static final Rule FROM_ONE_ADDRESS = new Rule(5, Duration.ofMinutes(5));
    private static final Rule FROM_ANYWHERE = new Rule(100, Duration.ofSeconds(30));
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
    /** Names that are made up do not fill the memory. */
    private static final int MOST = 20_000;

    private final Clock clock;
    private final Map<String, Count> counts = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MOST;
        }
    };

    Guesses(Clock clock) {
        this.clock = clock;
    }

    /** From how many wrong passwords on tries have to wait, and how long at most. */
    private record Rule(int free, Duration longest) {
        long waitMillis(int wrong) {
            return wrong < free ? 0 : Math.min(longest.toMillis(), 1000L << Math.min(wrong - free, 20));
        }
    }

    private record Count(int wrong, long last) {}

    /** How long the next try for this name from this address has to wait; zero for not at all. */
    synchronized Duration toWait(String name, String address) {
        return Duration.ofMillis(
                Math.max(toWait(key(name, address), FROM_ONE_ADDRESS), toWait(key(name, ""), FROM_ANYWHERE)));
    }

    private long toWait(String key, Rule rule) {
        Count count = counts.get(key);
        return count == null ? 0 : Math.max(0, count.last() + rule.waitMillis(count.wrong()) - clock.millis());
    }

    /** A wrong password. */
    synchronized void wrong(String name, String address) {
        more(key(name, address));
        more(key(name, ""));
    }

    private void more(String key) {
        Count count = counts.get(key);
        long now = clock.millis();
        int before = count == null || now - count.last() > FORGOTTEN_AFTER.toMillis() ? 0 : count.wrong();
        counts.put(key, new Count(before + 1, now));
    }

    /** The right password: this address starts anew. */
    synchronized void right(String name, String address) {
        counts.remove(key(name, address));
    }

    private static String key(String name, String address) {
        String shown = name.length() > 200 ? name.substring(0, 200) : name;
        return shown.toLowerCase(Locale.ROOT) + '\n' + address;
    }
}
