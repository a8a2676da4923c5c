package dev.rollcall.source.ldap;

import java.util.Locale;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.BasicAttribute;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import org.jspecify.annotations.Nullable;

/**
 * Completes attributes of which Active Directory gives 1,500 values at a time, as {@code member;range=0-1499} (MS-ADTS
 * section 3.1.1.3.1.3.3).
 */
final class Ranges {
    private static final String RANGE = ";range=";

    private Ranges() {}

    /** Replaces every part of an attribute by the whole one. */
    static void complete(PagedContext context, SearchResult entry) throws NamingException {
        Attribute part = part(entry.getAttributes());
        while (part != null) {
            entry.getAttributes().remove(part.getID());
            entry.getAttributes().put(whole(context, entry.getNameInNamespace(), part));
            part = part(entry.getAttributes());
        }
    }

    private static @Nullable Attribute part(Attributes attributes) throws NamingException {
        NamingEnumeration<? extends Attribute> all = attributes.getAll();
        while (all.hasMore()) {
            Attribute attribute = all.next();
            if (attribute.getID().toLowerCase(Locale.ROOT).contains(RANGE)) {
                return attribute;
            }
        }
        return null;
    }

    private static Attribute whole(PagedContext context, String dn, Attribute first) throws NamingException {
        String name = first.getID()
                .substring(0, first.getID().toLowerCase(Locale.ROOT).indexOf(RANGE));
        BasicAttribute whole = new BasicAttribute(name);
        Attribute part = first;
        while (part != null) {
            for (int i = 0; i < part.size(); i++) {
                whole.add(part.get(i));
            }
            part = part.getID().endsWith("-*") || part.size() == 0 ? null : next(context, dn, name, whole.size());
        }
        return whole;
    }

    private static @Nullable Attribute next(PagedContext context, String dn, String name, int from)
            throws NamingException {
        SearchControls controls = RootDse.controls(SearchControls.OBJECT_SCOPE, name + RANGE + from + "-*");
        for (SearchResult entry : context.few(dn, "(objectClass=*)", controls)) {
            return part(entry.getAttributes());
        }
        return null;
    }
}
