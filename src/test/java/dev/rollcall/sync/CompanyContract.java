package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A company's life as whole runs bring it into the asset system, one event after the other. After each event everybody is
 * shown as they have to be, and neither a full nor an incremental run finds anything to do. It holds of every kind of source.
 */
@ExtendWith(SharedPullFixture.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(180)
public abstract class CompanyContract {
    private static final List<String> PEOPLE =
            List.of("boss", "anna", "bernd", "carla", "dora", "emil", "fritz", "gina", "hans", "ida", "jan", "kim");

    /** What the asset system shows of somebody. */
    private record Shown(String lastName, String title, String manager, String role, String status) {
        Shown title(String other) {
            return new Shown(lastName, other, manager, role, status);
        }

        Shown manager(String other) {
            return new Shown(lastName, title, other, role, status);
        }

        Shown role(String other) {
            return new Shown(lastName, title, manager, other, status);
        }

        Shown status(String other) {
            return new Shown(lastName, title, manager, role, other);
        }
    }

    private final Map<String, Shown> expected = new TreeMap<>();
    private @Nullable Company founded;
    private @Nullable PullFixture started;
    private String source = "";

    /** Founds the company, or skips the test where the machine lacks what it needs. */
    protected abstract Company found(Path folder);

    @BeforeAll
    void found(@TempDir Path folder, PullFixture bench) {
        started = bench;
        founded = found(folder);
        source = company().domain().replace('.', '-');
    }

    @AfterAll
    void close() {
        if (founded != null) {
            founded.close();
        }
    }

    @Test
    @Order(1)
    void theFirstImport() {
        PEOPLE.forEach(this::hire);
        company().manager("anna", "boss");
        company().photo("bernd");
        company().title("bernd", "Größenwächter 日本語 \"x\" <y>, z");
        technicians("anna", "fritz");
        expected.computeIfPresent(
                "anna", (name, shown) -> shown.manager(company().managerShown("boss")));
        expected.computeIfPresent("bernd", (name, shown) -> shown.title("Größenwächter 日本語 \"x\" <y>, z"));
        Map<String, Object> settings = new LinkedHashMap<>(company().source());
        // Three of twelve at once are more than the guard lets pass by itself.
        settings.put("guard", Map.of("change", Map.of("percent", 100)));
        patch(settings);

        full(Map.of("created", PEOPLE.size()));
        settled();
        assertThat(bench().found(source, "Müßig-an"))
                .containsExactly("anna@" + company().domain());
    }

    @Test
    @Order(2)
    void whatNobodyAskedFor() {
        company().photo("bernd");
        settled();
    }

    @Test
    @Order(3)
    void aChangeThatAnIncrementalRunBrings() {
        company().title("carla", "Chefärztin");
        expected.computeIfPresent("carla", (name, shown) -> shown.title("Chefärztin"));
        run("incremental", Map.of("updated", 1));
        settled();
    }

    @Test
    @Order(4)
    void anotherManager() {
        company().manager("anna", "carla");
        expected.computeIfPresent(
                "anna", (name, shown) -> shown.manager(company().managerShown("carla")));
        full(Map.of("updated", 1));
        settled();
    }

    @Test
    @Order(5)
    void aRename() {
        String id = id("dora");
        company().rename("dora", "dora.oezdemir", "Özdemir");
        expected.remove("dora");
        expected.put("dora.oezdemir", new Shown("Özdemir", "", "", "Staff User", "active"));
        full(Map.of("updated", 1));
        settled();
        assertThat(id("dora.oezdemir")).isEqualTo(id);
        assertThat(bench().found(source, "özdem"))
                .containsExactly("dora.oezdemir@" + company().domain());
    }

    @Test
    @Order(6)
    void aMoveBetweenUnitsOutOfThemAndBack() {
        String id = id("emil");
        company().move("emil");
        full(Map.of());
        settled();
        company().moveOut("emil");
        goesAndComesBack("emil", company()::moveBack);
        assertThat(id("emil")).isEqualTo(id);
    }

    @Test
    @Order(7)
    void anAccountThatIsSwitchedOffAndOn() {
        company().disable("fritz");
        goesAndComesBack("fritz", company()::enable);
    }

    @Test
    @Order(8)
    void aDeletionAndTheSameMailAgain() {
        String id = id("gina");
        company().delete("gina");
        goesAndComesBack("gina", name -> company().hire(name, lastName(name)));
        assertThat(id("gina")).isEqualTo(id);
    }

    @Test
    @Order(9)
    void aDeletionAndTheSameMailAgainBetweenTwoRuns() {
        String id = id("hans");
        company().delete("hans");
        company().hire("hans", lastName("hans"));
        full(Map.of());
        settled();
        assertThat(id("hans")).isEqualTo(id);
    }

    @Test
    @Order(10)
    void rolesByGroupsInGroups() {
        technicians("ida");
        full(Map.of("updated", 1));
        settled();
        company().noTechnicians();
        List.of("anna", "fritz", "ida").forEach(name -> role(name, "Staff User"));
        full(Map.of("updated", 3));
        settled();
    }

    @Test
    @Order(11)
    void aGroupOf1500() {
        int size = company().crowd();
        List<String> many = IntStream.range(0, size).mapToObj(i -> "m" + i).toList();
        many.forEach(this::hire);
        company().manyTechnicians(many);
        many.forEach(name -> role(name, "Technician"));
        full(Map.of("created", size));
        settled();
        company().noTechnician("m77");
        role("m77", "Staff User");
        full(Map.of("updated", 1));
        settled();
    }

    @Test
    @Order(12)
    void aServerThatEndsInMidRead() {
        patch(company().followed());
        full(Map.of());
        company().delete("kim");
        List<Map<String, Object>> before = everything();
        company().dieInMidRead();
        JsonNode run = bench().run(source, "full", false);
        assertThat(run.path("state").asText()).as("%s", run).isEqualTo("failed");
        assertThat(run.path("sentence").asText()).isNotBlank().doesNotContain("Exception");
        assertThat(changed(before)).isEmpty();

        company().revive();
        patch(company().source());
        expected.computeIfPresent("kim", (name, shown) -> shown.status("inactive"));
        full(Map.of("deactivated", 1));
        settled();
    }

    private void hire(String name) {
        company().hire(name, lastName(name));
        expected.put(name, new Shown(lastName(name), "", "", "Staff User", "active"));
    }

    private static String lastName(String name) {
        return "Müßig-" + name;
    }

    private void technicians(String... names) {
        company().technicians(List.of(names));
        List.of(names).forEach(name -> role(name, "Technician"));
    }

    private void role(String name, String role) {
        expected.computeIfPresent(name, (who, shown) -> shown.role(role));
    }

    private void goesAndComesBack(String name, Consumer<String> back) {
        expected.computeIfPresent(name, (who, shown) -> shown.status("inactive"));
        full(Map.of("deactivated", 1));
        settled();
        back.accept(name);
        expected.computeIfPresent(name, (who, shown) -> shown.status("active"));
        full(Map.of("reactivated", 1));
        settled();
    }

    private void full(Map<String, Integer> differences) {
        run("full", differences);
    }

    private void run(String mode, Map<String, Integer> differences) {
        JsonNode run = bench().done(bench().run(source, mode, false));
        Map<String, Integer> counts = new HashMap<>(PullFixture.counts(run));
        counts.keySet().removeAll(Set.of("read", "unchanged"));
        assertThat(counts).as("%s", run).isEqualTo(differences);
    }

    /** The fixed point: everybody is shown as they are, and further runs write nothing at all. */
    private void settled() {
        assertThat(shown()).containsExactlyEntriesOf(expected);
        assertThat(bench().count("SELECT COUNT(*) FROM delivery WHERE state <> 'delivered'"))
                .isZero();
        List<Map<String, Object>> before = everything();
        run("full", Map.of());
        run("incremental", Map.of());
        assertThat(changed(before)).isEmpty();
    }

    private Map<String, Shown> shown() {
        String domain = "@" + company().domain();
        Map<String, Shown> shown = new TreeMap<>();
        for (Map<String, Object> row : bench().database
                .queryForList(
                        "SELECT email, last_name, job_title, manager, role, status FROM asset.member WHERE email LIKE ?",
                        "%" + domain)) {
            String name = text(row, "email").replace(domain, "");
            assertThat(shown).as("nobody is there twice").doesNotContainKey(name);
            shown.put(
                    name,
                    new Shown(
                            text(row, "last_name"),
                            text(row, "job_title"),
                            text(row, "manager"),
                            text(row, "role"),
                            text(row, "status")));
        }
        return shown;
    }

    private static String text(Map<String, Object> row, String column) {
        return Objects.toString(row.get(column), "");
    }

    /** The rows that are new, gone or other than before. */
    private List<Map<String, Object>> changed(List<Map<String, Object>> before) {
        List<Map<String, Object>> after = everything();
        Set<Map<String, Object>> old = new HashSet<>(before);
        Set<Map<String, Object>> now = new HashSet<>(after);
        List<Map<String, Object>> changed = new ArrayList<>();
        before.stream().filter(row -> !now.contains(row)).forEach(changed::add);
        after.stream().filter(row -> !old.contains(row)).forEach(changed::add);
        return changed;
    }

    private List<Map<String, Object>> everything() {
        return bench().everythingOf(source, company().domain());
    }

    private String id(String name) {
        return bench().member(name + "@" + company().domain()).path("id").asText();
    }

    private void patch(Map<String, Object> settings) {
        bench().change(Map.of("sources", Map.of(source, settings)));
    }

    private Company company() {
        return Objects.requireNonNull(founded);
    }

    private PullFixture bench() {
        return Objects.requireNonNull(started);
    }
}
