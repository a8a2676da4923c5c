package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.database.MigratedDatabase;
import dev.rollcall.source.UserKeys;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.assertj.core.api.ThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What SQL selects, on either database, and what the filter itself says are the same users. */
class FilterDatabaseTest {
    private static final List<String> WORDS =
            List.of("ana", "Ana", "bo", "Bo%b", "a_a", "a!b", "z", "Ümit", "İst", "x\\y");
    private static final ListQuery FIRST_PAGE = ListQuery.of(Map.of());
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, ObjectNode> USERS = new LinkedHashMap<>();
    private static final Map<String, JdbcTemplate> DATABASES = new LinkedHashMap<>();

    @BeforeContainer
    static void fill() {
        DATABASES.put("h2", new JdbcTemplate(MigratedDatabase.h2()));
        DATABASES.put("postgresql", new JdbcTemplate(MigratedDatabase.postgres()));
        Random random = new Random(7);
        for (int i = 0; i < 150; i++) {
            insert(i, random);
        }
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static void maybe(Random random, ObjectNode body, String name) {
        if (random.nextBoolean()) {
            body.put(name, word(random));
        }
    }

    private static ObjectNode generated(int i, Random random) {
        ObjectNode body = Json.object("{}").put("userName", word(random) + i);
        maybe(random, body, "externalId");
        maybe(random, body, "displayName");
        maybe(random, body, "title");
        maybe(random, body.putObject("name"), "givenName");
        maybe(random, body.withObject("/name"), "familyName");
        maybe(random, body.withObject("/name"), "formatted");
        for (int e = random.nextInt(4); e > 0; e--) {
            body.withArray("/emails")
                    .addObject()
                    .put("value", word(random) + (e == 1 ? i : ""))
                    .put("type", e == 2 ? "home" : "work")
                    .put("primary", e == 1);
        }
        body.put("active", random.nextInt(3) > 0);
        return UserDocuments.canonical(body).document();
    }

    private static void insert(int i, Random random) {
        ObjectNode document = generated(i, random);
        UserKeys keys = DocumentKeys.of(document);
        UUID id = new UUID(4711, i);
        Instant created = START.plusSeconds(i / 2);
        String source = i % 10 == 0 ? "other" : "okta";
        for (JdbcTemplate database : DATABASES.values()) {
            database.update(
                    """
                    INSERT INTO source_record (id, source_id, member_id, document, hash, active, version, user_name, external_id,
                      email, display_name, formatted_name, given_name, family_name, created, modified)
                    VALUES (?, ?, ?, '{}', '', ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    id,
                    source,
                    id,
                    document.path("active").booleanValue(),
                    folded(keys.userName()),
                    keys.externalId(),
                    folded(keys.email()),
                    folded(keys.displayName()),
                    folded(keys.formattedName()),
                    folded(keys.givenName()),
                    folded(keys.familyName()),
                    created.atOffset(ZoneOffset.UTC),
                    created.atOffset(ZoneOffset.UTC));
            keys.otherEmails().stream()
                    .map(FilterDatabaseTest::folded)
                    .distinct()
                    .forEach(email ->
                            database.update("INSERT INTO source_record_email VALUES (?, ?, ?)", id, source, email));
        }
        document.put("id", id.toString());
        document.putObject("meta")
                .put("created", created.toString())
                .put("lastModified", created.toString())
                .put("resourceType", "User");
        if (source.equals("okta")) {
            USERS.put(id.toString(), document);
        }
    }

    private static @Nullable String folded(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static Set<String> selected(JdbcTemplate database, SqlCondition condition) {
        return new TreeSet<>(database.query(
                "SELECT r.id FROM source_record r WHERE r.source_id = 'okta' AND " + condition.where(),
                (row, number) -> row.getString(1),
                condition.parameters().toArray()));
    }

    private static Arbitrary<String> leaves() {
        Arbitrary<String> value = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.of(WORDS).map(word -> word.replace("\\", "\\\\"))),
                Tuple.of(
                        3, Arbitraries.of("a", "", "%", "_", "!", "ANA3", "bo%b7", "ümit", "'", "\\u00dcmit", "\\\\")));
        Arbitrary<String> texts = Combinators.combine(
                        Arbitraries.of(
                                "userName",
                                "externalId",
                                "displayName",
                                "name.givenName",
                                "urn:ietf:params:scim:schemas:core:2.0:User:name.familyName",
                                "NAME.Formatted",
                                "emails",
                                "emails.value",
                                "title",
                                "department"),
                        Arbitraries.of("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"),
                        value)
                .as((a, op, v) -> a + " " + op + " \"" + v + "\"");
        Arbitrary<String> others = Arbitraries.of(
                "active eq true",
                "active ne \"True\"",
                "active eq null",
                "active ne null",
                "active pr",
                "emails pr",
                "emails.value pr",
                "displayName pr",
                "title pr",
                "name pr",
                "id pr",
                "externalId pr",
                "externalId eq null",
                "emails.value ne null",
                "id eq \"x\"",
                "id ne \"x\"",
                "id eq \"" + new UUID(4711, 3) + "\"",
                "id co \"1267\"",
                "id ne \"" + new UUID(4711, 3) + "\"",
                "meta.created ge \"2026-01-01T00:00:30Z\"",
                "meta.created ne \"2026-01-01T01:00:30+01:00\"",
                "meta.lastModified lt \"2026-01-01T00:00:30.5Z\"",
                "meta.created eq \"2026-01-01T00:00:10Z\"",
                "meta.created co \"00:00:1\"",
                "meta.resourceType eq User",
                "meta.created pr");
        Arbitrary<String> elements = Combinators.combine(
                        Arbitraries.of("work", "home"),
                        Arbitraries.of("eq", "ne", "sw"),
                        value,
                        Arbitraries.of(
                                "emails[type eq \"%s\" and value %s \"%s\"]",
                                "emails[type eq \"%s\" or value %s \"%s\"]",
                                "emails[type eq \"%s\"].value %s \"%s\"",
                                "emails[not (type eq \"%s\") and value %s \"%s\"]"))
                .as((type, op, v, form) -> form.formatted(type, op, v));
        Arbitrary<String> single = value.map(v -> "emails[value eq \"" + v + "\"]");
        return Arbitraries.frequencyOf(
                Tuple.of(5, texts), Tuple.of(2, others), Tuple.of(2, elements), Tuple.of(1, single));
    }

    @Provide
    Arbitrary<String> filters() {
        return leaves().list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .flatMap(parts -> Arbitraries.randomValue(random -> {
                    StringBuilder filter = new StringBuilder(parts.get(0));
                    for (String part : parts.subList(1, parts.size())) {
                        String word = random.nextBoolean() ? " and " : " or ";
                        filter.append(word).append(random.nextInt(3) == 0 ? "not (" + part + ")" : part);
                        if (random.nextInt(3) == 0) {
                            filter.insert(0, random.nextBoolean() ? "(" : "not (")
                                    .append(')');
                        }
                    }
                    return filter.toString();
                }));
    }

    @Property(tries = 600)
    void sqlAndFilterAgree(@ForAll("filters") String text) {
        UserFilter filter = UserFilter.parse(text, Set.of());
        Set<String> expected = new TreeSet<>();
        USERS.forEach((id, user) -> {
            if (filter.matches(user)) {
                expected.add(id);
            }
        });
        SqlCondition condition = filter.toSql();
        DATABASES.forEach((name, database) -> {
            if (condition.exact()) {
                assertThat(selected(database, condition))
                        .as("%s: %s", name, text)
                        .isEqualTo(expected);
            } else {
                assertThat(selected(database, condition))
                        .as("%s: %s", name, text)
                        .containsAll(expected);
            }
        });
    }

    @Example
    void everyEmailOfAUserIsFound() {
        ObjectNode many = Json.object("{'userName':'many'}");
        for (int i = 0; i < 200; i++) {
            many.withArray("/emails").addObject().put("value", "a" + i + "@x.example");
        }
        assertThat(DocumentKeys.of(UserDocuments.canonical(many).document()).otherEmails())
                .as("a filter by e-mail asks these rows alone")
                .hasSize(199);
    }

    @Example
    void whatIdentityProvidersAskIsServedByIndexes() {
        Map<String, String> indexes = new LinkedHashMap<>();
        indexes.put("userName eq \"ana1\"", "SOURCE_RECORD_USER_NAME");
        indexes.put("externalId eq ana", "SOURCE_RECORD_EXTERNAL_ID");
        indexes.put("emails.value eq \"ana1\"", "SOURCE_RECORD_PRIMARY_EMAIL");
        indexes.put("emails eq \"ana\"", "SOURCE_RECORD_EMAIL_VALUE");
        indexes.put("emails[type eq \"work\"].value eq \"ana1\"", "PRIMARY_KEY");
        indexes.put("userName eq \"ana1\" and active eq true", "SOURCE_RECORD_USER_NAME");
        indexes.put("active eq true", "SOURCE_RECORD_PAGE");
        indexes.forEach((filter, index) -> {
            SqlCondition condition = UserFilter.parse(filter, Set.of()).toSql();
            String where = "r.source_id = ? AND " + condition.where();
            List<Object> parameters = new ArrayList<>(List.of("okta"));
            parameters.addAll(condition.parameters());
            String plan = String.valueOf(java.util.Objects.requireNonNull(DATABASES.get("h2"))
                    .queryForObject(
                            "EXPLAIN SELECT r.id FROM source_record r WHERE " + where
                                    + ScimStore.order(where, condition, FIRST_PAGE),
                            String.class,
                            parameters.toArray()));
            assertThat(plan.replace("PUBLIC.", "")).as(filter).contains(index).doesNotContain("tableScan");
            assertThat(condition.exact()).as(filter).isEqualTo(!filter.contains("["));
        });
    }

    private static DataSource source(String database) {
        return java.util.Objects.requireNonNull(
                java.util.Objects.requireNonNull(DATABASES.get(database)).getDataSource());
    }

    private static LongReads longReads(String database, Duration limit) {
        DataSource source = source(database);
        return new LongReads(source, new TransactionTemplate(new JdbcTransactionManager(source)), limit);
    }

    /** PostgreSQL's driver holds all rows of a statement that is not in a transaction. */
    @Example
    void usersAreReadPieceByPiece() {
        DataSource source = source("postgresql");
        List<String> states = new ArrayList<>();
        longReads("postgresql", Duration.ofSeconds(10))
                .each("SELECT r.id FROM source_record r WHERE r.version = ?", List.of(1L), row -> {
                    // Not by a template, which would ask in the same transaction.
                    try (Connection other = source.getConnection();
                            ResultSet state = other.createStatement()
                                    .executeQuery(
                                            "SELECT state FROM pg_stat_activity WHERE query LIKE 'SELECT r.id FROM source_record r WHERE r.version%'")) {
                        while (states.isEmpty() && state.next()) {
                            states.add(state.getString(1));
                        }
                    }
                });
        assertThat(states).containsExactly("idle in transaction");
    }

    @Example
    void whatTakesTooLongIsStoppedAndSaysWhatToDo() {
        for (String database : DATABASES.keySet()) {
            assertTooLong(() -> longReads(database, Duration.ZERO)
                    .each("SELECT r.id FROM source_record r WHERE r.version = ?", List.of(1L), row -> {}));
        }
        assertTooLong(() -> longReads("postgresql", Duration.ofSeconds(1))
                .within(by -> by.queryForList("SELECT CAST(pg_sleep(30) AS VARCHAR)", String.class)));
    }

    private static void assertTooLong(ThrowableAssert.ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOfSatisfying(ScimException.class, e -> {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.scimType()).isEqualTo("tooMany");
            assertThat(e.detail()).contains("Filter by userName");
        });
    }

    @Example
    void valuesNeverBecomeSql() {
        SqlCondition condition =
                UserFilter.parse("userName eq \"x' OR '1'='1\"", Set.of()).toSql();
        assertThat(condition.where()).isEqualTo("r.user_name = ?");
        DATABASES
                .values()
                .forEach(database -> assertThat(selected(database, condition)).isEmpty());
    }
}
