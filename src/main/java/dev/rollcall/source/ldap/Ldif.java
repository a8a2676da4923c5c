package dev.rollcall.source.ldap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One entry in LDIF (RFC 2849), as a person copies it out of a directory's tool. What {@code ldapsearch} writes around
 * entries is passed over; changes, values by address and several entries are refused.
 */
final class Ldif {
    private static final Set<String> BINARY =
            Set.of(Values.BINARY.toLowerCase(Locale.ROOT).split(" "));

    private Ldif() {}

    /**
     * The entry.
     *
     * @param attributes values by attribute name, as it was written first; the DN is not among them
     */
    record Entry(String dn, Map<String, List<String>> attributes) {}

    /**
     * Reads the only entry in a text.
     *
     * @throws IllegalArgumentException with a sentence, if there is none, or more than one, or it is no LDIF
     */
    static Entry entry(String text) {
        Entry found = null;
        int entries = 0;
        List<String> block = new ArrayList<>();
        for (String line : unfolded(text)) {
            if (!line.isEmpty()) {
                block.add(line);
                continue;
            }
            if (isEntry(block)) {
                found = read(block);
                entries++;
            }
            block.clear();
        }
        if (found == null) {
            throw new IllegalArgumentException(
                    "Paste one entry in LDIF: it begins with a line such as dn: CN=Ada,DC=…");
        }
        if (entries > 1) {
            throw new IllegalArgumentException("Paste one entry; these are " + entries + ".");
        }
        return found;
    }

    /** The lines without comments; a line that begins with a blank goes on with the one before. Ends with an empty line. */
    private static List<String> unfolded(String text) {
        List<String> lines = new ArrayList<>();
        boolean comment = false;
        for (String line : text.lines().toList()) {
            boolean more = line.startsWith(" ");
            if (more && comment) {
                continue;
            }
            comment = line.startsWith("#");
            if (more && !lines.isEmpty()) {
                lines.add(lines.remove(lines.size() - 1) + line.substring(1));
            } else if (!comment) {
                lines.add(line.isBlank() ? "" : line);
            }
        }
        lines.add("");
        return lines;
    }

    private static boolean isEntry(List<String> block) {
        if (!block.isEmpty() && block.get(0).toLowerCase(Locale.ROOT).startsWith("version:")) {
            block.remove(0);
        }
        return !block.isEmpty() && block.get(0).toLowerCase(Locale.ROOT).startsWith("dn:");
    }

    private static Entry read(List<String> block) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        Map<String, String> spelling = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String dn = value("dn", block.get(0), 2);
        for (String line : block.subList(1, block.size())) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon);
            if (!name.matches("[A-Za-z0-9.][A-Za-z0-9.-]*(;[A-Za-z0-9-]+)*")) {
                throw new IllegalArgumentException("This is no LDIF: a line is neither 'attribute: value' nor the"
                        + " rest of the one before, which begins with a blank.");
            }
            if (name.equalsIgnoreCase("changetype") || name.equalsIgnoreCase("control")) {
                throw new IllegalArgumentException("Paste an entry, not a change: without changetype and control.");
            }
            String plain = name.replaceAll("(?i);binary$", "");
            attributes
                    .computeIfAbsent(spelling.computeIfAbsent(plain, same -> plain), none -> new ArrayList<>())
                    .add(value(plain, line, colon));
        }
        return new Entry(dn, attributes);
    }

    private static String value(String name, String line, int colon) {
        String rest = line.substring(colon + 1);
        if (rest.startsWith("<")) {
            throw new IllegalArgumentException(
                    "The value of '" + name + "' is an address (:<), which is not followed.");
        }
        if (!rest.startsWith(":")) {
            return rest.stripLeading();
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(rest.substring(1).strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The value of '" + name + "' is not right base64.", e);
        }
        return BINARY.contains(name.toLowerCase(Locale.ROOT)) ? Values.text(name, bytes) : text(name, bytes);
    }

    private static String text(String name, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Values.text(name, text);
        } catch (CharacterCodingException e) {
            return Values.text(name, bytes);
        }
    }
}
