package dev.rollcall.source.google;

import dev.rollcall.google.GoogleAccess;
import dev.rollcall.google.GoogleCalls;
import dev.rollcall.google.GoogleTrouble;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** The steps of the route template {@code pull-google}. */
@Component("googlePull")
public class GooglePull {
    private static final int TRIES = 8;

    private final Settings settings;

    GooglePull(Settings settings) {
        this.settings = settings;
    }

    /**
     * Begins a read.
     *
     * @throws FullReadNeeded for a read of changes: the Directory API has no list of changes and does not filter by time,
     *     and a whole read shows deletions too; unchanged users cost no write
     */
    public GoogleRead begin(Pull pull) {
        if (pull.mode() == Pull.Mode.CHANGES) {
            throw new FullReadNeeded(
                    "Google's Directory API has no list of changes, so all users are read; unchanged ones cost nothing.");
        }
        return patiently(pull, new GoogleCalls(Duration.ofSeconds(1), TRIES));
    }

    /** Begins a read with this patience. Named otherwise, since Camel would choose among overloads by itself. */
    GoogleRead patiently(Pull pull, GoogleCalls calls) {
        Source source = settings.current().sources().get(pull.sourceId());
        Source.Google google = source == null ? null : source.google();
        if (google == null) {
            throw new PullFailure(
                    "There is no Google source '" + pull.sourceId() + "' any more. Remove its schedule.", false, null);
        }
        GoogleAccess access = UserList.access(pull.sourceId(), google);
        GoogleCalls asking = calls.whileWaiting(() -> pull.page(List.of()));
        try {
            return new GoogleRead(pull, access, UserList.of(access, google, asking), google.orgUnits());
        } catch (IOException e) {
            GoogleTrouble trouble = GoogleTrouble.of(e, access);
            throw new PullFailure(trouble.sentence(), trouble.passing(), e);
        }
    }

    /** Reads a page. */
    public GoogleRead read(GoogleRead read) {
        read.next();
        return read;
    }

    /** Ends a read of which every page came. */
    public GoogleRead finish(GoogleRead read) {
        read.finish();
        return read;
    }
}
