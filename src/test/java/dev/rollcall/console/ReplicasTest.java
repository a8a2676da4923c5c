package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.ConsoleSession;
import dev.rollcall.bench.RunningRollcall;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas on one PostgreSQL: what is saved in the console of one holds on the other within five seconds. */
class ReplicasTest {
    @Test
    @Timeout(120)
    void aSettingSavedOnOneIsInForceOnTheOther(@TempDir Path folder) throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                RunningRollcall one = replica(folder.resolve("one"), server);
                RunningRollcall other = replica(folder.resolve("other"), server)) {
            ConsoleSession console = ConsoleSession.signIn(one.port(), "admin", RunningRollcall.ADMIN_PASSWORD);
            assertThat(preview(other).path("result").asText()).isEqualTo("mapped");

            ConsoleSession.Page saved =
                    console.post("/console/fields", Map.of("name0", "Cost Code", "type0", "text", "mandatory0", "1"));
            assertThat(saved.location()).isEqualTo("/console/fields");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> preview(other).path("result").asText().equals("rejected"));
            assertThat(preview(other).toString()).contains("Cost Code");
            assertThat(other.scim("POST", "/Users", Map.of("userName", "ada@fabrikam.example"))
                            .status())
                    .isEqualTo(400);
            assertThat(ConsoleSession.signIn(other.port(), "admin", RunningRollcall.ADMIN_PASSWORD)
                            .get("/console/fields")
                            .text())
                    .contains("value=\"Cost Code\"");
        }
    }

    private static JsonNode preview(RunningRollcall rollcall) {
        return rollcall.api("POST", "/sources/bench/preview", Map.of("userName", "ada@fabrikam.example"))
                .json();
    }

    private static RunningRollcall replica(Path folder, EmbeddedPostgres server) throws IOException {
        Files.createDirectories(folder);
        return RunningRollcall.start(
                folder,
                RunningRollcall.settings(Map.of()),
                "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres");
    }
}
