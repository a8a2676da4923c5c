package dev.rollcall.console;

import java.util.ArrayList;
import java.util.List;

/** Which settings the form of a source that Rollcall reads has, and what is said of each. */
final class DirectoryFields {
    private DirectoryFields() {}

    /** How a value is entered. */
    enum Shape {
        TEXT,
        NUMBER,
        SECRET,
        CHOICE,
        /** A list, one a line. */
        LINES,
        /** {@code key = value}, one a line. */
        PAIRS
    }

    /**
     * A setting.
     *
     * @param key below the source, with dots between blocks
     * @param choices of a {@link Shape#CHOICE}
     * @param hint what applies while nothing is entered, or an example
     * @param help a sentence, or nothing
     */
    record Field(String key, String label, Shape shape, List<String> choices, String hint, String help) {}

    /** Settings that belong together. */
    record Part(String title, List<Field> fields) {}

    /** The parts of a kind of source: {@code ldap}, {@code google} or {@code route}. */
    static List<Part> of(String kind) {
        List<Part> parts = new ArrayList<>();
        if (kind.equals("ldap")) {
            parts.add(ldapServer());
            parts.add(ldapUsers());
        }
        if (kind.equals("google")) {
            parts.add(google());
        }
        parts.add(times());
        parts.add(leavers());
        return parts;
    }

    private static Part ldapServer() {
        return new Part(
                "Server",
                List.of(
                        choice(
                                "profile",
                                "Directory",
                                List.of("active-directory", "open-ldap"),
                                "Sets the default mapping, filter, key and how a disabled account is told."),
                        lines(
                                "url",
                                "Addresses",
                                "ldaps://dc1.example.com",
                                "One a line; the next is tried where one does not answer."),
                        choice(
                                "tls",
                                "Encryption",
                                List.of("ldaps", "start-tls", "none"),
                                "With none the password goes over the network in the clear."),
                        text(
                                "trust-store",
                                "Own certificate authority",
                                "Java's own list",
                                "Path of a PEM file on Rollcall's machine."),
                        text(
                                "bind-dn",
                                "Sign in as",
                                "CN=rollcall,OU=Service,DC=example,DC=com",
                                "An account that may read users, and nothing else. Empty: anonymous."),
                        secret("password", "Password")));
    }

    private static Part ldapUsers() {
        return new Part(
                "Which users",
                List.of(
                        lines("base", "Below", "OU=People,DC=example,DC=com", "DNs, one a line."),
                        text(
                                "filter",
                                "Filter",
                                "the directory's usual one",
                                "RFC 4515, such as" + " (&(objectCategory=person)(objectClass=user)(department=IT))."),
                        pairs(
                                "group-roles",
                                "Groups that give a role",
                                "CN=IT-Techs,OU=Groups,DC=example,DC=com = Technician",
                                "DN of a group = role, one a line; groups in groups count. A line that stands in"
                                        + " application.yaml can be changed here, not taken out."),
                        number("page-size", "Users a page", "1000", "As many as the server allows.")));
    }

    private static Part google() {
        return new Part(
                "Google Workspace",
                List.of(
                        text(
                                "customer",
                                "Customer",
                                "my_customer",
                                "All users of the account. Leave it alone where a domain is given."),
                        text("domain", "Domain", "example.com", "Only users of this domain; then no customer."),
                        text(
                                "credentials",
                                "Service account key",
                                "/run/secrets/google.json",
                                "Path of the JSON key file on Rollcall's machine. The key itself is never entered here."),
                        text(
                                "delegate",
                                "Acts for",
                                "admin@example.com",
                                "An administrator, by domain-wide delegation with the scope"
                                        + " admin.directory.user.readonly."),
                        lines("org-units", "Organizational units", "/Staff", "One a line. Empty: all.")));
    }

    private static Part times() {
        return new Part(
                "When",
                List.of(
                        text(
                                "schedule",
                                "Full read",
                                "only by hand",
                                "Quartz cron: second minute hour day month weekday. 0 0 * * * ? is every hour."),
                        text(
                                "incremental-schedule",
                                "Read of changes",
                                "never",
                                "Such as 0 0/5 * * * ? for every five minutes. It sees no deletions."),
                        number(
                                "keys-every",
                                "Ask who is still there with every … read of changes",
                                "0",
                                "12: with every twelfth. 0: full reads alone do.")));
    }

    private static Part leavers() {
        return new Part(
                "Who leaves, and the guard",
                List.of(
                        choice("on-vanish", "Users that are not there any more", List.of("deactivate", "keep"), ""),
                        lines(
                                "never-touch",
                                "Never touch",
                                "breakglass@example.com",
                                "User names or e-mails, one a line, that runs of this source leave alone."),
                        number(
                                "guard.deactivate.percent",
                                "Deactivate at most, in percent",
                                "as for all sources",
                                "Of the source's active members. The smaller limit stops a run for a person."),
                        number("guard.deactivate.count", "Deactivate at most, in members", "as for all sources", ""),
                        number("guard.change.percent", "Change at most, in percent", "as for all sources", "")));
    }

    private static Field text(String key, String label, String hint, String help) {
        return new Field(key, label, Shape.TEXT, List.of(), hint, help);
    }

    private static Field secret(String key, String label) {
        return new Field(
                key,
                label,
                Shape.SECRET,
                List.of(),
                "",
                "It is never shown again. Empty: stays as it is; another address needs it anew.");
    }

    private static Field number(String key, String label, String hint, String help) {
        return new Field(key, label, Shape.NUMBER, List.of(), hint, help);
    }

    private static Field lines(String key, String label, String hint, String help) {
        return new Field(key, label, Shape.LINES, List.of(), hint, help);
    }

    private static Field pairs(String key, String label, String hint, String help) {
        return new Field(key, label, Shape.PAIRS, List.of(), hint, help);
    }

    private static Field choice(String key, String label, List<String> choices, String help) {
        return new Field(key, label, Shape.CHOICE, choices, "", help);
    }
}
