package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A directory that is not to be trusted: it sends Rollcall elsewhere, or entries that make Java objects. */
class LdapHostileTest {
    @Test
    void referralsAreNotFollowed() {
        try (Between elsewhere = new Between((client, number, self) -> self.hear(client))) {
            var refers = new InMemoryOperationInterceptor() {
                @Override
                public void processSearchResult(InMemoryInterceptedSearchResult answer) {
                    try {
                        answer.sendSearchReference(new SearchResultReference(
                                new String[] {"ldap://localhost:" + elsewhere.port() + "/dc=example,dc=com"}, null));
                    } catch (LDAPException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
            try (InMemory directory = new InMemory(config -> config.addInMemoryOperationInterceptor(refers));
                    Reader reader = new Reader(Reader.with(directory.source("open-ldap"), "page-size", 10))) {
                for (int i = 0; i < 25; i++) {
                    directory.person("u" + i);
                }
                Collected read = reader.full();
                assertThat(read.users).hasSize(25);
                assertThat(read.complete).isTrue();
            }
            assertThat(elsewhere.connections).hasValue(0);
        }
    }

    @Test
    void entriesMakeNoObjects() {
        try (Between elsewhere = new Between((client, number, self) -> self.hear(client))) {
            String code = "http://localhost:" + elsewhere.port() + "/";
            try (InMemory directory = new InMemory();
                    Reader reader = new Reader(Reader.with(
                            directory.source("open-ldap"),
                            "attributes",
                            Map.of(
                                    "team",
                                    List.of("javaClassName", "javaCodeBase", "javaFactory", "javaSerializedData"))))) {
                directory.person(
                        "mallory",
                        "objectClass: javaNamingReference",
                        "objectClass: javaSerializedObject",
                        "javaClassName: Exploit",
                        "javaFactory: Exploit",
                        "javaCodeBase: " + code,
                        "javaReferenceAddress: #0#url#" + code,
                        "javaSerializedData:: rO0ABXNyAAdFeHBsb2l0");
                Collected read = reader.full();
                assertThat(read.user("uid", "mallory").path("javaClassName").asText())
                        .isEqualTo("Exploit");
            }
            assertThat(elsewhere.connections).hasValue(0);
        }
    }

    @Test
    void aListThatComesInPartsIsPutTogether() {
        var parts = new InMemoryOperationInterceptor() {
            @Override
            public void processSearchEntry(InMemoryInterceptedSearchEntry entry) {
                String asked = String.join(",", entry.getRequest().getAttributeList());
                int from = asked.contains(";range=2-") ? 2 : asked.contains(";range=4-") ? 4 : 0;
                var whole = entry.getSearchEntry();
                if (whole.getDN().startsWith("uid=")) {
                    String name = from == 4 ? "memberOf;range=4-*" : "memberOf;range=" + from + "-" + (from + 1);
                    String[] values = from == 4 ? new String[] {group(4)} : new String[] {group(from), group(from + 1)};
                    var changed = whole.duplicate();
                    changed.addAttribute(name, values);
                    entry.setSearchEntry(new com.unboundid.ldap.sdk.SearchResultEntry(new ReadOnlyEntry(changed)));
                }
            }
        };
        try (InMemory directory = new InMemory(config -> config.addInMemoryOperationInterceptor(parts));
                Reader reader = new Reader(Reader.with(
                        directory.source("active-directory"),
                        "filter",
                        "(objectClass=*)",
                        "base",
                        List.of("uid=anna,ou=People," + InMemory.ROOT),
                        "attributes",
                        Map.of("role", "memberOf")))) {
            directory.person("anna", "objectGUID:: AAECAwQFBgcICQoLDA0ODw==");
            assertThat(reader.full().user("cn", "anna").path("memberOf"))
                    .extracting(value -> value.asText())
                    .containsExactly(group(0), group(1), group(2), group(3), group(4));
        }
    }

    private static String group(int number) {
        return "cn=g" + number + ",ou=Groups," + InMemory.ROOT;
    }
}
