package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.ConsoleSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every page and every form of the console, as each role. The list is held against the handlers, so that none is left out. */
class PageAccessTest extends ConsoleFixture {
    private static final List<String> ROLES = List.of("viewer", "operator", "admin");
    private static final String ID = "00000000-0000-4000-8000-000000000000";

    /** The lowest role of each form; a form that is not here may be sent by admins alone. */
    private static final Map<String, String> LOWEST = Map.of(
            "/console/account/password", "viewer",
            "/console/problems/rejections", "operator",
            "/console/problems/deliveries", "operator",
            "/console/runs", "operator",
            "/console/runs/sync", "operator",
            "/console/runs/{id}/approve", "operator",
            "/console/runs/{id}/cancel", "operator",
            "/console/sources/{id}/preview", "operator",
            "/console/sources/{id}/test", "operator");

    private final Set<String> gets = new TreeSet<>();
    private final Set<String> posts = new TreeSet<>();
    private final Map<String, ConsoleSession> sessions = new HashMap<>();

    @LocalServerPort
    private int port;

    @Autowired
    PageAccessTest(
            JdbcTemplate jdbc,
            PasswordEncoder encoder,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers) {
        super(jdbc, encoder);
        for (RequestMappingInfo info : handlers.getHandlerMethods().keySet()) {
            for (String path : info.getPatternValues()) {
                if (path.startsWith("/console")) {
                    Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
                    assertThat(methods).as(path).hasSize(1);
                    (methods.contains(RequestMethod.GET) ? gets : posts).add(path);
                }
            }
        }
    }

    private ConsoleSession session(String role) {
        return sessions.computeIfAbsent(role, name -> ConsoleSession.signIn(port, name, "bench-" + name));
    }

    private static String filled(String path) {
        return path.replace("/sources/{id}", "/sources/visited")
                .replace("{username}", "nobody-there")
                .replace("{version}", "999")
                .replace("{way}", "undo")
                .replaceAll("\\{\\w+}", ID);
    }

    @Test
    void everyFormHasItsLowestRole() {
        assertThat(posts).hasSizeGreaterThan(25).containsAll(LOWEST.keySet());
        Map<String, String> wrong = new TreeMap<>();
        for (String path : posts) {
            String lowest = LOWEST.getOrDefault(path, "admin");
            for (String role : ROLES) {
                int status = session(role).post(filled(path), Map.of()).status();
                boolean let = ROLES.indexOf(role) >= ROLES.indexOf(lowest);
                if (let ? Set.of(401, 403, 500).contains(status) : status != 403) {
                    wrong.put(role + " " + path, "answered " + status);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyPageIsForViewersApartFromThoseOfConsoleUsers() {
        assertThat(gets).hasSizeGreaterThan(15);
        Map<String, String> wrong = new TreeMap<>();
        for (String path : gets) {
            boolean ofAdmins = path.startsWith("/console/users");
            for (String role : ROLES) {
                int status = session(role).get(filled(path)).status();
                boolean let = !ofAdmins || role.equals("admin");
                if (let ? !Set.of(200, 404).contains(status) : status != 403) {
                    wrong.put(role + " " + path, "answered " + status);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aFormWithoutTheSessionsTokenIsRefused() throws Exception {
        for (String path : posts) {
            assertThat(send(basic("admin", "bench-admin"), "POST", filled(path), "", "text/html")
                            .status())
                    .as(path)
                    .isIn(302, 303, 401, 403);
        }
    }
}
