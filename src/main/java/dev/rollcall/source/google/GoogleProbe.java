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

/** Reads Google's first pages for an admin, until each org unit has shown a user, with little patience. */
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
            while (read.isMore() && pages < MOST_PAGES) {
                steps.read(read);
                pages++;
            }
            if (read.isWhole()) {
                steps.finish(read);
            }
            return new Probe(true, sentence(sample.count(), pages, read), sample.first());
        } catch (PullFailure e) {
            return new Probe(false, String.valueOf(e.getMessage()), null);
        }
    }

    private static String sentence(int users, int pages, GoogleRead read) {
        if (users == 0) {
            return "Google can be read, but of the first " + MOST_PAGES * 500
                    + " users none is in the org units of the settings. A run looks at all.";
        }
        return "Google can be read: " + (pages == 1 ? "the first page has " : "the first " + pages + " pages have ")
                + users
                + (users == 1 ? " user" : " users") + " for this source"
                + (read.isWhole() ? "." : ", and there are more pages.")
                + (read.unseen().isEmpty()
                        ? ""
                        : " Nobody on these is in the org unit " + read.unseen()
                                + "; a run looks at all, and fails if nobody is there.");
    }
}
