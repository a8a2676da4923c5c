package dev.rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.MigratedDatabase;
import dev.rollcall.report.DigestTable.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One replica sends a digest; one that ends while it sends loses nothing and is repeated once. */
class DigestTableTest {
    static Stream<Supplier<DataSource>> databases() {
        return Stream.of(MigratedDatabase::h2, MigratedDatabase::postgres);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ofManyReplicasOneSends(Supplier<DataSource> kind) {
        DataSource database = kind.get();
        List<DigestTable> replicas =
                IntStream.range(0, 6).mapToObj(i -> table(database)).toList();
        assertThat(replicas.get(0).claim()).as("nothing is due").isNull();
        List<CompletableFuture<Claim>> claims = replicas.stream()
                .map(replica -> CompletableFuture.supplyAsync(() -> {
                    replica.due();
                    return replica.claim();
                }))
                .toList();
        List<Claim> got = claims.stream()
                .map(CompletableFuture::join)
                .filter(Objects::nonNull)
                .toList();
        assertThat(got).hasSize(1);
        Claim claim = got.get(0);
        assertThat(claim.since()).isEqualTo(Instant.EPOCH);
        assertThat(claim.until())
                .isBefore(Instant.now().minusSeconds(20))
                .isAfter(Instant.now().minusSeconds(90));

        replicas.get(0).told(claim.fence(), claim.until(), true);
        replicas.get(3).due();
        assertThat(Objects.requireNonNull(replicas.get(2).claim()).since())
                .as("the next digest begins where this one ended")
                .isEqualTo(claim.until());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aReplicaThatEndsWhileItSendsIsRepeatedWithTheSameMatters(Supplier<DataSource> kind) {
        DataSource database = kind.get();
        DigestTable killed = table(database);
        DigestTable other = table(database);
        killed.due();
        Claim lost = Objects.requireNonNull(killed.claim());
        assertThat(other.claim()).as("while the lease holds").isNull();
        other.due();
        leaseEnds(database);
        Claim again = Objects.requireNonNull(other.claim());
        assertThat(again.since()).isEqualTo(lost.since());
        assertThat(again.until()).isEqualTo(lost.until());
        assertThat(again.attempts()).isEqualTo(2);

        killed.told(lost.fence(), lost.until(), true);
        leaseEnds(database);
        assertThat(Objects.requireNonNull(killed.claim()).since())
                .as("who slept settles nothing")
                .isEqualTo(lost.since());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatFailedIsDueLaterOrWithTheNextSchedule(Supplier<DataSource> kind) {
        DataSource database = kind.get();
        DigestTable table = table(database);
        table.due();
        Claim claim = Objects.requireNonNull(table.claim());
        table.failed(claim.fence(), "no", Duration.ofMinutes(2));
        assertThat(table.claim()).isNull();
        leaseEnds(database);
        Claim second = Objects.requireNonNull(table.claim());
        table.failed(second.fence(), "no", null);
        assertThat(table.claim()).isNull();
        table.due();
        Claim third = Objects.requireNonNull(table.claim());
        assertThat(third.since()).isEqualTo(claim.since());
        assertThat(third.attempts()).isEqualTo(1);
    }

    private static void leaseEnds(DataSource database) {
        new JdbcTemplate(database).update("UPDATE digest SET due_at = CURRENT_TIMESTAMP - INTERVAL '1' SECOND");
    }

    private static DigestTable table(DataSource database) {
        return new DigestTable(
                new JdbcTemplate(database), new TransactionTemplate(new DataSourceTransactionManager(database)));
    }
}
