package dev.rollcall.report;

import dev.rollcall.report.DigestTable.Claim;
import dev.rollcall.report.DigestText.Section;
import dev.rollcall.settings.Notifications;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The steps of the digest's routes. */
@Component("digests")
public class Digests {
    private static final Logger LOG = LoggerFactory.getLogger(Digests.class);
    private static final int LISTED = 50;
    private static final int MOST_ATTEMPTS = 10;

    private final Settings settings;
    private final DigestTable table;
    private final MailTrouble trouble;
    private final List<NeedsPerson> sources;

    Digests(Settings settings, DigestTable table, MailTrouble trouble, List<NeedsPerson> sources) {
        this.settings = settings;
        this.table = table;
        this.trouble = trouble;
        this.sources = List.copyOf(sources);
    }

    /** The schedule says that it is time. Every replica may say so: the second finds nothing new. */
    public void due() {
        table.due();
    }

    /** The digest to be sent now by this replica; {@code null} where none is due or there is nothing to tell. */
    public @Nullable Digest next() {
        Notifications notifications = settings.current().notifications();
        Claim claim = table.claim();
        if (claim == null) {
            return null;
        }
        if (notifications.schedule().isBlank()) {
            table.failed(claim.fence(), "switched off", null);
            return null;
        }
        List<Section> sections = sections(claim);
        if (sections.isEmpty()) {
            table.told(claim.fence(), claim.until(), false);
            return null;
        }
        String application = settings.current().applicationName();
        return new Digest(
                notifications.from(),
                notifications.to(),
                DigestText.subject(application, sections),
                DigestText.text(application, sections),
                DigestText.html(application, sections),
                messageId(notifications, claim),
                claim.until(),
                claim.fence(),
                claim.attempts());
    }

    private List<Section> sections(Claim claim) {
        RollcallSettings current = settings.current();
        List<Section> sections = new ArrayList<>();
        for (NeedsPerson source : sources) {
            long fresh = source.count(claim.since(), claim.until());
            if (fresh > 0) {
                sections.add(new Section(
                        source.heading(),
                        current.publicUrl() + source.path(),
                        source.concerns(claim.since(), claim.until(), LISTED),
                        fresh,
                        source.waiting()));
            }
        }
        return sections;
    }

    private static String messageId(Notifications notifications, Claim claim) {
        String domain = notifications
                .from()
                .substring(notifications.from().indexOf('@') + 1)
                .replace(">", "");
        return "<rollcall-digest-" + claim.until().toEpochMilli() + "@" + domain + ">";
    }

    /** The endpoint of the setting {@code rollcall.notifications.route}. */
    public String route() {
        return settings.current().notifications().route();
    }

    /** The mail server, or the mail API, has taken the digest. */
    public void sent(Digest digest) {
        table.told(digest.fence(), digest.until(), true);
        LOG.info("The digest of what needs a person was sent");
    }

    /** The digest did not go out: it is tried again after 1, 2, 4 … 30 minutes, ten tries in all, then with the next schedule. */
    public void failed(
            @Variable("digest") @Nullable Digest digest,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        if (digest == null) {
            LOG.warn(
                    "The digest of what needs a person could not be made: {}",
                    failure.getClass().getName());
            return; // where it was claimed, the lease runs out and it is made again
        }
        String sentence = trouble.sentence(failure);
        Duration backOff = digest.attempts() >= MOST_ATTEMPTS
                ? null
                : Duration.ofMinutes(Math.min(30, 1L << Math.min(digest.attempts() - 1, 5)));
        table.failed(digest.fence(), sentence, backOff);
        LOG.warn("The digest of what needs a person was not sent: {}", sentence);
    }
}
