package dev.rollcall.source.scim;

import org.jspecify.annotations.Nullable;

/**
 * Where a PATCH operation points to (RFC 7644 section 3.5.2).
 *
 * @param schema the schema in canonical spelling; {@code attribute} is empty where it is meant as a whole
 * @param filter chooses elements of a multi-valued attribute
 * @param sub the sub-attribute
 */
record PatchPath(
        String schema,
        String attribute,
        @Nullable Filter filter,
        @Nullable String sub) {
    private static final int LONGEST = 1024;

    /** Reads a path; {@code 400 invalidPath} that names it otherwise. */
    static PatchPath parse(String text) {
        String path = text.trim();
        if (path.isEmpty() || path.length() > LONGEST) {
            throw invalid(text);
        }
        String schema = null;
        if (UserSchema.isUrn(path)) {
            if (!UserSchema.isWhole(path)) {
                throw invalid(text);
            }
            UserSchema.Qualified qualified = UserSchema.split(path);
            schema = qualified.schema();
            path = qualified.name();
            if (path.isEmpty()) {
                return new PatchPath(schema, "", null, null);
            }
        }
        int end = nameEnd(path, 0);
        String attribute = path.substring(0, end);
        Filter filter = null;
        if (end < path.length() && path.charAt(end) == '[') {
            int close = closing(path, end);
            if (close < 0 || path.substring(end + 1, close).isBlank()) {
                throw invalid(text);
            }
            filter = filter(path.substring(end + 1, close), text);
            end = close + 1;
        }
        String sub = null;
        if (end < path.length() && path.charAt(end) == '.') {
            int subEnd = nameEnd(path, end + 1);
            sub = path.substring(end + 1, subEnd);
            end = subEnd;
        }
        if (attribute.isEmpty() || end != path.length() || (sub != null && sub.isEmpty())) {
            throw invalid(text);
        }
        if (schema == null && !isPlain(attribute)) {
            throw invalid(text);
        }
        String known = schema == null ? UserSchema.schemaOf(attribute) : schema;
        return new PatchPath(known == null ? UserSchema.CORE : known, attribute, filter, sub);
    }

    private static Filter filter(String text, String path) {
        try {
            return FilterParser.parse(text);
        } catch (ScimException e) {
            throw ScimException.invalidPath(
                    "the path '" + ScimException.shown(path) + "' cannot be read: " + e.detail());
        }
    }

    private static int nameEnd(String path, int from) {
        int at = from;
        while (at < path.length() && isName(path.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Whether it is a name of RFC 7643 section 2.1; extensions that nobody knows may have others. */
    private static boolean isPlain(String name) {
        return Character.isLetter(name.charAt(0)) && name.indexOf(':') < 0;
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '$' || c == ':';
    }

    /** The bracket that closes the one at {@code open}, quotes observed; -1 if there is none. */
    private static int closing(String path, int open) {
        boolean quoted = false;
        for (int i = open + 1; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == ']') {
                return i;
            }
        }
        return -1;
    }

    private static ScimException invalid(String text) {
        return ScimException.invalidPath(
                "the path '" + ScimException.shown(text)
                        + "' cannot be read. Write it like name.givenName, emails[type eq 'work'].value (with double quotes) or a URN, a colon and the attribute");
    }
}
