package dev.rollcall.source.google;

import dev.rollcall.google.GoogleCalls;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import dev.rollcall.source.Glance;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.SourceProbe;
import java.time.Duration;
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
        Source source = settings.current().sources().get(sourceId);
        if (source == null || source.google() == null) {
            throw new IllegalArgumentException("there is no Google source '" + sourceId + "'");
        }
        Glance sample = new Glance(sourceId, Pull.Mode.SAMPLE);
        try {
            GoogleRead read = steps.patiently(sample, new GoogleCalls(Duration.ofMillis(500), TRIES));
            int pages = 0;
            while (read.isMore() && pages++ < MOST_PAGES) {
                steps.read(read);
            }
            if (sample.first() != null || !read.isMore()) {
                steps.finish(read);
            }
            return new Probe(true, sentence(sample, read.isMore()), sample.first());
        } catch (PullFailure e) {
            return new Probe(false, String.valueOf(e.getMessage()), null);
        }
    }

    private static String sentence(Glance sample, boolean more) {
        int users = sample.count();
        return users == 0
                ? "Google can be read, but of the first " + MOST_PAGES * 500
                        + " users none is in the org units of the settings. A run looks at all."
                : "Google can be read: the first page has " + users + (users == 1 ? " user" : " users")
                        + (more ? " for this source, and there are more pages." : " for this source.");
    }
}
