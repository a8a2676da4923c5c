package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Lists of users: in pages, and in the order that a client asks for. */
class ListStoriesTest {
    @OnEachDatabase
    void pagesByCursorBeginWithAnEmptyOneAndHoldEveryUserOnce(Database database) {
        ScimClient pages = database.rollcall().source("pages");
        List<String> made = IntStream.range(0, 7)
                .mapToObj(i -> pages.post(user("page" + i)).id())
                .toList();

        for (String first : List.of("cursor", "cursor=")) {
            List<String> seen = new ArrayList<>();
            Answer page = pages.list(first + "&count=3");
            seen.addAll(texts(page, "id"));
            while (page.body().has("nextCursor")) {
                page = pages.list(
                        "count=3&cursor=" + page.body().path("nextCursor").asText());
                seen.addAll(texts(page, "id"));
            }
            assertThat(seen).isEqualTo(made);
        }
        for (String filter : List.of("", "&filter=title%20pr%20or%20userName%20sw%20%22page%22")) {
            Answer all = pages.list("cursor&count=7" + filter);
            assertThat(texts(all, "id")).isEqualTo(made);
            assertThat(all.body().path("totalResults").asInt()).isEqualTo(7);
            assertThat(all.body().has("nextCursor")).as("%s", all).isFalse();
            assertThat(pages.list("cursor&count=6" + filter).body().has("nextCursor"))
                    .isTrue();
        }
    }

    /** By an index, by what has none, by numbers, times and flags; with a filter that no index answers, too. */
    @OnEachDatabase
    void pagesByCursorComeInTheOrderThatIsAskedFor(Database database) {
        ScimClient pages = database.rollcall().source("ordered");
        List<String> titles = List.of("b", "", "a", "B", "", "c\uD83D\uDE00", "a");
        for (int i = 0; i < titles.size(); i++) {
            ObjectNode user = user("ordered" + (i * 5 % 7)).put("active", i % 3 > 0);
            user.putObject("urn:acme:2.0:User").put("rank", i * 1.5e3 % 4000);
            pages.post(
                    titles.get(i).isEmpty()
                            ? user
                            : user.put("title", titles.get(i)).put("displayName", "D" + i % 3));
        }
        for (String by : List.of(
                "userName",
                "displayName",
                "title",
                "active",
                "meta.created",
                "id",
                "emails",
                "urn:acme:2.0:User:rank")) {
            for (String order : List.of("ascending", "descending")) {
                for (String filter : List.of("", "&filter=timezone%20eq%20null")) {
                    String query = "&sortBy=" + by + "&sortOrder=" + order + filter;
                    List<String> whole = texts(pages.list("count=100" + query), "id");
                    assertThat(whole).hasSize(7);
                    assertThat(walk(pages, "count=2" + query)).as(query).isEqualTo(whole);
                }
            }
        }
    }

    @OnEachDatabase
    void whoIsRemovedOrAddedBeforeACursorShiftsNothing(Database database) {
        ScimClient pages = database.rollcall().source("shifting");
        for (String name : List.of("bo", "cy", "di", "ed")) {
            pages.post(user(name));
        }
        for (String by : List.of("userName", "nickName")) {
            List<String> whole = texts(pages.list("sortBy=" + by), "id");
            Answer first = pages.list("cursor&count=2&sortBy=" + by);
            pages.delete(whole.get(1));
            pages.post(user("aa-" + by.toLowerCase(Locale.ROOT)));
            String next = "count=2&cursor=" + first.body().path("nextCursor").asText();
            assertThat(texts(pages.list(next + "&sortBy=" + by), "id").get(0)).isEqualTo(whole.get(2));
            assertThat(pages.list(next).scimType()).isEqualTo("invalidCursor");
        }
    }

    private static List<String> walk(ScimClient pages, String query) {
        List<String> seen = new ArrayList<>();
        Answer page = pages.list("cursor&" + query);
        seen.addAll(texts(page, "id"));
        while (page.body().has("nextCursor")) {
            page = pages.list(
                    query + "&cursor=" + page.body().path("nextCursor").asText());
            seen.addAll(texts(page, "id"));
        }
        return seen;
    }

    @OnEachDatabase
    void numbersAreSortedByTheirValue(Database database) {
        ScimClient sorted = database.rollcall().source("numbered");
        for (String rank : List.of("10", "9", "-1", "100.5", "\"x\"")) {
            ObjectNode user = user("numbered" + Math.abs(rank.hashCode()));
            user.putObject("urn:acme:2.0:User").set("rank", ScimClient.json(rank));
            sorted.post(user);
        }
        Answer list = sorted.list("sortBy=urn:acme:2.0:User:rank");
        assertThat(list.body().path("Resources").findValuesAsText("rank"))
                .containsExactly("-1", "9", "10", "100.5", "x");
    }

    /** PostgreSQL takes no text with U+0000: that is the caller's mistake, and no trouble of the database. */
    @OnEachDatabase
    void aCharacterThatNoTextCanHaveIsNoOutage(Database database) {
        Rollcall rollcall = database.rollcall();
        assertThat(rollcall.api("ad\0min", StorySettings.ADMIN_PASSWORD, "/members")
                        .status())
                .isEqualTo(401);
        for (String list : List.of("members?q=", "members?userName=", "rejections?source=", "deliveries?state=")) {
            assertThat(rollcall.api("admin", StorySettings.ADMIN_PASSWORD, "/" + list + "a%00b")
                            .status())
                    .as(list)
                    .isLessThan(500);
        }
    }

    /** A time limit of one statement is that of its connection from then on, as H2 takes it. */
    @OnEachDatabase
    void aLongFilterLeavesNoTimeLimitBehind(Database database) throws SQLException {
        Rollcall rollcall = database.rollcall();
        String limit = database == Database.H2
                ? "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'QUERY_TIMEOUT'"
                : "SHOW statement_timeout";
        rollcall.source("bench").find("title co \"nobody has it\"");

        List<Connection> connections = new ArrayList<>();
        Set<String> limits = new HashSet<>();
        try {
            for (int i = 0; i < 8; i++) {
                Connection connection =
                        Objects.requireNonNull(rollcall.jdbc.getDataSource()).getConnection();
                connections.add(connection);
                try (ResultSet row = connection.createStatement().executeQuery(limit)) {
                    row.next();
                    limits.add(row.getString(1));
                }
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        assertThat(limits).hasSize(1).first().asString().startsWith("20");
    }

    @OnEachDatabase
    void usersAreSortedByWhatNoIndexHas(Database database) {
        ScimClient sorted = database.rollcall().source("sorted");
        List<String> titles = List.of("Driver", "", "architect", "Builder", "driver");
        for (int i = 0; i < titles.size(); i++) {
            ObjectNode user = user("sorted" + i);
            sorted.post(titles.get(i).isEmpty() ? user : user.put("title", titles.get(i)));
        }

        assertThat(texts(sorted.list("sortBy=title"), "title"))
                .containsExactly("architect", "Builder", "Driver", "driver", "");
        assertThat(texts(sorted.list("sortBy=title&sortOrder=descending"), "title"))
                .containsExactly("", "Driver", "driver", "Builder", "architect");
        Answer page = sorted.list("sortBy=title&startIndex=2&count=2&filter=title%20pr");
        assertThat(texts(page, "title")).containsExactly("Builder", "Driver");
        assertThat(page.body().path("totalResults").asInt()).isEqualTo(4);
        Answer deep = sorted.list("sortBy=title&startIndex=10001");
        assertThat(deep.status()).isEqualTo(400);
        assertThat(deep.scimType()).isEqualTo("tooMany");
        assertThat(deep.detail()).contains("the first 10000 users");
    }

    private static List<String> texts(Answer answer, String name) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        JsonNode users = answer.body().path("Resources");
        return StreamSupport.stream(users.spliterator(), false)
                .map(user -> user.path(name).asText())
                .toList();
    }
}
