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

/** A company in a real OpenLDAP, as runs bring it into the asset system. */
class OpenLdapRunsTest extends CompanyContract {
    @Override
    protected Company found(Path folder) {
        assumeTrue(Processes.isThere("slapd"), "slapd is not installed: apt-get install slapd");
        Slapd slapd = new Slapd(folder.resolve("slapd"), Certificates.shared(), "good");
        slapd.load(Slapd.tree());
        return new OpenLdap(slapd);
    }

    private static final class OpenLdap extends LdapCompany {
        private static final String LOCK = "pwdAccountLockedTime";

        private final Slapd slapd;

        OpenLdap(Slapd slapd) {
            super(Slapd.ROOT, slapd.admin());
            this.slapd = slapd;
        }

        @Override
        public String domain() {
            return "openldap.example";
        }

        @Override
        String namedBy() {
            return "uid";
        }

        @Override
        List<Attribute> account(String name) {
            return List.of(new Attribute("objectClass", "inetOrgPerson"), new Attribute("cn", name));
        }

        @Override
        List<Attribute> group(String name) {
            // A group has to have a member; an application is nobody who is read.
            return List.of(new Attribute("objectClass", "groupOfNames"), new Attribute("member", Slapd.READER));
        }

        @Override
        String photoAttribute() {
            return "jpegPhoto";
        }

        @Override
        Modification disabled() {
            return new Modification(ModificationType.REPLACE, LOCK, "000001010000Z");
        }

        @Override
        Modification enabled() {
            return new Modification(ModificationType.DELETE, LOCK);
        }

        @Override
        Map<String, Object> server() {
            return Reader.with(slapd.source(Certificates.shared()), "page-size", 100);
        }

        @Override
        void pass(Between between, Socket client, long bytes) throws IOException {
            between.pass(client, slapd.tlsPort, bytes);
        }

        @Override
        void kill() {
            slapd.kill();
        }

        @Override
        LDAPConnection restart() {
            slapd.restart();
            return slapd.admin();
        }

        @Override
        public void close() {
            super.close();
            slapd.close();
        }
    }
}
