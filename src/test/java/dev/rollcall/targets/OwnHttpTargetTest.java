package dev.rollcall.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.provisioning.Drift;
import dev.rollcall.stub.Call;
import dev.rollcall.stub.StubServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/targets.md: a target of one's own over HTTP, in one YAML file and without Java. */
class OwnHttpTargetTest {
    private static final Path EXAMPLE = Path.of("src/test/resources/own-http-target/44-deliver-people.camel.yaml");
    private static final String TOKEN = "people-token-0123456789";

    @Test
    void theDocumentedExampleIsTheTestedOne() throws IOException {
        String example = Files.readString(EXAMPLE);
        assertThat(Files.readString(Path.of("docs/targets.md"))).contains("```yaml\n" + example + "```\n");
    }

    @Test
    void usersArriveAreChangedAndRefused(@TempDir Path folder) {
        try (People people = new People();
                RunningRollcall rollcall = RunningRollcall.start(
                        folder,
                        RunningRollcall.settings(Map.of(
                                "delivery",
                                Map.of("route", "direct:deliver-people", "inline-wait", "10s"),
                                "custom-fields",
                                List.of(Map.of("name", "Badge Number", "type", "text")))),
                        "--people.url=" + people.url(),
                        "--people.token=" + TOKEN,
                        "--camel.main.routes-include-pattern=file:routes/*.camel.yaml,file:" + EXAMPLE)) {
            Wire.Answer made = rollcall.scim("POST", "/Users", WholeWayTest.user("ines@fabrikam.example"));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
            assertThat(people.all).hasSize(1);
            JsonNode person = people.all.firstEntry().getValue();
            assertThat(person.toString())
                    .isEqualTo("{\"mail\":\"ines@fabrikam.example\",\"name\":{\"given\":\"Ines\",\"family\":\"Falk\"},"
                            + "\"access\":\"Staff User\",\"office\":\"4 Mill Lane, Bergen\",\"enabled\":true,"
                            + "\"system\":\"rollcall\",\"extras\":{\"Badge Number\":\"B-12\"}}");

            rollcall.scim("DELETE", "/Users/" + made.json().path("id").asText(), null);
            assertThat(people.all.firstEntry().getValue().path("enabled").asBoolean(true))
                    .isFalse();

            Wire.Answer taken = rollcall.scim("POST", "/Users", WholeWayTest.user("taken@fabrikam.example"));
            assertThat(taken.status()).as(taken.text()).isEqualTo(409);
            assertThat(taken.text()).contains("mail is taken");
            Wire.Answer refused = rollcall.scim("POST", "/Users", WholeWayTest.user("odd@fabrikam.example"));
            assertThat(refused.status()).as(refused.text()).isEqualTo(400);
            assertThat(refused.text()).contains("mail is odd");

            people.goDown();
            assertThat(rollcall.scim("POST", "/Users", WholeWayTest.user("later@fabrikam.example"))
                            .status())
                    .isEqualTo(201);
            people.comeBack();
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(people.all).hasSize(2));

            List<Drift.Finding> findings = new ArrayList<>();
            Drift drift = rollcall.camel().getRegistry().findSingleByType(Drift.class);
            assertThat(drift.report(findings::add, read -> {})).isEqualTo(2);
            assertThat(findings).isEmpty();
            people.all.firstEntry().getValue().put("access", "Boss");
            drift.report(findings::add, read -> {});
            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Drift.Kind.DIFFERS);
                assertThat(finding.fields()).containsExactly("role");
            });
            assertThat(rollcall.log()).doesNotContain(TOKEN, "fabrikam.example");
        }
    }

    /** An API that keeps people under ids that its clients choose. */
    private static final class People extends StubServer {
        private final TreeMap<String, ObjectNode> all = new TreeMap<>();

        People() {
            super(0, TOKEN);
        }

        @Override
        protected boolean isAllowed(Call call) {
            return ("Bearer " + token).equals(call.headers().get("authorization"));
        }

        @Override
        protected Answer answer(Call call) {
            if (!call.isWrite()) {
                List<ObjectNode> page = new ArrayList<>();
                all.tailMap(call.query().getOrDefault("after", ""), false).forEach((id, person) -> {
                    if (page.isEmpty()) {
                        page.add(person.deepCopy().put("id", id));
                    }
                });
                return new Answer(200, page);
            }
            ObjectNode person = (ObjectNode) json(call);
            String mail = person.path("mail").asText();
            if (mail.startsWith("taken@") || mail.startsWith("odd@")) {
                String word = mail.substring(0, mail.indexOf('@'));
                return new Answer(word.equals("taken") ? 409 : 422, Map.of("error", "mail is " + word));
            }
            all.put(call.path().substring("/people/".length()), person);
            return new Answer(200, Map.of());
        }

        @Override
        protected Answer refusesToken(int status) {
            return new Answer(status, Map.of());
        }

        @Override
        protected Answer okWithError(String error) {
            return new Answer(200, Map.of("error", error));
        }

        @Override
        protected Object everybody() {
            return all;
        }
    }
}
