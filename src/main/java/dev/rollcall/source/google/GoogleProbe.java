package dev.rollcall.source.google;

import dev.rollcall.google.GoogleCalls;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import dev.rollcall.source.SourceProbe;
import dev.rollcall.source.SourceUser;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads Google's first page of users for an admin, with little patience. */
@Component
final class GoogleProbe implements SourceProbe {
    private static final int TRIES = 2;
    private static final int MOST_PAGES = 20;

    private final Settings settings;
    private final GooglePull steps;

    GoogleProbe(Settings settings, GooglePull steps) {
        this.settings = settings;
        this.steps = steps;
    }

    @Override
    public String kind() {
        return "google";
    }

    @Override
    public Probe probe(String sourceId) {
        RollcallSettings.Source source = settings.current().sources().get(sourceId);
        if (source == null || source.google() == null) {
            throw new IllegalArgumentException("there is no Google source '" + sourceId + "'");
        }
        Sample sample = new Sample(sourceId);
        try {
            GoogleRead read = steps.patiently(sample, new GoogleCalls(Duration.ofMillis(500), TRIES));
            int pages = 0;
            while (read.isMore() && pages++ < MOST_PAGES) {
                steps.read(read);
            }
            if (sample.first != null || !read.isMore()) {
                steps.finish(read);
            }
            return new Probe(true, sample.sentence(read.isMore()), sample.first);
        } catch (PullFailure e) {
            return new Probe(false, String.valueOf(e.getMessage()), null);
        }
    }

    /** Takes the first page that has users. */
    private static final class Sample implements Pull {
        private final String sourceId;
        private @Nullable SourceUser first;
        private int users;

        Sample(String sourceId) {
            this.sourceId = sourceId;
        }

        String sentence(boolean more) {
            return first == null
                    ? "Google can be read, but of the first " + MOST_PAGES * 500
                            + " users none is in the org units of the settings. A run looks at all."
                    : "Google can be read: the first page has " + users + (users == 1 ? " user" : " users")
                            + (more ? " for this source, and there are more pages." : " for this source.");
        }

        @Override
        public String sourceId() {
            return sourceId;
        }

        @Override
        public Mode mode() {
            return Mode.SAMPLE;
        }

        @Override
        public @Nullable String watermark() {
            return null;
        }

        @Override
        public void page(List<PulledUser> page) {
            users += page.size();
            if (first == null && !page.isEmpty()) {
                first = page.get(0).user();
            }
        }

        @Override
        public void keys(List<String> keys) {
            throw new IllegalStateException("a sample has whole users");
        }

        @Override
        public void restart() {
            first = null;
            users = 0;
        }

        @Override
        public void complete(@Nullable String watermark) {
            throw new IllegalStateException("a sample is never complete");
        }
    }
}
