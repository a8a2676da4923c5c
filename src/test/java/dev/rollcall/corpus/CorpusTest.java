package dev.rollcall.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.bench.RunningRollcall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What identity providers send, scenario by scenario, against a Rollcall without people. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusTest {
    @TempDir
    private static Path folder = Path.of("");

    private @Nullable RunningRollcall rollcall;
    private Map<String, Object> settings = Map.of();

    /** Scenarios with the same settings follow each other, so that one Rollcall serves them all. */
    @TestFactory
    Stream<DynamicContainer> scenarios() {
        return Scenario.all().stream()
                .sorted(Comparator.comparing(scenario -> settings(scenario).toString()))
                .map(this::scenario);
    }

    private DynamicContainer scenario(Scenario scenario) {
        AtomicReference<@Nullable ScenarioRun> run = new AtomicReference<>();
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(dynamicTest("set-up", () -> {
            ScenarioRun prepared = new ScenarioRun(scenario, rollcallFor(scenario));
            prepared.prepare();
            run.set(prepared);
        }));
        for (JsonNode step : scenario.steps()) {
            tests.add(dynamicTest(
                    step.path("step").asInt() + " " + step.path("name").asText(), () -> {
                        ScenarioRun prepared = run.get();
                        assertThat(prepared).as("set-up").isNotNull();
                        if (prepared != null) {
                            prepared.run(step);
                        }
                    }));
        }
        return dynamicContainer(scenario.name(), tests);
    }

    private RunningRollcall rollcallFor(Scenario scenario) throws IOException {
        Map<String, Object> wanted = settings(scenario);
        RunningRollcall running = rollcall;
        if (running == null || !wanted.equals(settings)) {
            stop();
            running = RunningRollcall.start(Files.createTempDirectory(folder, "rollcall"), wanted);
            rollcall = running;
            settings = wanted;
        } else {
            running.removePeople();
        }
        return running;
    }

    private static Map<String, Object> settings(Scenario scenario) {
        return RunningRollcall.settings(scenario.settings(RunningRollcall.TOKEN));
    }

    @AfterAll
    void stop() {
        if (rollcall != null) {
            rollcall.close();
        }
    }

    @Test
    void everyAssertionForAProseCheckHasItsCheck() {
        Set<String> asked = new HashSet<>();
        for (Scenario scenario : Scenario.all()) {
            for (JsonNode step : scenario.steps()) {
                for (JsonNode check : step.path("expect").path("checks")) {
                    if (check.asText().startsWith("prose: ")) {
                        asked.add(scenario.name() + "/" + step.path("step").asInt() + "/"
                                + check.asText().substring("prose: ".length()));
                    }
                }
            }
        }
        assertThat(ProseChecks.ALL.keySet()).isEqualTo(asked);
    }
}
