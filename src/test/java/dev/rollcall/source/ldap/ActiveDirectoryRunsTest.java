package dev.rollcall.source.ldap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.rollcall.sync.Company;
import dev.rollcall.sync.CompanyContract;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A company in a real Active Directory, as runs bring it into the asset system. */
class ActiveDirectoryRunsTest extends CompanyContract {
    @Override
    protected Company found(Path folder) {
        assumeTrue(SambaDc.isPossible(), SambaDc.NEEDS);
        return new ActiveDirectory(SambaDc.shared());
    }

    private static final class ActiveDirectory extends LdapCompany {
        private static final String CONTROL = "userAccountControl";

        private final SambaDc dc;

        ActiveDirectory(SambaDc dc) {
            super(SambaDc.ROOT, dc.admin());
            this.dc = dc;
        }

        @Override
        public String domain() {
            return "ad.example";
        }

        @Override
        String namedBy() {
            return "CN";
        }

        @Override
        List<Attribute> account(String name) {
            return List.of(
                    new Attribute("objectClass", "user"),
                    new Attribute("sAMAccountName", "run-" + name),
                    new Attribute("userPrincipalName", name + "@" + domain()),
                    new Attribute(CONTROL, "544"));
        }

        @Override
        List<Attribute> group(String name) {
            return List.of(new Attribute("objectClass", "group"), new Attribute("sAMAccountName", "run-" + name));
        }

        @Override
        String photoAttribute() {
            return "thumbnailPhoto";
        }

        @Override
        Modification disabled() {
            return new Modification(ModificationType.REPLACE, CONTROL, "546");
        }

        @Override
        Modification enabled() {
            return new Modification(ModificationType.REPLACE, CONTROL, "544");
        }

        @Override
        Map<String, Object> server() {
            return Reader.with(dc.source(), "page-size", 10);
        }

        /** Making 1,500 users takes Samba longer than all the rest; most of the group are those that it has anyway. */
        @Override
        public int crowd() {
            return 100;
        }

        @Override
        public void manyTechnicians(List<String> names) {
            super.manyTechnicians(names);
            strangers(dc.crowd());
        }

        @Override
        void pass(Between between, Socket client, long bytes) throws IOException {
            between.pass(client, SambaDc.ADDRESS, 636, bytes);
        }

        @Override
        void kill() {
            dc.kill();
        }

        @Override
        LDAPConnection restart() {
            dc.restart();
            return dc.admin();
        }
    }
}
