package dev.rollcall.console.forecast;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.mapping.MemberMapper;
import dev.rollcall.provisioning.ManagerNames;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/**
 * Works out what a change of settings would do, by mapping stored users under both. It holds one page of users at a time,
 * looks at a sample of large sources, and stops after five seconds with what it knows by then.
 */
@Component
public final class Forecasts {
    /** Of a source with more users a sample of about this size is looked at. */
    static final int SAMPLE = 20_000;

    private static final int PAGE = 200;
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int MOST_REJECTIONS = 2_000;

    private final Settings settings;
    private final StoredPages stored;
    private final ManagerNames managers;
    /** Maps at full speed, which the users of an identity provider should not have to wait for. */
    private final Semaphore places = new Semaphore(2);

    Forecasts(Settings settings, StoredPages stored, ManagerNames managers) {
        this.settings = settings;
        this.stored = stored;
        this.managers = managers;
    }

    /**
     * What a merge patch over the children of {@code rollcall} would do.
     *
     * @throws dev.rollcall.settings.SettingsRefused if settings would not hold together after it
     * @throws ForecastBusy if others ask at the same time
     */
    public Forecast of(ObjectNode mergePatch) {
        RollcallSettings today = settings.current();
        RollcallSettings then = settings.after(mergePatch);
        if (!places.tryAcquire()) {
            throw new ForecastBusy();
        }
        try {
            return compare(today, then);
        } finally {
            places.release();
        }
    }

    private Forecast compare(RollcallSettings today, RollcallSettings then) {
        long begin = System.nanoTime();
        Tally tally = new Tally();
        long users = 0;
        boolean complete = true;
        List<String> concerned = today.sources().keySet().stream()
                .filter(id -> differs(today, then, id))
                .toList();
        for (int i = 0; i < concerned.size(); i++) {
            // Each source gets its share of the time that is left.
            long left = begin + LONGEST.toNanos() - System.nanoTime();
            long until = System.nanoTime() + left / (concerned.size() - i);
            Comparison comparison = new Comparison(today, then, concerned.get(i), tally);
            users += comparison.users;
            complete &= comparison.run(until);
        }
        return tally.forecast(users, complete, (System.nanoTime() - begin) / 1_000_000);
    }

    /** Whether users of the source can come out differently at all. */
    private static boolean differs(RollcallSettings today, RollcallSettings then, String id) {
        Source before = today.sources().get(id);
        Source after = then.sources().get(id);
        return after != null
                && before != null
                && !(before.kind().equals(after.kind())
                        && before.attributes().equals(after.attributes())
                        && Objects.equals(before.unknownRole(), after.unknownRole())
                        && Objects.equals(before.missingRole(), after.missingRole())
                        && Objects.equals(before.ldap(), after.ldap())
                        && today.roles().equals(then.roles())
                        && today.customFields().equals(then.customFields()));
    }

    /** One source under both settings. */
    private final class Comparison {
        private final String source;
        private final MemberMapper today;
        private final MemberMapper then;
        private final Tally tally;
        private final long users;

        Comparison(RollcallSettings today, RollcallSettings then, String source, Tally tally) {
            this.source = source;
            this.today = MemberMapper.of(today, source);
            this.then = MemberMapper.of(then, source);
            this.tally = tally;
            this.users = stored.count(source);
        }

        /** Whether all users were looked at before the time was over. */
        boolean run(long until) {
            boolean every = users <= SAMPLE ? all(until) : sample(until);
            List<StoredPages.Kept> refused = stored.rejections(source, MOST_REJECTIONS);
            UnaryOperator<ObjectNode> named =
                    managers.of(source, refused.stream().map(StoredPages.Kept::document));
            refused.forEach(kept -> {
                ObjectNode user = named.apply(kept.document());
                tally.rejection(source, kept.userName(), today.map(user, true, null), then.map(user, true, null));
            });
            return every;
        }

        /** Looks at stretches of users that lie evenly between the first and the last. */
        private boolean sample(long until) {
            int stretches = SAMPLE / PAGE;
            UUID first = stored.first(source);
            UUID last = stored.last(source);
            double width = (double) last.getMostSignificantBits() - first.getMostSignificantBits();
            UUID from = first;
            for (int i = 0; i < stretches && System.nanoTime() < until; i++) {
                UUID point = new UUID(first.getMostSignificantBits() + (long) (width / stretches * i), 0);
                from = lookAt(point.compareTo(from) > 0 ? point : from);
            }
            return false;
        }

        private boolean all(long until) {
            UUID from = new UUID(0, 0);
            long before;
            do {
                if (System.nanoTime() > until) {
                    return false;
                }
                before = tally.lookedAt();
                from = lookAt(from);
            } while (tally.lookedAt() - before == PAGE);
            return true;
        }

        /** Looks at the users after that id; returns the last one's. */
        private UUID lookAt(UUID after) {
            UUID last = after;
            List<StoredPages.User> page = stored.after(source, after, PAGE);
            UnaryOperator<ObjectNode> named = managers.of(source, page.stream().map(StoredPages.User::document));
            for (StoredPages.User user : page) {
                ObjectNode document = named.apply(user.document());
                tally.user(
                        user.memberId(),
                        source,
                        user.member(),
                        today.map(document, user.active(), user.member()),
                        then.map(document, user.active(), user.member()));
                last = user.recordId();
            }
            return last;
        }
    }
}
