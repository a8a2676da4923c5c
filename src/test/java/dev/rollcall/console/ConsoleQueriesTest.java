package dev.rollcall.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.audit.Audit;
import dev.rollcall.database.MigratedDatabase;
import dev.rollcall.settings.RollcallSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

class ConsoleQueriesTest {
    private static final RollcallSettings.Roles ROLES = new RollcallSettings.Roles(
            true,
            List.of(new RollcallSettings.Role("Technician", false, List.of("Tech"))),
            "",
            new RollcallSettings.UnknownRole("hold", null),
            List.of(),
            5);

    static Stream<Supplier<DataSource>> databases() {
        return Stream.of(MigratedDatabase::h2, MigratedDatabase::postgres);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void membersAreFoundByEachFilterAndByTheBeginningOfANameOrAddress(Supplier<DataSource> database) {
        JdbcTemplate jdbc = new JdbcTemplate(database.get());
        MembersController members = new MembersController(new MemberQuery(jdbc), new MemberSearch(jdbc), () -> ROLES);
        UUID ada = member(jdbc, "okta", "Ada", "Lovelace", "Technician");
        UUID bob = member(jdbc, "entra", "Bob", "100%_Real", "Staff User");

        assertThat(ids(members.find("ADA@x.example", null, null, null, null, null, null, null, null)))
                .containsExactly(ada);
        assertThat(ids(members.find(null, "Ada@X.example", null, null, null, null, null, null, null)))
                .containsExactly(ada);
        for (String role : List.of("Technician", "technician", "TECHNICIAN ")) {
            assertThat(ids(members.find(null, null, null, role, null, null, null, null, null)))
                    .as(role)
                    .containsExactly(ada);
        }
        assertThat(ids(members.find(null, null, null, "Staff User", null, null, null, null, null)))
                .as("a role that is in no catalogue")
                .containsExactly(bob);
        assertThat(ids(members.find(null, null, null, null, "active", "entra", null, null, null)))
                .containsExactly(bob);
        assertThat(ids(members.find(null, null, null, null, "inactive", null, null, null, null)))
                .isEmpty();
        for (String q : List.of("ada", "ADA@", "love", "Ada Love")) {
            assertThat(ids(members.find(null, null, q, null, null, null, null, null, null)))
                    .as(q)
                    .containsExactly(ada);
        }
        assertThat(ids(members.find(null, null, "100%_r", null, null, null, null, null, null)))
                .containsExactly(bob);
        assertThat(ids(members.find(null, null, "%", null, null, null, null, null, null)))
                .isEmpty();
        assertThat(ids(members.find(null, null, "' OR 1=1 --", null, null, null, null, null, null)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMemberIsShownWithEverythingByEitherId(Supplier<DataSource> database) {
        JdbcTemplate jdbc = new JdbcTemplate(database.get());
        MembersController members = new MembersController(new MemberQuery(jdbc), new MemberSearch(jdbc), () -> ROLES);
        UUID ada = member(jdbc, "okta", "Ada", "Lovelace", "Technician");

        MemberView view = members.show(ada.toString());
        assertThat(view.source()).isEqualTo("okta");
        assertThat(view.email()).isEqualTo("Ada@x.example");
        assertThat(view.firstName()).isEqualTo("Ada");
        assertThat(view.roleOrigin()).isEqualTo("fallback");
        assertThat(view.requestedRole()).isEqualTo("Wizard");
        assertThat(view.customFields().get("Team").asText()).isEqualTo("Field");
        assertThat(view.origins().toString())
                .isEqualTo("{\"role\":{\"origin\":\"fallback\",\"attribute\":\"roles.value\"}}");
        assertThat(view.delivery().state()).isEqualTo("waiting");
        assertThat(view.delivery().attempts()).isEqualTo(2);
        assertThat(view.delivery().lastError()).isEqualTo("down");
        assertThat(members.show(String.valueOf(view.scimId()))).isEqualTo(view);
        for (String unknown : List.of(UUID.randomUUID().toString(), "x", "1-1-1-1-1")) {
            assertThatThrownBy(() -> members.show(unknown))
                    .isInstanceOf(ApiRefusal.class)
                    .hasMessageContaining(unknown);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void pagesHoldEveryRowOnce(Supplier<DataSource> database) {
        JdbcTemplate jdbc = new JdbcTemplate(database.get());
        MembersController members = new MembersController(new MemberQuery(jdbc), new MemberSearch(jdbc), () -> ROLES);
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(member(jdbc, "okta", "U" + i, "Last", "Staff User"));
        }
        Audit audit = new Audit(jdbc, Clock.systemUTC());
        for (int i = 0; i < 7; i++) {
            audit.record("ann", "a.b", "s" + i, JsonNodeFactory.instance.objectNode());
        }

        List<UUID> seen = new ArrayList<>();
        String cursor = null;
        do {
            MembersController.Members page = members.find(null, null, null, null, null, null, null, cursor, 3);
            seen.addAll(ids(page));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(made);

        List<String> subjects = new ArrayList<>();
        do {
            AuditController.Entries page = new AuditController(jdbc).find(cursor, 2);
            page.audit().forEach(entry -> subjects.add(entry.subject()));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(subjects).containsExactlyInAnyOrder("s0", "s1", "s2", "s3", "s4", "s5", "s6");
        assertThatThrownBy(() -> members.find(null, null, null, null, null, null, null, "x", null))
                .isInstanceOf(ApiRefusal.class);
        assertThatThrownBy(() -> members.find(null, null, null, null, null, null, null, null, 201))
                .isInstanceOf(ApiRefusal.class);
        assertThatThrownBy(() -> members.find(null, null, null, null, "Active", null, null, null, null))
                .hasMessage("The parameter 'status' must be one of active, inactive, held.");
        assertThatThrownBy(() -> new AuditController(jdbc).find("1_x", null)).isInstanceOf(ApiRefusal.class);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void severalConditionsFindEverybodyInTheEndAndLookAtFewAPage(Supplier<DataSource> database) {
        JdbcTemplate jdbc = new JdbcTemplate(database.get());
        MembersController members =
                new MembersController(new MemberQuery(jdbc, 2), new MemberSearch(jdbc), () -> ROLES);
        List<UUID> technicians = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            member(jdbc, "okta", "A" + i, "Last", "Staff User");
        }
        for (int i = 0; i < 3; i++) {
            technicians.add(member(jdbc, "okta", "T" + i, "Last", "Technician"));
            member(jdbc, "entra", "E" + i, "Last", "Technician");
        }
        List<UUID> seen = new ArrayList<>();
        int pages = 0;
        String cursor = null;
        do {
            MembersController.Members page =
                    members.find(null, null, null, "Technician", null, "okta", null, cursor, 2);
            seen.addAll(ids(page));
            cursor = page.nextCursor();
            pages++;
        } while (cursor != null);
        assertThat(seen).hasSize(3).containsExactlyInAnyOrderElementsOf(technicians);
        assertThat(pages).isBetween(2, 6);

        MembersController.Members nobody = members.find(null, null, null, "Staff User", null, "entra", null, null, 2);
        assertThat(nobody.members()).isEmpty();
        assertThat(nobody.nextCursor()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void historyDeliveriesAndRejectionsTellWhatHappened(Supplier<DataSource> database) {
        JdbcTemplate jdbc = new JdbcTemplate(database.get());
        UUID ada = member(jdbc, "okta", "Ada", "Lovelace", "Technician");
        history(jdbc, ada, 1, null, "{\"city\":\"Rome\"}");
        history(jdbc, ada, 2, "{\"city\":\"Rome\"}", "{\"city\":\"Oslo\"}");

        MemberHistoryController.History history =
                new MemberHistoryController(jdbc, new MemberQuery(jdbc)).history(ada.toString(), null, 1);
        assertThat(history.history().get(0).after().get("city").asText()).isEqualTo("Oslo");
        assertThat(history.history().get(0).delivered()).isFalse();
        MemberHistoryController.Entry first = new MemberHistoryController(jdbc, new MemberQuery(jdbc))
                .history(ada.toString(), Long.valueOf(String.valueOf(history.nextCursor())), null)
                .history()
                .get(0);
        assertThat(first.before().isNull()).isTrue();
        assertThat(first.delivered()).isTrue();

        DeliveriesController deliveries = new DeliveriesController(jdbc);
        assertThat(deliveries.find("waiting", null, null).deliveries().get(0).id())
                .isEqualTo(ada);
        assertThat(deliveries.find("dead", null, null).deliveries()).isEmpty();

        UUID rejection = UUID.randomUUID();
        jdbc.update(
                "INSERT INTO rejection (id, source_id, user_name, state, problems, intent, document, created, modified, attempts)"
                        + " VALUES (?, 'okta', 'bob', 'open', '[{\"code\":\"RC-1201\"}]', 'create', '{}', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1)",
                rejection);
        RejectionsController rejections = new RejectionsController(jdbc);
        assertThat(rejections.find("open", "okta", null, null).rejections().get(0))
                .isEqualTo(rejections.show(rejection.toString()));
        assertThat(rejections
                        .show(rejection.toString())
                        .problems()
                        .at("/0/code")
                        .asText())
                .isEqualTo("RC-1201");
        assertThat(rejections.find("held", null, null, null).rejections()).isEmpty();
    }

    private static List<UUID> ids(MembersController.Members members) {
        return members.members().stream().map(MemberView::id).toList();
    }

    private static void history(JdbcTemplate jdbc, UUID member, long version, @Nullable String before, String after) {
        jdbc.update(
                "INSERT INTO member_history (member_id, version, at, source_id, operation, before, after) VALUES (?, ?, CURRENT_TIMESTAMP, 'okta', 'update', ?, ?)",
                member,
                version,
                before,
                after);
    }

    private static UUID member(JdbcTemplate jdbc, String source, String first, String last, String role) {
        UUID id = UUID.randomUUID();
        String email = first + "@x.example";
        jdbc.update(
                "INSERT INTO member (id, source_id, status, role, role_origin, requested_role, email, user_name, fields, custom_fields, origins, version, created, modified)"
                        + " VALUES (?, ?, 'active', ?, 'fallback', 'Wizard', ?, ?, ?, '{\"Team\":\"Field\"}',"
                        + " '{\"role\":{\"origin\":\"fallback\",\"attribute\":\"roles.value\"}}', 2, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)",
                id,
                source,
                role,
                email.toLowerCase(java.util.Locale.ROOT),
                email.toLowerCase(java.util.Locale.ROOT),
                "{\"email\":\"" + email + "\",\"first_name\":\"" + first + "\",\"last_name\":\"" + last + "\"}");
        jdbc.update(
                "INSERT INTO source_record (id, source_id, member_id, document, hash, active, version, user_name, email, display_name, given_name, family_name, created, modified)"
                        + " VALUES (?, ?, ?, '{}', '', TRUE, 1, ?, ?, ?, ?, ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)",
                UUID.randomUUID(),
                source,
                id,
                email.toLowerCase(java.util.Locale.ROOT),
                email.toLowerCase(java.util.Locale.ROOT),
                (first + " " + last).toLowerCase(java.util.Locale.ROOT),
                first.toLowerCase(java.util.Locale.ROOT),
                last.toLowerCase(java.util.Locale.ROOT));
        jdbc.update(
                "INSERT INTO delivery (member_id, operation, changed, version, delivered_version, state, attempts, fence, last_error, created, modified)"
                        + " VALUES (?, 'update', '[\"city\"]', 2, 1, 'waiting', 2, 0, 'down', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)",
                id);
        return id;
    }
}
