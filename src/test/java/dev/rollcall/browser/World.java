package dev.rollcall.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import dev.rollcall.bench.ConsoleSession;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.google.GoogleStub;
import dev.rollcall.google.StubKey;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A company with an identity provider, an LDAP directory and Google Workspace, and a Rollcall that serves it. */
final class World implements AutoCloseable {
    static final String ROOT = "dc=example,dc=com";
    static final String BIND_DN = "cn=rollcall," + ROOT;
    static final String PASSWORD = "Geheim-42";
    private static final List<String> FIRST =
            List.of("Ada", "Bo", "Chidi", "Dana", "Elif", "Femi", "Grace", "Hana", "Ivo", "Jun");
    private static final List<String> LAST =
            List.of("Brod", "Lind", "Okafor", "Novak", "Yilmaz", "Adeyemi", "Murray", "Sato", "Horvat", "Park");

    final RunningRollcall rollcall;
    final InMemoryDirectoryServer directory;
    private final GoogleStub google;

    private World(RunningRollcall rollcall, InMemoryDirectoryServer directory, GoogleStub google) {
        this.rollcall = rollcall;
        this.directory = directory;
        this.google = google;
    }

    static World start(Path folder) {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(ROOT);
            config.setSchema(null);
            config.addAdditionalBindCredentials(BIND_DN, PASSWORD);
            config.setListenerConfigs(
                    InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
            InMemoryDirectoryServer directory = new InMemoryDirectoryServer(config);
            directory.startListening();
            directory.add("dn: " + ROOT, "objectClass: domain", "dc: example");
            directory.add("dn: ou=People," + ROOT, "objectClass: organizationalUnit", "ou: People");
            StubKey key = StubKey.generate();
            GoogleStub google = new GoogleStub(key);
            google.users(GoogleStub.users(3));
            RunningRollcall rollcall = RunningRollcall.start(
                    folder,
                    RunningRollcall.settings(
                            settings(directory.getListenPort(), google, key.write(folder, "key.json"))));
            return new World(rollcall, directory, google);
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> settings(int port, GoogleStub google, Path key) {
        Map<String, Object> sources = new LinkedHashMap<>();
        sources.put("okta", Map.of("kind", "scim", "token", RunningRollcall.TOKEN));
        sources.put(
                "corp-ad",
                Map.of(
                        "kind",
                        "ldap",
                        "profile",
                        "open-ldap",
                        "url",
                        List.of("ldap://localhost:" + port),
                        "tls",
                        "none",
                        "bind-dn",
                        BIND_DN,
                        "password",
                        PASSWORD,
                        "base",
                        List.of("ou=People," + ROOT),
                        "schedule",
                        "0 0 3 * * ?"));
        sources.put(
                "workspace",
                Map.of(
                        "kind",
                        "google",
                        "credentials",
                        key.toString(),
                        "delegate",
                        GoogleStub.ADMIN,
                        "root-url",
                        google.url(),
                        "token-url",
                        google.url() + "/token"));
        return Map.of(
                "console",
                Map.of("oidc", oidc()),
                "roles",
                Map.of(
                        "catalogue",
                        List.of(
                                Map.of("name", "Administrator", "protected", true),
                                Map.of("name", "Staff User"),
                                Map.of("name", "Technician", "aliases", List.of("Tech", "Field Engineer")))),
                "custom-fields",
                List.of(
                        Map.of(
                                "name",
                                "Team",
                                "type",
                                "dropdown",
                                "options",
                                List.of("Field", "Office", "Unspecified"),
                                "mandatory",
                                true,
                                "default",
                                "Unspecified"),
                        Map.of("name", "Insurance Covered", "type", "boolean", "mandatory", true, "default", "No")),
                "sources",
                sources);
    }

    /** Whose button is on the login page; nobody goes there. */
    private static Map<String, Object> oidc() {
        return Map.of(
                "name",
                "Fabrikam",
                "issuer",
                "https://login.fabrikam.example",
                "client-id",
                "rollcall",
                "client-secret",
                "secret",
                "roles",
                Map.of("admins", "admin"));
    }

    int port() {
        return rollcall.port();
    }

    /** Pushes, pulls, refuses and stops, so that every page has something to show. */
    World populate() {
        for (int i = 0; i < 40; i++) {
            push(scim(i));
        }
        push("""
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "nina@fabrikam.example",
                 "name": {"familyName": "Rossi"}, "emails": [{"value": "nina@fabrikam.example"}], "nickName": "Nini",
                 "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User": {"team": "Marketing"}, "active": true}""");
        rollcall.scim("POST", "/Groups", Map.of("displayName", "Everybody"));
        for (int i = 0; i < 60; i++) {
            person(i);
        }
        run(Map.of("source", "corp-ad", "mode", "full", "remap", true));
        api("PATCH", "/settings", Map.of("sources", Map.of("okta", Map.of("attributes", Map.of("team", "userType")))));
        for (int i = 0; i < 14; i++) {
            delete("uid=p" + i);
        }
        run(Map.of("source", "workspace", "dryRun", true));
        run(Map.of("source", "corp-ad", "mode", "full"));
        return this;
    }

    private static String scim(int i) {
        String first = FIRST.get(i % 10);
        String last = LAST.get((i * 3 + i / 10) % 10);
        String user = (first + "." + last + (i < 10 ? "" : i)).toLowerCase(java.util.Locale.ROOT) + "@fabrikam.example";
        return """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "%s", "externalId": "00u%d", "active": %s,
                 "name": {"givenName": "%s", "familyName": "%s"}, "title": "Engineer", "displayName": "%s %s",
                 "emails": [{"value": "%s", "type": "work", "primary": true}],
                 "phoneNumbers": [{"type": "work", "value": "+44 20 7946 00%02d"}],
                 "roles": [{"value": "%s", "primary": true}],
                 "addresses": [{"type": "work", "streetAddress": "%d Mill Lane", "locality": "Leeds", "postalCode": "LS1 4AP", "country": "GB"}],
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Field Service", "employeeNumber": "E%04d"}}""".formatted(
                        user,
                        i,
                        i % 13 != 5,
                        first,
                        last,
                        first,
                        last,
                        user,
                        i,
                        i % 4 == 0 ? "Tech" : i % 4 == 1 ? "Ninja" : "Staff User",
                        i + 1,
                        i);
    }

    void push(String user) {
        rollcall.scim("POST", "/Users", user);
    }

    /** Somebody in the LDAP directory. */
    void person(int i, String... more) {
        List<String> entry = new ArrayList<>(List.of(
                "dn: uid=p" + i + ",ou=People," + ROOT,
                "objectClass: inetOrgPerson",
                "entryUUID: 00000000-0000-4000-8000-" + String.format("%012d", i),
                "uid: p" + i,
                "cn: " + FIRST.get(i % 10) + " " + LAST.get(i / 10 % 10),
                "givenName: " + FIRST.get(i % 10),
                "sn: " + LAST.get(i / 10 % 10),
                "title: Analyst",
                "l: Porto",
                "mail: p" + i + "@example.com"));
        entry.addAll(List.of(more));
        try {
            directory.add(entry.toArray(String[]::new));
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    private void delete(String rdn) {
        try {
            directory.delete(rdn + ",ou=People," + ROOT);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode api(String method, String path, Map<String, Object> body) {
        Wire.Answer answer = rollcall.api(method, path, body);
        assertThat(answer.status()).as("%s", answer).isBetween(200, 202);
        return answer.json();
    }

    /** Starts a run and waits until it, and what follows it, has ended or waits for a person. */
    JsonNode run(Map<String, Object> wish) {
        String id = api("POST", "/sync-runs", wish).path("id").asText();
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> rollcall.api("GET", "/sync-runs/" + id, null).json(),
                        run -> !run.path("state").asText().equals("running")
                                && (!run.path("remapsThen").asBoolean() || run.hasNonNull("followedBy")));
    }

    /** Every page that can be opened by an address, with what there is of each. */
    List<String> pages() {
        ConsoleSession console = ConsoleSession.signIn(port(), "admin", RunningRollcall.ADMIN_PASSWORD);
        List<String> pages = new ArrayList<>(List.of(
                "/console",
                "/console/members",
                "/console/new-member",
                "/console/problems",
                "/console/problems?state=held",
                "/console/problems/deliveries?state=delivered",
                "/console/runs",
                "/console/requests?source=okta",
                "/console/sources",
                "/console/new-source?kind=ldap",
                "/console/new-source?kind=google",
                "/console/new-source?kind=route",
                "/console/roles",
                "/console/fields",
                "/console/settings",
                "/console/audit",
                "/console/users",
                "/console/account"));
        for (String source : List.of("okta", "corp-ad", "workspace")) {
            pages.add("/console/sources/" + source);
            pages.add("/console/sources/" + source + "/attributes");
        }
        for (String provider : List.of("okta", "entra", "onelogin")) {
            pages.add("/console/sources/okta/setup?provider=" + provider);
        }
        pages.add("/console/members/" + first("/members", "members"));
        for (JsonNode run : rollcall.api("GET", "/sync-runs", null).json().path("runs")) {
            pages.add("/console/runs/" + run.path("id").asText());
        }
        pages.forEach(page -> assertThat(console.get(page).status()).as(page).isEqualTo(200));
        return pages;
    }

    String first(String path, String list) {
        return rollcall.api("GET", path, null)
                .json()
                .path(list)
                .path(0)
                .path("id")
                .asText();
    }

    /** The run that waits for a person. */
    String stopped() {
        for (JsonNode run : rollcall.api("GET", "/sync-runs", null).json().path("runs")) {
            if (run.path("state").asText().equals("stopped")) {
                return run.path("id").asText();
            }
        }
        throw new AssertionError("no run was stopped");
    }

    @Override
    public void close() {
        rollcall.close();
        directory.shutDown(true);
        google.close();
    }
}
