package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that cannot work are refused with the way out, before any server is asked. */
class LdapCheckTest {
    private static final Map<String, Object> GOOD = Map.of(
            "url",
            List.of("ldaps://dc1.example.com", "ldaps://dc2.example.com:1636"),
            "bind-dn",
            "rollcall@example.com",
            "password",
            "x",
            "base",
            List.of("OU=People, DC=example,DC=com"),
            "filter",
            "(&(objectClass=user)(!(cn=a\\28b*))(memberOf:1.2.840.113556.1.4.1941:=CN=x,DC=y))",
            "group-roles",
            Map.of("CN=IT-Techs,OU=Groups,DC=example,DC=com", "technician"));

    private static List<String> problems(Object... more) {
        return new LdapCheck().problems(Reader.settings(Reader.with(GOOD, more)));
    }

    @Test
    void goodSettingsPass() {
        assertThat(problems()).isEmpty();
        assertThat(problems("tls", "start-tls", "url", List.of("ldap://dc1"))).isEmpty();
        assertThat(problems("tls", "none", "url", List.of("ldap://[::1]:389"))).isEmpty();
        assertThat(problems("filter", "", "bind-dn", "", "password", "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url | ldap://dc1.example.com | rollcall.sources.dir.url: with tls: ldaps addresses begin with ldaps://",
                "url | dc1.example.com | is no server's address",
                "url | ldaps://dc1/OU=People | the base has a key of its own",
                "url | https://dc1 | is no server's address",
                "tls | off | rollcall.sources.dir.tls must be one of ldaps, start-tls, none; not 'off'",
                "tls | none | with tls: none addresses begin with ldap://",
                "profile | ad | active-directory or open-ldap; not 'ad'",
                "base | People | 'People' is no DN",
                "base | ou={{x}},dc=example,dc=com | base: 'ou={{x}},dc=example,dc=com' has {{",
                "base | ou=R)&D,dc=example,dc=com | Write { as \\7b, $ as \\24, ) as \\29",
                "base | ou=a)%20b,dc=example,dc=com | which the route that reads cannot take",
                "base | ou=$simple{body},dc=example,dc=com | has {{, $simple{",
                "filter | (&(objectClass=user)(cn=x) | is no LDAP filter",
                "filter | objectClass=user | is no LDAP filter",
                "filter | (cn={{x}}) | is no LDAP filter",
                "page-size | 20000 | page-size must be from 1 to 10000",
                "bind-dn | '' | password is set without bind-dn"
            })
    void whatCannotWorkIsNamed(String key, String value, String sentence) {
        Object set = key.equals("url") || key.equals("base") ? List.of(value) : value;
        assertThat(problems(key, set))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).startsWith("rollcall.sources.dir."))
                .anySatisfy(problem -> assertThat(problem).contains(sentence));
    }

    @Test
    void groupsAndRolesAreChecked() {
        assertThat(problems("group-roles", Map.of("IT-Techs", "Boss")))
                .anySatisfy(problem -> assertThat(problem).contains("'IT-Techs' is no DN"))
                .anySatisfy(problem -> assertThat(problem).contains("the role 'Boss'"));
        assertThat(problems("url", List.of(), "base", List.of()))
                .anySatisfy(problem -> assertThat(problem).contains("url names no server"))
                .anySatisfy(problem -> assertThat(problem).contains("base is missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a=b)", "(&(a=b)(|(c>=1)(d~=x))(!(e=*)))", "(cn;lang-de=ä*ö)", "(1.2.3:dn:=x)"})
    void filtersPass(String filter) {
        assertThat(Filters.isFilter(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "(", "()", "(a)", "(a=b))", "(a=b)(c=d)", "(&)", "(!(a=b)(c=d))", "(a=(b)", "(a=\\2)", "a=b"
            })
    void otherTextsDoNot(String text) {
        assertThat(Filters.isFilter(text)).isFalse();
    }

    @Property(tries = 500)
    void anEscapedValueStaysOneValue(@ForAll String value) {
        assertThat(Filters.isFilter("(cn=" + Filters.escape(value) + ")")).isTrue();
        assertThat(Filters.escape(value)).doesNotContain("*", "(", ")", "\0");
    }

    @Test
    void identifiersHaveTheirUsualNotation() {
        byte[] sid = {1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, (byte) 0xf4, 1, 0, 0};
        assertThat(Values.text("objectSid", sid)).isEqualTo("S-1-5-21-1-2-3-500");
        assertThat(Filters.folded("CN=A B, OU=C")).isEqualTo(Filters.folded("cn=a b,ou=c"));
        assertThat(LdapSource.isAskedFor("jpegPhoto")).isFalse();
        assertThat(LdapSource.isAskedFor("userCertificate;binary")).isFalse();
        assertThat(LdapSource.isAskedFor("urn:x:y")).isFalse();
        assertThat(LdapSource.isAskedFor("cn;lang-de")).isTrue();
    }
}
