package dev.rollcall.source.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.google.GoogleStub;
import dev.rollcall.google.StubKey;
import dev.rollcall.source.Pull.Mode;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.SourceProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the test of a connection to Google Workspace says. */
class GoogleProbeTest extends GoogleFixture {
    @Test
    void theProbeSaysWhatIsWrong() throws IOException {
        SourceProbe.Probe good = probe();
        assertThat(good.ok()).as(good.sentence()).isTrue();
        assertThat(good.sentence()).contains("3 users");
        assertThat(good.sample()).isNotNull();

        google.delegate(Set.of());
        assertProbe("may not act for others", SCOPE, StubKey.CLIENT_ID, "Domain-wide delegation");
        google.heal();
        set("{\"delegate\":\"nobody@elsewhere.example\"}");
        assertProbe("does not know 'nobody@elsewhere.example'", "delegate");
        set("{\"delegate\":null,\"customer\":\"C0wrong\"}");
        assertProbe("customer and domain", "rollcall.sources.workspace");
        set("{\"customer\":null,\"domain\":\"wrong.example\"}");
        assertProbe("404 domainnotfound", "customer and domain");
        set("{\"domain\":null}");

        google.fail(GoogleStub.error(403, "forbidden", "Not Authorized to access this resource/api"));
        assertProbe(GoogleStub.ADMIN, "privilege Users > Read");
        google.fail(GoogleStub.error(403, "insufficientPermissions", "Insufficient Permission"));
        assertProbe("does not cover the scope", SCOPE);
        google.fail(GoogleStub.error(403, "accessNotConfigured", "Admin SDK API has not been used"));
        assertProbe("not enabled", "Admin SDK API");
        GoogleStub.Fault quota = GoogleStub.error(403, "quotaExceeded", "Quota");
        google.fail(quota, quota);
        assertProbe("quota", "passes", "Quotas");
        google.failTokens("{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
        assertProbe("not valid any more", keyFile.toString());
        google.failTokens(
                "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT: Token must be a short-lived token\"}");
        assertProbe("clock");
        for (String noToken : List.of("<html>Sign in to go on</html>", "{\"token_type\":\"Bearer\"}")) {
            google.answerTokens(200, noToken);
            assertProbe("answered something that is no token", "token-url", "proxy");
        }
        google.heal();
        set("{\"root-url\":\"http://127.0.0.1:1\"}");
        assertProbe("127.0.0.1:1 cannot be reached");
        assertThat(probe("far").sentence()).contains("directory.rollcall.invalid", "cannot be");
        set("{\"root-url\":null}");

        keyFault(folder.resolve("missing.json"), "is not there");
        keyFault(Files.writeString(folder.resolve("text.json"), "no key"), "is not JSON");
        keyFault(
                Files.writeString(folder.resolve("user.json"), "{\"type\":\"authorized_user\"}"),
                "its type is 'authorized_user'");
        keyFault(
                Files.writeString(folder.resolve("half.json"), "{\"type\":\"service_account\"}"),
                "lacks 'client_email'");
        keyFault(
                Files.writeString(
                        folder.resolve("damaged.json"),
                        Files.readString(keyFile).replaceAll("BEGIN PRIVATE KEY-----..{40}", "BEGIN PRIVATE KEY-----")),
                "damaged");
        keyFault(folder, "is not a key file");
    }

    @Test
    void theProbeLooksForAUserOfEachOrgUnit() {
        List<ObjectNode> users = new ArrayList<>(GoogleStub.users(900));
        google.users(users);
        assertThat(probe().sentence()).contains("first page has 500 users", "there are more pages.");
        users.forEach(user -> user.put("orgUnitPath", "/Staff"));
        set("{\"org-units\":[\"/Nowhere\",\"/Staff\"]}");
        PullFailure run = failure(Mode.FULL);
        SourceProbe.Probe tried = probe();
        assertThat(tried.ok()).isFalse();
        assertThat(tried.sentence()).isEqualTo(run.getMessage()).contains("'/nowhere'");

        google.users(Stream.concat(users.stream(), Stream.of(GoogleStub.user(901, "/Nowhere/Deep")))
                .toList());
        SourceProbe.Probe second = probe();
        assertThat(second.ok()).as(second.sentence()).isTrue();
        assertThat(second.sentence()).contains("the first 2 pages have 901 users for this source.");

        google.asked.clear();
        google.pages(
                (token, number) -> new GoogleStub.Page(List.of(GoogleStub.user(number, "/Staff")), "new-" + number));
        SourceProbe.Probe endless = probe();
        assertThat(endless.ok()).as(endless.sentence()).isTrue();
        assertThat(endless.sentence())
                .contains("first 20 pages have 20 users", "there are more pages", "org unit '/nowhere'");
        assertThat(google.asked).hasSize(20);
    }

    private void keyFault(Path file, String words) {
        set("{\"credentials\":\"" + file + "\"}");
        assertProbe(words, file.toString(), "rollcall.sources.workspace.credentials");
    }

    private void assertProbe(String... words) {
        SourceProbe.Probe probe = probe();
        assertThat(probe.ok()).as(probe.sentence()).isFalse();
        for (String word : words) {
            if (!word.equals("passes")) {
                assertThat(probe.sentence()).contains(word);
            }
        }
        assertThat(probe.sentence())
                .doesNotContain("\n", "Exception", "PRIVATE")
                .endsWith(".");
        assertThat(probe.sample()).isNull();
    }
}
