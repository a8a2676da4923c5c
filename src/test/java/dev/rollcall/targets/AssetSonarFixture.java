package dev.rollcall.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.stub.AssetSonarStub;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A running Rollcall that delivers to a stub of AssetSonar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AssetSonarFixture {
    static final String TOKEN = "assetsonar-token-0123456789";

    final AssetSonarStub stub = new AssetSonarStub(0, TOKEN);
    private @Nullable RunningRollcall running;
    private int people;

    @BeforeAll
    void start(@TempDir Path folder) {
        stub.addCustomField("Insurance Covered");
        stub.addCustomField("Team A.B");
        stub.addTeam("Field");
        running = RunningRollcall.start(folder, RunningRollcall.settings(WholeWayTest.delivered(stub, TOKEN, "2s")));
    }

    @AfterAll
    void stop() {
        rollcall().close();
        stub.close();
    }

    @BeforeEach
    void fair() {
        stub.playFair();
        stub.comeBack();
        stub.ignoreFilters(false);
        stub.forgetCalls();
    }

    RunningRollcall rollcall() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    Changes changes(String api) {
        rollcall().api("PATCH", "/settings", Map.of("targets", Map.of("assetsonar", Map.of("api", api))));
        return new Changes(rollcall().camel(), "direct:deliver-assetsonar");
    }

    String address() {
        return "person+" + ++people + "@asset.example";
    }

    /** Pushes a user of that address; gives the id. */
    String push(String address) {
        Wire.Answer answer = rollcall().scim("POST", "/Users", WholeWayTest.user(address));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("id").asText();
    }

    /** What the admin API lists under that name. */
    JsonNode listed(String path, String name) {
        return rollcall().api("GET", path, null).json().path(name);
    }

    @Nullable
    Object value(String id, String field) {
        return stub.member(id).get(field);
    }
}
