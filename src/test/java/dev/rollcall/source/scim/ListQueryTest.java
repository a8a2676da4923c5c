package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {
    @ParameterizedTest
    @CsvSource({
        "'','',1,100",
        "0,5,1,5",
        "-3,-1,1,0",
        "101,100000,101,200",
        "7,99999999999999999999,7,200",
        "' 2 ',0,2,0",
        "+1,200,1,200",
        "-99999999999999999999,201,1,200"
    })
    void bringsNumbersIntoRange(String startIndex, String count, int start, int size) {
        ListQuery query = ListQuery.of(Map.of("startindex", startIndex, "count", count, "aadoptscim062020", "x"));
        assertThat(query.startIndex()).isEqualTo(start);
        assertThat(query.count()).isEqualTo(size);
        assertThat(query.byCursor()).isFalse();
        assertThat(query.filter()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "count,ten,invalidValue",
        "startindex,1.5,invalidValue",
        "startindex,-,invalidValue",
        "count,٣,invalidValue",
        "sortby,shoeSize,invalidPath",
        "sortorder,up,invalidValue",
        "cursor,x,invalidCursor",
        "cursor,!!!!,invalidCursor",
        "cursor,YWJj,invalidCursor"
    })
    void refuses(String name, String value, String scimType) {
        assertRefused(() -> ListQuery.of(Map.of(name, value)), scimType);
    }

    @ParameterizedTest
    @CsvSource({
        "userName,user_name",
        "NAME.familyName,family_name",
        "emails.value,email",
        "meta.lastModified,modified",
        "id,id",
        "urn:ietf:params:scim:schemas:core:2.0:User:displayName,display_name"
    })
    void sortsByColumns(String by, String column) {
        ListQuery query = ListQuery.of(Map.of("sortby", by, "sortorder", "Descending"));
        assertThat(query.sortColumn()).isEqualTo(column);
        assertThat(query.descending()).isTrue();
    }

    @Test
    void whatHasNoColumnIsSortedByItsValue() {
        for (String by : List.of("title", "phoneNumbers", "department", "urn:acme:2.0:User:x")) {
            ListQuery query = ListQuery.of(Map.of("sortby", by));
            assertThat(query.sortColumn()).isNull();
            assertThat(query.sortBy()).asString().endsWith(by);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "addresses", "nobody", "name.nothing", "urn:acme:2.0:User:"})
    void whatHasNoSingleValueIsRefused(String by) {
        assertRefused(() -> ListQuery.of(Map.of("sortby", by)), "invalidPath");
    }

    /** RFC 9865 section 2.2; a cursor goes on in the order that it began in. */
    @ParameterizedTest
    @ValueSource(strings = {"userName", "title", "meta.created", "active", "id"})
    void aCursorBelongsToOneOrder(String by) {
        ListQuery first = ListQuery.of(Map.of("sortby", by, "cursor", ""));
        String cursor = new Cursor(UUID.randomUUID(), first.order(), TextNode.valueOf("2026-01-31T08:00Z")).text();
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        assertThat(ListQuery.of(Map.of("sortby", by, "cursor", cursor)).after())
                .isEqualTo(Cursor.read(cursor, first.order()));
        assertRefused(() -> ListQuery.of(Map.of("cursor", cursor)), "invalidCursor");
        assertRefused(() -> ListQuery.of(Map.of("sortby", "displayName", "cursor", cursor)), "invalidCursor");
        assertRefused(
                () -> ListQuery.of(Map.of("sortby", by, "sortorder", "descending", "cursor", cursor)), "invalidCursor");
        String unsorted = Cursor.behind(UUID.randomUUID()).text();
        assertRefused(() -> ListQuery.of(Map.of("sortby", by, "cursor", unsorted)), "invalidCursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", "{\"id\":\"7\"}", "{\"id\":7,\"order\":\"user_name\"}", "[]", "{\"key\":", "7"})
    void whatIsNoCursorIsRefused(String text) {
        String cursor = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        assertRefused(() -> ListQuery.of(Map.of("cursor", cursor)), "invalidCursor");
        assertRefused(() -> ListQuery.of(Map.of("cursor", cursor, "sortby", "userName")), "invalidCursor");
        assertRefused(() -> ListQuery.of(Map.of("cursor", text)), "invalidCursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta.created", "id"})
    void aKeyOfAnotherKindIsNoCursorOfOurs(String by) {
        String order = ListQuery.of(Map.of("sortby", by)).order();
        String cursor = new Cursor(UUID.randomUUID(), order, TextNode.valueOf("yesterday")).text();
        assertRefused(() -> Seek.of(ListQuery.of(Map.of("sortby", by, "cursor", cursor))), "invalidCursor");
    }

    /** RFC 9865 section 2.1. */
    @Test
    void aWrongCountHasAWordOfItsOwnWithACursor() {
        assertRefused(() -> ListQuery.of(Map.of("count", "ten", "cursor", "")), "invalidCount");
    }

    @Test
    void aCursorWins() {
        UUID id = UUID.randomUUID();
        ListQuery query = ListQuery.of(Map.of("cursor", Cursor.behind(id).text(), "startindex", "50"));
        assertThat(query.byCursor()).isTrue();
        assertThat(query.after()).isEqualTo(Cursor.behind(id));
        assertThat(ListQuery.of(Map.of("cursor", "")).byCursor()).isTrue();
        assertThat(ListQuery.of(Map.of("cursor", "")).after()).isNull();
    }

    @Test
    void readsSearchRequests() {
        ListQuery query = ListQuery.of(
                Json.object(
                        "{'schemas':['x'],'attributes':['userName'],'Filter':'active eq true','count':3,'startIndex':2,'sortBy':null}"));
        assertThat(query.count()).isEqualTo(3);
        assertThat(query.startIndex()).isEqualTo(2);
        assertThat(query.filter()).isEqualTo("active eq true");
        assertThat(query.selection().apply(Json.object("{'id':'1','userName':'a','title':'t'}")))
                .isEqualTo(Json.of("{'id':'1','userName':'a'}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'count':[]}", "{'filter':{}}", "{'startIndex':1.5}", "{'count':true}", "{'count':1e400}"})
    void refusesSearchRequestsOfTheWrongShape(String body) {
        assertRefused(() -> ListQuery.of(Json.object(body)), "invalidValue");
    }

    @Test
    void queriesAreFormData() {
        Map<String, String> query =
                ScimRequests.query("Filter=userName+eq+%22a%2Bb%40x.example%22&count=&&x&=y&count=5");
        assertThat(query).isEqualTo(Map.of("filter", "userName eq \"a+b@x.example\"", "count", "5"));
        assertThat(ScimRequests.query(
                        "attributes=a,b&Attributes=c&excludedAttributes=d&count=1&count=2&excludedattributes=e"))
                .isEqualTo(Map.of("attributes", "a,b,c", "excludedattributes", "d,e", "count", "1"));
        assertThat(ScimRequests.query(null)).isEmpty();
        assertRefused(() -> ScimRequests.query("filter=%zz"), "invalidValue");
        assertRefused(() -> ScimRequests.query("filter=%2"), "invalidValue");
    }

    /** Some libraries write a blank as %20 and leave a plus as it is; a form never does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "userName%20eq%20%22a+b@x.example%22 | userName eq \"a+b@x.example\"",
                "userName%20eq%20%22a%2Bb+c%22 | userName eq \"a+b+c\"",
                "userName+eq+%22a%20b%22 | userName eq \"a b\"",
                "userName+eq+%22a%2Bb%22 | userName eq \"a+b\"",
            })
    void aPlusIsABlankOnlyWhereBlanksAreWrittenSo(String written, String read) {
        assertThat(ScimRequests.query("filter=" + written)).isEqualTo(Map.of("filter", read));
        assertThat(ScimRequests.query("count=1&FILTER=" + written)).containsEntry("filter", read);
        assertThat(ScimRequests.query("sortBy=a%20b+c")).containsEntry("sortby", "a b c");
    }
}
