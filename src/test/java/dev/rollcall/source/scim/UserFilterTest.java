package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFilterTest {
    private static final ObjectNode SEAN = Json.object("""
            {'schemas':['urn:ietf:params:scim:schemas:core:2.0:User'],
             'id':'2819c223-7f76-453a-919d-413861904646','externalId':'sean.odowd','userName':'Sean.O'Dowd+lab@fab.example',
             'active':true,'displayName':'Sean O'Dowd','name':{'familyName':'O'Dowd','givenName':'Sean'},
             'emails':[{'type':'work','value':'sean@fab.example','primary':true},{'type':'home','value':'s@home.example'}],
             'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'department':'Loans','manager':{'value':'m-1','displayName':'Kay'}},
             'urn:ietf:params:scim:schemas:extension:rollcall:2.0:User':{'costCenter':'CC-1','cost':10,'rate':1.50},
             'meta':{'created':'2026-01-02T03:04:05.678Z','lastModified':'2026-02-01T00:00:00Z','resourceType':'User'}}
            """.replace("O'D", "O\\u0027D"));

    private static boolean holds(String filter) {
        String text = filter.replace('\'', '"').replace('\u0001', '\'');
        return UserFilter.parse(text, Set.of("costcenter", "cost", "rate")).matches(sean());
    }

    private static ObjectNode sean() {
        return SEAN;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName eq 'SEAN.o\u0001dowd+LAB@fab.example'",
                "USERNAME EQ 'sean.o\u0001dowd+lab@fab.example'",
                "externalId eq sean.odowd",
                "id eq '2819c223-7f76-453a-919d-413861904646' and active eq true",
                "active eq 'True'",
                "active eq TRUE",
                "urn:ietf:params:scim:schemas:core:2.0:User:userName sw 'sean'",
                "emails eq 's@home.example'",
                "emails.value ew '@HOME.example'",
                "emails[type eq 'work'].value eq 'sean@fab.example'",
                "emails[type eq 'work' and value eq 'sean@fab.example']",
                "emails[type eq \"work\" and primary eq \"True\"] and not (emails[type eq 'home' and primary eq true])",
                "not (title pr)",
                "title ne 'x'",
                "title eq null",
                "displayName ne null",
                "name.familyName co 'DOWD'",
                "name pr and emails pr",
                "meta pr and meta[created lt '2026-01-03T00:00:00Z']",
                "manager eq 'm-1'",
                "manager.displayName eq kay",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq 'm-1'",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq 'loans'",
                "department eq 'loans'",
                "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:COSTCENTER eq 'cc-1'",
                "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:cost gt 9",
                "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:cost le '1e1'",
                "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:cost eq 10.0",
                "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:rate lt 10",
                "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:rate eq 1.5",
                "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:cost lt 'a'",
                "schemas eq 'urn:ietf:params:scim:schemas:core:2.0:User'",
                "meta.lastModified gt '2026-01-31T23:59:59Z' and meta.created le 2026-01-02T04:04:05.678+01:00",
                "title eq 'x' or active eq true and displayName sw 'sean'",
                "(title eq 'x' or active eq true) and (displayName sw 'sean')",
                "displayName gt 'r' and displayName lt 't'",
                "userName eq '\\u0053ean.o\u0001dowd+lab@fab.example'",
            })
    void holds_(String filter) {
        assertThat(holds(filter)).isTrue();
        assertThat(holds("not (" + filter + ")")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "externalId eq 'SEAN.ODOWD'",
                "id eq '2819C223-7F76-453A-919D-413861904646'",
                "emails[type eq 'home' and value eq 'sean@fab.example']",
                "emails[type eq 'home'].value eq 'sean@fab.example'",
                "emails ne 's@home.example'",
                "id eq 'x' and manager eq 'nobody'",
                "userName eq 'a\\\"b@fab.example'",
                "title sw ''",
                "groups pr",
            })
    void holdsNot(String filter) {
        assertThat(holds(filter)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "photos co 'x'",
                "shoeSize eq 1",
                "userName",
                "userName eq",
                "userName is 'x'",
                "userName eq 'x",
                "(userName eq 'x'",
                "userName eq 'x')",
                "emails[type eq 'x'",
                "emails[shoe eq 'x']",
                "emails[]",
                "userName[type eq 'x']",
                "userName eq 'x' and",
                "userName eq 'x' userName eq 'y'",
                "active gt true",
                "active eq 'maybe'",
                "active co 'a'",
                "meta.created gt 'soon'",
                "meta eq 'x'",
                "meta.x pr",
                "id.x pr",
                "meta.created gt '99999-01-01T00:00:00Z'",
                "name eq 'x'",
                "password eq 'x'",
                "urn:acme:x eq 'y'",
                "urn:ietf:params:scim:schemas:core:2.0:User pr",
                "userName eq 'a\\x'",
                "userName eq 'a\\u00'",
                "userName eq '\\u0000'",
                "userName eq '\\ud800'",
                "not userName eq 'x'",
                "title gt null",
                "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:no eq 'x'",
                "emails.type.x eq 'x'",
                "and and and",
                "]",
                "eq eq",
            })
    void refuses(String filter) {
        assertRefused(() -> holds(filter), "invalidFilter");
    }

    /** The schema's name alone has 58 characters. */
    @Test
    void theAttributeThatIsUnknownIsNamedBehindItsSchema() {
        String name = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:departement";
        assertThatThrownBy(() -> holds(name + " pr")).hasMessageContaining("'" + name + "'");
        assertThatThrownBy(() -> holds(name + ".x.y pr")).hasMessageContaining("'" + name + ".x.y'");
        assertThatThrownBy(() -> holds("u".repeat(500) + " pr"))
                .hasMessageContaining("u…'")
                .message()
                .hasSizeLessThan(400);
    }

    @Test
    void limitsHoldAtTheirEdges() {
        String term = "title eq 'x'";
        assertThat(holds((term + " or ").repeat(99) + "active eq true")).isTrue();
        assertRefused(() -> holds((term + " or ").repeat(100) + term), "invalidFilter");
        assertThat(holds("(".repeat(20) + "active eq true" + ")".repeat(20))).isTrue();
        assertRefused(() -> holds("(".repeat(21) + term + ")".repeat(21)), "invalidFilter");
        assertRefused(() -> holds("(".repeat(4000)), "invalidFilter");
        int rest = 4096 - "title eq ''".length();
        assertThat(holds("title eq '" + "x".repeat(rest) + "'")).isFalse();
        assertThat(holds("title eq '" + "é".repeat(rest / 2) + "'")).isFalse();
        assertRefused(() -> holds("title eq '" + "x".repeat(rest + 1) + "'"), "invalidFilter");
        assertRefused(() -> holds("title eq '" + "é".repeat(rest / 2 + 1) + "'"), "invalidFilter");
    }

    /** Every example of RFC 7644, figure 2, on a user for whom it holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName eq 'bjensen'",
                "name.familyName co 'O\\u0027Malley'",
                "userName sw 'J'",
                "urn:ietf:params:scim:schemas:core:2.0:User:userName sw 'J'",
                "title pr",
                "meta.lastModified gt '2011-05-13T04:42:34Z'",
                "meta.lastModified ge '2011-05-13T04:42:34Z'",
                "meta.lastModified lt '2011-05-13T04:42:34Z'",
                "meta.lastModified le '2011-05-13T04:42:34Z'",
                "title pr and userType eq 'Employee'",
                "title pr or userType eq 'Intern'",
                "schemas eq 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'",
                "userType eq 'Employee' and (emails co 'example.com' or emails.value co 'example.org')",
                "userType ne 'Employee' and not (emails co 'example.com' or emails.value co 'example.org')",
                "userType eq 'Employee' and (emails.type eq 'work')",
                "userType eq 'Employee' and emails[type eq 'work' and value co '@example.com']",
                "emails[type eq 'work' and value co '@example.com'] or ims[type eq 'xmpp' and value co '@foo.com']"
            })
    void theExamplesOfTheRfcAreRead(String filter) {
        UserFilter read = UserFilter.parse(filter.replace('\'', '"'), Set.of());
        String later = filter.contains(" lt ") || filter.contains(" le ") ? "2010" : "2012";
        List<ObjectNode> users = new ArrayList<>();
        for (String name : List.of("bjensen", "Jim")) {
            for (String type : List.of("Employee", "Intern")) {
                users.add(Json.object(
                        ("{'schemas':['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],'userName':'%s','userType':'%s',"
                                        + "'title':'T','name':{'familyName':'O\\u0027Malley-B'},'meta':{'lastModified':'%s-05-13T04:42:34Z'},"
                                        + "'emails':[{'type':'work','value':'x@example.%s'}]}")
                                .formatted(name, type, later, type.equals("Intern") ? "net" : "com")));
            }
        }
        assertThat(users).anyMatch(read::matches);
        assertThat(read.matches(Json.object("{'userName':'other','userType':'Employee'}")))
                .isFalse();
    }
}
