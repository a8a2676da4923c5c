package dev.rollcall.source.ldap;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.rollcall.sync.Company;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A company in a real LDAP server: two units that are read, one that is not, and a group within the group that gives a role. */
abstract class LdapCompany implements Company {
    private final String root;
    private final Map<String, String> dns = new HashMap<>();
    private LDAPConnection admin;
    private int photos;
    private @Nullable Between between;
    /** How many bytes a whole read takes, once one was followed. */
    private final AtomicLong length = new AtomicLong();

    LdapCompany(String directory, LDAPConnection admin) {
        this.root = "OU=Company," + directory;
        this.admin = admin;
        try {
            for (String unit : List.of(root, "OU=Berlin," + root, "OU=Wien," + root, left())) {
                admin.add(unit, new Attribute("objectClass", "organizationalUnit"));
            }
            add(inner(), group("Inner"));
            add(big(), group("Big"));
            add(techs(), group("Techs"));
            admin.modify(techs(), new Modification(ModificationType.ADD, "member", inner(), big()));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The attribute by which entries of people are named. */
    abstract String namedBy();

    /** What an account of that name has beside its last name and its mail. */
    abstract List<Attribute> account(String name);

    /** A group without people. */
    abstract List<Attribute> group(String name);

    /** The attribute that a photo is in. */
    abstract String photoAttribute();

    abstract Modification disabled();

    abstract Modification enabled();

    /** Settings to read it with, but for base and groups. */
    abstract Map<String, Object> server();

    /** Passes a connection on to the server's port for TLS. */
    abstract void pass(Between between, java.net.Socket client, long bytes) throws java.io.IOException;

    abstract void kill();

    /** Starts the server again and signs in. */
    abstract LDAPConnection restart();

    @Override
    public Map<String, Object> source() {
        Map<String, Object> source = new LinkedHashMap<>(server());
        source.put("kind", "ldap");
        source.put("base", List.of(root));
        source.put("group-roles", Map.of(techs(), "Technician"));
        return source;
    }

    private String left() {
        return root.replace("OU=Company,", "OU=Left,");
    }

    private String inner() {
        return "CN=Inner Techs," + left();
    }

    private String big() {
        return "CN=Big," + left();
    }

    private String techs() {
        return "CN=All Techs," + left();
    }

    private String dn(String name) {
        return dns.getOrDefault(name, "");
    }

    private void add(String dn, List<Attribute> attributes) throws LDAPException {
        admin.add(new AddRequest(dn, attributes));
    }

    @Override
    public void hire(String name, String lastName) {
        String dn = namedBy() + "=" + name + ",OU=Berlin," + root;
        List<Attribute> attributes = new ArrayList<>(account(name));
        attributes.add(new Attribute("sn", lastName));
        attributes.add(new Attribute("mail", name + "@" + domain()));
        attributes.add(new Attribute("displayName", managerShown(name)));
        try {
            add(dn, attributes);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
        dns.put(name, dn);
    }

    @Override
    public String managerShown(String manager) {
        return "Zoë " + manager;
    }

    @Override
    public void title(String name, String title) {
        modify(dn(name), new Modification(ModificationType.REPLACE, "title", title));
    }

    @Override
    public void photo(String name) {
        byte[] photo = {(byte) 0xff, (byte) 0xd8, 0, (byte) 0xc3, (byte) ++photos};
        modify(dn(name), new Modification(ModificationType.REPLACE, photoAttribute(), photo));
    }

    @Override
    public void manager(String name, String manager) {
        modify(dn(name), new Modification(ModificationType.REPLACE, "manager", dn(manager)));
    }

    @Override
    public void rename(String name, String newName, String lastName) {
        List<Modification> changes = new ArrayList<>();
        changes.add(new Modification(ModificationType.REPLACE, "sn", lastName));
        changes.add(new Modification(ModificationType.REPLACE, "mail", newName + "@" + domain()));
        for (Attribute attribute : account(newName)) {
            if (List.of("userPrincipalName", "sAMAccountName").contains(attribute.getName())) {
                changes.add(new Modification(ModificationType.REPLACE, attribute.getName(), attribute.getValue()));
            }
        }
        moved(name, namedBy() + "=" + newName, null);
        dns.put(newName, dn(name).replaceFirst("=[^,]+", "=" + newName));
        modify(dn(newName), changes.toArray(Modification[]::new));
        dns.remove(name);
    }

    @Override
    public void move(String name) {
        moved(name, namedBy() + "=" + name, "OU=Wien," + root);
    }

    @Override
    public void moveOut(String name) {
        moved(name, namedBy() + "=" + name, left());
    }

    @Override
    public void moveBack(String name) {
        moved(name, namedBy() + "=" + name, "OU=Berlin," + root);
    }

    private void moved(String name, String rdn, @Nullable String unit) {
        try {
            admin.modifyDN(dn(name), rdn, true, unit);
            if (unit != null) {
                dns.put(name, new DN(rdn + "," + unit).toString());
            }
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void disable(String name) {
        modify(dn(name), disabled());
    }

    @Override
    public void enable(String name) {
        modify(dn(name), enabled());
    }

    @Override
    public void delete(String name) {
        try {
            admin.delete(dn(name));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void technicians(List<String> names) {
        modify(inner(), members(ModificationType.ADD, names));
    }

    @Override
    public void noTechnicians() {
        modify(techs(), new Modification(ModificationType.DELETE, "member", inner()));
    }

    @Override
    public void manyTechnicians(List<String> names) {
        modify(big(), members(ModificationType.ADD, names));
    }

    /** More members of the big group, who are not read. */
    void strangers(List<String> dns) {
        modify(big(), new Modification(ModificationType.ADD, "member", dns.toArray(String[]::new)));
    }

    @Override
    public void noTechnician(String name) {
        modify(big(), members(ModificationType.DELETE, List.of(name)));
    }

    private Modification members(ModificationType type, List<String> names) {
        return new Modification(type, "member", names.stream().map(this::dn).toArray(String[]::new));
    }

    private void modify(String dn, Modification... changes) {
        try {
            admin.modify(dn, changes);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, Object> followed() {
        between = new Between((client, number, self) -> {
            long all = length.get();
            if (all == 0) {
                try {
                    pass(self, client, Long.MAX_VALUE);
                } finally {
                    length.set(self.returned.get());
                }
            } else {
                // Groups come first; the last fifth of a read is people alone.
                pass(self, client, all * 4 / 5);
                kill();
                self.close();
            }
        });
        return Map.of("url", List.of("ldaps://localhost:" + between.port()));
    }

    @Override
    public void dieInMidRead() {
        Processes.await("the read's length", () -> length.get() > 0);
    }

    @Override
    public void revive() {
        admin.close();
        admin = restart();
    }

    @Override
    public void close() {
        admin.close();
        if (between != null) {
            between.close();
        }
    }
}
