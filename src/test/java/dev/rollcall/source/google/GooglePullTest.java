package dev.rollcall.source.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.google.GoogleCalls;
import dev.rollcall.google.GoogleStub;
import dev.rollcall.google.StubKey;
import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.Pull.Mode;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import dev.rollcall.source.SourceProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads of Google Workspace through the shipped route, against a stand-in that follows the Directory API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GooglePullTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCOPE = "https://www.googleapis.com/auth/admin.directory.user.readonly";

    private final StubKey key = StubKey.generate();
    private final GoogleStub google = new GoogleStub(key);
    private Path folder = Path.of(".");
    private Path keyFile = Path.of(".");
    private @Nullable RunningRollcall started;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        keyFile = key.write(folder, "google.json");
        started = RunningRollcall.start(
                folder,
                RunningRollcall.settings(Map.of(
                        "sources",
                        Map.of("bench", Map.of("kind", "scim", "token", RunningRollcall.TOKEN), "workspace", source()),
                        "custom-fields",
                        List.of(Map.of("name", "Desk Size")))));
    }

    private Map<String, Object> source() {
        return Map.of(
                "kind",
                "google",
                "credentials",
                keyFile.toString(),
                "delegate",
                GoogleStub.ADMIN,
                "root-url",
                google.url(),
                "token-url",
                google.url() + "/token");
    }

    @AfterAll
    void stop() {
        rollcall().close();
        google.close();
    }

    @BeforeEach
    void healthy() {
        google.heal();
        google.asked.clear();
        google.users(GoogleStub.users(3));
        set(
                "{\"org-units\":null,\"domain\":null,\"customer\":null,\"delegate\":null,\"credentials\":null,\"root-url\":null,\"token-url\":null}");
    }

    @Test
    void everyPageIsReadAndAnUnchangedUserIsTheSameTextAgain() {
        google.users(GoogleStub.users(1203));
        KeptPull first = read("workspace", Mode.FULL);
        assertThat(first.pages).containsExactly(500, 500, 203);
        assertThat(first.completed).isEqualTo(1);
        assertThat(first.users)
                .extracting(PulledUser::key)
                .doesNotHaveDuplicates()
                .hasSize(1203);
        assertThat(google.asked)
                .hasSize(3)
                .allSatisfy(asked ->
                        assertThat(asked).contains("customer=my_customer", "maxResults=500", "projection=full"));

        KeptPull second = read("workspace", Mode.FULL);
        assertThat(second.users)
                .extracting(user -> user.user().document().toString())
                .isEqualTo(first.users.stream()
                        .map(user -> user.user().document().toString())
                        .toList());
    }

    @Test
    void keysAreReadAlone() {
        google.users(GoogleStub.users(501));
        KeptPull keys = read("workspace", Mode.KEYS);
        assertThat(keys.keys).hasSize(501).contains("1" + "0".repeat(19) + "7");
        assertThat(keys.users).isEmpty();
        assertThat(keys.completed).isEqualTo(1);
        assertThat(google.asked.get(0)).contains("projection=basic").doesNotContain("primaryEmail");
    }

    @Test
    void changesNeedAFullRead() {
        CamelExecutionException failure =
                catchThrowableOfType(CamelExecutionException.class, () -> read("workspace", Mode.CHANGES));
        assertThat(failure.getCause()).isInstanceOf(FullReadNeeded.class);
        assertThat(google.asked).isEmpty();
    }

    @Test
    void aSampleIsOnePageAndNeverComplete() {
        google.users(GoogleStub.users(900));
        KeptPull sample = read("workspace", Mode.SAMPLE);
        assertThat(sample.pages).containsExactly(500);
        assertThat(sample.completed).isZero();
    }

    @Test
    void suspendedArchivedAndDeletedUsersAreNotActive() {
        google.users(List.of(
                GoogleStub.user(1, "/"),
                GoogleStub.user(2, "/").put("suspended", true),
                GoogleStub.user(3, "/").put("archived", true),
                GoogleStub.user(4, "/").put("deletionTime", "2026-11-01T10:00:00.000Z")));
        assertThat(read("workspace", Mode.FULL).users)
                .extracting(user -> user.user().active())
                .containsExactly(true, false, false, false);
    }

    @Test
    void orgUnitsAreReadWithThoseBelowThem() {
        google.users(List.of(
                GoogleStub.user(1, "/Staff"),
                GoogleStub.user(2, "/Staff/Berlin"),
                GoogleStub.user(3, "/Staffing"),
                GoogleStub.user(4, "/"),
                GoogleStub.user(5, "/lab")));
        set("{\"org-units\":[\"/staff/\",\"/Lab\"]}");
        KeptPull pull = read("workspace", Mode.FULL);
        assertThat(pull.users)
                .extracting(user -> user.user().keys().userName())
                .containsExactly("user1@example.com", "user2@example.com", "user5@example.com");
        assertThat(pull.completed).isEqualTo(1);
    }

    @Test
    void anOrgUnitWithoutUsersStopsTheRead() {
        google.users(List.of(GoogleStub.user(1, "/Staff"), GoogleStub.user(2, "/Field")));
        set("{\"org-units\":[\"/Staff\",\"/Feild\"]}");
        assertThat(failure(Mode.FULL).getMessage()).contains("'/feild'", "misspelt", "org-units");
        set("{\"org-units\":[\"/Nobody\"]}");
        assertThat(failure(Mode.FULL).getMessage()).contains("'/Nobody'");
    }

    @Test
    void anEmptyAnswerIsAFailure() {
        google.users(List.of());
        PullFailure failure = failure(Mode.FULL);
        assertThat(failure.getMessage()).contains("no user at all", "rollcall.sources.workspace");
        assertThat(failure.isPassing()).isFalse();
    }

    @Test
    void quotaAndServerTroubleIsWaitedOut() {
        google.users(GoogleStub.users(600));
        google.fail(
                GoogleStub.error(403, "userRateLimitExceeded", "User Rate Limit Exceeded."),
                GoogleStub.error(503, "backendError", "Backend Error"),
                new GoogleStub.Fault(0, "", Map.of()),
                new GoogleStub.Fault(
                        429, GoogleStub.error(429, "rateLimitExceeded", "slow").body(), Map.of("Retry-After", "1")));
        long start = System.nanoTime();
        KeptPull pull = kept(Mode.FULL, 6);
        assertThat(pull.users).hasSize(600);
        assertThat(pull.completed).isEqualTo(1);
        assertThat(google.asked).hasSize(6);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void troubleThatDoesNotPassEndsTheReadUncompleted() {
        for (GoogleStub.Fault fault : List.of(
                GoogleStub.error(403, "quotaExceeded", "Quota"),
                GoogleStub.error(500, "internalError", "Internal"),
                new GoogleStub.Fault(0, "", Map.of()))) {
            google.heal();
            // The JDK itself tries a lost GET once more.
            google.fail(fault, fault, fault, fault, fault, fault);
            PullFailure failure = failure(Mode.FULL);
            assertThat(failure.isPassing()).as(failure.getMessage()).isTrue();
        }
        google.heal();
        google.asked.clear();
        google.fail(new GoogleStub.Fault(429, "{}", Map.of("Retry-After", "86400")));
        assertThat(failure(Mode.FULL).getMessage()).contains("quota");
        assertThat(google.asked).as("a day is not waited for").hasSize(1);
    }

    @Test
    void aCutReadIsNeverComplete() {
        google.users(GoogleStub.users(1100));
        for (int page = 0; page < 3; page++) {
            google.heal();
            KeptPull pull = new KeptPull("workspace", Mode.FULL);
            GoogleRead read = steps().patiently(pull, new GoogleCalls(Duration.ofMillis(1), 1));
            for (int i = 0; i < page; i++) {
                steps().read(read);
            }
            GoogleStub.Fault cut = new GoogleStub.Fault(0, "", Map.of());
            google.fail(cut, cut, cut); // the JDK itself tries a lost GET once more
            assertThat(catchThrowableOfType(PullFailure.class, () -> steps().read(read))
                            .isPassing())
                    .isTrue();
            assertThat(pull.completed).isZero();
        }
    }

    @Test
    void aPageTokenThatRanOutBeginsTheReadAgain() {
        google.users(GoogleStub.users(1100));
        KeptPull pull = new KeptPull("workspace", Mode.FULL);
        GoogleRead read = steps().patiently(pull, new GoogleCalls(Duration.ofMillis(1), 1));
        steps().read(read);
        google.fail(GoogleStub.error(400, "invalid", "Invalid Input: page_token"));
        while (read.isMore()) {
            steps().read(read);
        }
        steps().finish(read);
        assertThat(pull.restarts).isEqualTo(1);
        assertThat(pull.users)
                .extracting(PulledUser::key)
                .doesNotHaveDuplicates()
                .hasSize(1100);
        assertThat(pull.completed).isEqualTo(1);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read without an end hears no interrupt
    void aListWithoutAnEndIsAFailure() {
        List<ObjectNode> users = GoogleStub.users(4);
        assertNoEnd((token, number) -> new GoogleStub.Page(users.subList(0, 2), "same"), 2);
        assertNoEnd(
                (token, number) -> token.equals("a")
                        ? new GoogleStub.Page(users.subList(0, 2), "b")
                        : new GoogleStub.Page(users.subList(2, 4), "a"),
                3);
        assertNoEnd((token, number) -> new GoogleStub.Page(users, "new-" + number), 2);
        assertNoEnd((token, number) -> new GoogleStub.Page(List.of(), token.equals("a") ? "b" : "a"), 3);
    }

    private void assertNoEnd(BiFunction<String, Integer, GoogleStub.Page> pages, int asked) {
        google.pages(pages);
        for (Mode mode : List.of(Mode.FULL, Mode.KEYS)) {
            google.asked.clear();
            PullFailure failure = failure(mode);
            assertThat(failure.getMessage()).contains("has no end", "root-url of rollcall.sources.workspace");
            assertThat(google.asked).hasSize(asked);
        }
    }

    @Test
    void pagesWithoutUsersAndUsersThatShiftAreNoFailure() {
        List<ObjectNode> users = GoogleStub.users(3);
        Map<String, GoogleStub.Page> pages = Map.of(
                "", new GoogleStub.Page(List.of(), "a"),
                "a", new GoogleStub.Page(users.subList(0, 2), "b"),
                "b", new GoogleStub.Page(List.of(), "c"),
                "c", new GoogleStub.Page(users.subList(1, 3), "d"),
                "d", new GoogleStub.Page(users.subList(2, 3), ""));
        google.pages((token, number) -> Objects.requireNonNull(pages.get(token)));
        KeptPull pull = read("workspace", Mode.FULL);
        assertThat(pull.users)
                .extracting(PulledUser::key)
                .hasSize(5)
                .contains(users.get(2).path("id").asText());
        assertThat(pull.completed).isEqualTo(1);
    }

    @Test
    void aCancelIsHeardWhileNobodyOfTheSourceComes() {
        set("{\"org-units\":[\"/Staff\"]}");
        google.pages((token, number) -> new GoogleStub.Page(List.of(), "new-" + number));
        assertCancelled(3);
        google.pages(
                (token, number) -> new GoogleStub.Page(List.of(GoogleStub.user(number, "/Left")), "new-" + number));
        assertCancelled(3);
        google.fail(new GoogleStub.Fault(429, "{}", Map.of("Retry-After", "240")));
        assertCancelled(1);
    }

    private void assertCancelled(int asked) {
        google.asked.clear();
        String run = "/sync-runs/"
                + rollcall()
                        .api("POST", "/sync-runs", Map.of("source", "workspace", "mode", "full"))
                        .json()
                        .path("id")
                        .asText();
        await().until(() -> google.asked.size() >= asked);
        assertThat(rollcall().api("POST", run + "/cancel", null).status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(rollcall()
                                .api("GET", run, null)
                                .json()
                                .path("state")
                                .asText())
                        .isEqualTo("cancelled"));
    }

    @Test
    void anAccessTokenThatRanOutIsReplaced() {
        google.users(GoogleStub.users(600));
        KeptPull pull = new KeptPull("workspace", Mode.FULL);
        GoogleRead read = steps().patiently(pull, new GoogleCalls(Duration.ofMillis(1), 1));
        steps().read(read);
        google.expireTokens();
        steps().read(read);
        steps().finish(read);
        assertThat(pull.users).hasSize(600);
    }

    @Test
    void aProxysPageAndARedirectAreFailuresAndGetNoToken() {
        google.fail(new GoogleStub.Fault(-1, "<html>Sign in</html>", Map.of()));
        assertThat(failure(Mode.FULL).getMessage()).contains("not the API's JSON");
        google.fail(new GoogleStub.Fault(-1, "{\"users\":[]}", Map.of()));
        assertThat(failure(Mode.FULL).getMessage()).contains("not the API's JSON");
        google.fail(new GoogleStub.Fault(302, "", Map.of("Location", google.url() + "/elsewhere")));
        assertThat(failure(Mode.FULL).getMessage()).contains("302");
        assertThat(google.asked).noneMatch(asked -> asked.startsWith("/elsewhere"));
    }

    @Test
    void aWholeUserBecomesAWholeMember() throws IOException {
        Wire.Answer preview = rollcall().api("POST", "/sources/workspace/preview", JSON.readTree("""
                {"id":"1","primaryEmail":"liz@example.com","name":{"givenName":"Liz","familyName":"Smith","fullName":"Liz Smith"},
                 "suspended":false,"isAdmin":true,"orgUnitPath":"/Staff","aliases":["lizzy@example.com"],
                 "externalIds":[{"value":"12345","type":"organization"},{"value":"x","type":"login_id"}],
                 "relations":[{"value":"boss@example.com","type":"manager"}],
                 "organizations":[{"title":"Old","department":"Old","costCenter":"9","primary":false},
                                  {"name":"Example","title":"Engineer","department":"Labs","primary":true,"location":"Berlin"}],
                 "phones":[{"value":"+49 1","type":"work"},{"value":"+49 2","type":"mobile"},{"value":"+49 3","type":"work_fax"}],
                 "addresses":[{"type":"home","formatted":"Secret Lane 1","locality":"Hometown"},
                              {"type":"work","streetAddress":"Main St 1","locality":"Berlin","region":"BE","postalCode":"10115","countryCode":"DE"}],
                 "languages":[{"languageCode":"en-GB","preference":"preferred"}],
                 "notes":{"value":"Key holder","contentType":"text_plain"},
                 "customSchemas":{"Rollcall":{"role":"Administrator","team":"Field","deskSize":"L"}}}"""));
        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        JsonNode fields = preview.json().path("fields");
        Map<String, String> expected = Map.ofEntries(
                Map.entry("email", "liz@example.com"),
                Map.entry("user_name", "liz@example.com"),
                Map.entry("first_name", "Liz"),
                Map.entry("last_name", "Smith"),
                Map.entry("display_name", "Liz Smith"),
                Map.entry("employee_id", "12345"),
                Map.entry("job_title", "Engineer"),
                Map.entry("department", "Labs"),
                Map.entry("organization", "Example"),
                Map.entry("manager", "boss@example.com"),
                Map.entry("role", "Administrator"),
                Map.entry("team", "Field"),
                Map.entry("location", "Berlin"),
                Map.entry("phone_number", "+49 1"),
                Map.entry("mobile_phone", "+49 2"),
                Map.entry("fax", "+49 3"),
                Map.entry("address_line_1", "Main St 1"),
                Map.entry("city", "Berlin"),
                Map.entry("state", "BE"),
                Map.entry("zip_code", "10115"),
                Map.entry("country", "DE"),
                Map.entry("preferred_language", "en-GB"),
                Map.entry("description", "Key holder"));
        expected.forEach((field, value) ->
                assertThat(fields.path(field).asText()).as(field).isEqualTo(value));
        assertThat(fields.has("cost_center")).as("jobs are not mixed").isFalse();
        assertThat(preview.json().at("/customFields/Desk Size").asText()).isEqualTo("L");
        assertThat(preview.text()).doesNotContain("Secret Lane", "Hometown");

        ObjectNode admin = GoogleStub.user(1, "/").put("isAdmin", true);
        assertThat(rollcall()
                        .api("POST", "/sources/workspace/preview", admin)
                        .json()
                        .at("/fields/role")
                        .asText())
                .as("an administrator of Google is none of the asset system")
                .isEqualTo("Staff User");
    }

    @Test
    void keysOfAUserAreThoseOfItsAccount() throws IOException {
        ObjectNode user = GoogleStub.user(1, "/");
        user.putArray("aliases").add("a1@example.com").add("USER1@example.com");
        user.putArray("emails")
                .addObject()
                .put("address", "private@home.example")
                .put("type", "home");
        google.users(List.of(user));
        var keys = read("workspace", Mode.FULL).users.get(0).user().keys();
        assertThat(keys.otherEmails()).containsExactly("a1@example.com");
        assertThat(keys.email()).isEqualTo("user1@example.com");
        assertThat(keys.externalId()).isEqualTo(user.path("id").asText());
    }

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
        set("{\"root-url\":\"https://directory.rollcall.invalid\"}");
        assertProbe("directory.rollcall.invalid", "cannot be");
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

    @Test
    void sourcesComeAndGoWithTheSettings() {
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("sources").set("second", JSON.valueToTree(source()));
        assertThat(rollcall().api("PATCH", "/settings", patch).status()).isEqualTo(200);
        assertThat(read("second", Mode.FULL).users).hasSize(3);
        patch.putObject("sources").putNull("second");
        assertThat(rollcall().api("PATCH", "/settings", patch).status()).isEqualTo(200);
        assertThat(camel().getRoute("pull-second")).isNull();
        assertThat(camel().getRoute("pull-workspace")).isNotNull();
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        refused("{\"customer\":\"C01\",\"domain\":\"example.com\"}", "customer and a domain");
        refused("{\"credentials\":\"\"}", "credentials");
        refused("{\"delegate\":\"admin\"}", "delegate");
        refused("{\"org-units\":[\"Staff\"]}", "'Staff' is not a path");
        refused("{\"root-url\":\"http://proxy.example\"}", "root-url");
        refused("{\"token-url\":\"http://127.0.0.1.example/token\"}", "token-url");
    }

    private void refused(String source, String word) {
        Wire.Answer answer = patch(source);
        assertThat(answer.status()).as(answer.text()).isBetween(400, 422);
        assertThat(answer.text()).contains(word);
    }

    @Test
    void aKeyFileThatOthersCanReadIsWarnedOf() throws IOException {
        Path open = key.write(folder, "open.json");
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        set("{\"credentials\":\"" + open + "\"}");
        assertThat(rollcall()
                        .api("GET", "/sources/workspace", null)
                        .json()
                        .path("warnings")
                        .toString())
                .contains("0600");
    }

    @Test
    void twentyThousandUsersAreReadInSeconds() {
        google.users(Stream.of(GoogleStub.users(20_000)).findFirst().orElseThrow());
        long start = System.nanoTime();
        KeptPull pull = read("workspace", Mode.FULL);
        System.out.printf("20,000 users of the Google stub in %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(pull.users).hasSize(20_000);
    }

    private KeptPull read(String source, Mode mode) {
        KeptPull pull = new KeptPull(source, mode);
        try (var template = camel().createProducerTemplate()) {
            template.requestBody("direct:pull-" + source, pull);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return pull;
    }

    private KeptPull kept(Mode mode, int tries) {
        KeptPull pull = new KeptPull("workspace", mode);
        run(pull, tries);
        return pull;
    }

    private void run(KeptPull pull, int tries) {
        GoogleRead read = steps().patiently(pull, new GoogleCalls(Duration.ofMillis(5), tries));
        while (read.isMore()) {
            steps().read(read);
        }
        steps().finish(read);
    }

    private PullFailure failure(Mode mode) {
        KeptPull pull = new KeptPull("workspace", mode);
        PullFailure failure = catchThrowableOfType(PullFailure.class, () -> run(pull, 3));
        assertThat(pull.completed).isZero();
        assertThat(failure.getMessage()).endsWith(".").doesNotContain("Exception");
        return failure;
    }

    private SourceProbe.Probe probe() {
        return camel().getRegistry().findSingleByType(GoogleProbe.class).probe("workspace");
    }

    private GooglePull steps() {
        return camel().getRegistry().findSingleByType(GooglePull.class);
    }

    private void set(String source) {
        Wire.Answer answer = patch(source);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private Wire.Answer patch(String source) {
        return rollcall().api("PATCH", "/settings", "{\"sources\":{\"workspace\":" + source + "}}");
    }

    private CamelContext camel() {
        return rollcall().camel();
    }

    private RunningRollcall rollcall() {
        return Objects.requireNonNull(started);
    }
}
