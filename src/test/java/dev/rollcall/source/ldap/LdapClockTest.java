package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.rollcall.source.FullReadNeeded;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory in which one entry was changed when its clock was wrong. */
class LdapClockTest {
    private static final String TO_COME = "20990101000000Z";

    @Test
    void changesArriveAlthoughOneEntryWasChangedInTheFuture(@TempDir Path folder) throws Exception {
        assumeTrue(Processes.isThere("slapd"), "slapd is not installed: apt-get install slapd");
        try (Slapd slapd = new Slapd(folder, Certificates.shared(), "good");
                Reader reader = new Reader(slapd.source(Certificates.shared()))) {
            slapd.load(Slapd.tree()
                    + Slapd.person("old", "modifyTimestamp: 20200101000000Z")
                    + Slapd.person("anna")
                    + Slapd.person("wrong", "modifyTimestamp: " + TO_COME));
            Collected all = reader.full();
            title(slapd, "Ärztin");
            Collected changes = reader.changes(all.watermark);
            assertThat(changes.user("uid", "anna").path("title").asText()).isEqualTo("Ärztin");
            title(slapd, "Chefärztin");
            Collected more = reader.changes(changes.watermark);
            assertThat(more.user("uid", "anna").path("title").asText()).isEqualTo("Chefärztin");
            assertThat(more.users).hasSize(2);
            assertThat(reader.full().documents()).containsAllEntriesOf(more.documents());
        }
    }

    private static void title(Slapd slapd, String title) throws Exception {
        try (LDAPConnection admin = slapd.admin()) {
            admin.modify(
                    "uid=anna,ou=People," + Slapd.ROOT, new Modification(ModificationType.REPLACE, "title", title));
        }
    }

    @Test
    void aMarkThatIsStillToComeNeedsOneFullRead() {
        try (InMemory directory = new InMemory();
                Reader reader = new Reader(directory.source("open-ldap"))) {
            directory.person("anna");
            String toCome = String.valueOf(reader.full().watermark)
                    .replaceFirst("\"time\":\"[0-9]+Z\"", "\"time\":\"" + TO_COME + "\"");
            assertThatThrownBy(() -> reader.changes(toCome))
                    .isInstanceOf(FullReadNeeded.class)
                    .hasMessageContaining("still to come");
            assertThat(reader.changes(reader.full().watermark).complete).isTrue();
        }
    }

    @Property(tries = 500)
    void noMarkIsLaterThanTheBeginningOfItsRead(
            @ForAll List<@IntRange(min = -100_000, max = 100_000) Integer> seconds) {
        Instant began = Instant.parse("2026-11-30T10:00:00Z");
        ModifyTimestamps times = new ModifyTimestamps(null, began);
        seconds.forEach(second -> times.see(text(began.plusSeconds(second))));
        String mark = times.mark();
        if (seconds.stream().allMatch(second -> second <= 0)) {
            assertThat(mark)
                    .isEqualTo(seconds.stream()
                            .max(Integer::compare)
                            .map(newest -> text(began.plusSeconds(newest)))
                            .orElse(null));
        } else {
            assertThat(mark).isNotNull().isLessThanOrEqualTo(text(began.minusSeconds(300)));
        }
    }

    /** A time as a server writes it. */
    private static String text(Instant time) {
        return time.toString().replaceAll("[-T:]", "");
    }
}
