package dev.rollcall.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a service account's key file, and says in a sentence what is wrong with it. */
public final class KeyFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 64 * 1024;

    private KeyFile() {}

    /** A key file that cannot be used; the message is a sentence. */
    static final class Unusable extends IOException {
        private static final long serialVersionUID = 1;

        Unusable(String sentence) {
            super(sentence);
        }
    }

    /**
     * The file's bytes, after a look at what they are.
     *
     * @throws Unusable with the way out
     */
    static byte[] read(GoogleAccess access) throws Unusable {
        String name = "The key file '" + access.credentials() + "' (" + access.settings() + ".credentials) ";
        byte[] bytes = bytes(access, name);
        JsonNode key;
        try {
            key = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new Unusable(name + "is not JSON. Make a key of the type JSON for the service account.");
        } catch (IOException e) {
            throw new Unusable(name + "cannot be read.");
        }
        if (!key.path("type").asText().equals("service_account")) {
            throw new Unusable(name + "is not the key of a service account: its type is '"
                    + shown(key.path("type").asText()) + "' and should be 'service_account'."
                    + " Make a key of the type JSON under the service account's Keys.");
        }
        for (String needed : List.of("client_email", "client_id", "private_key", "private_key_id")) {
            if (key.path(needed).asText().isBlank()) {
                throw new Unusable(name + "lacks '" + needed + "'. Make a new key for the service account.");
            }
        }
        return bytes;
    }

    private static byte[] bytes(GoogleAccess access, String name) throws Unusable {
        if (access.credentials().isBlank()) {
            throw new Unusable(access.settings() + ".credentials is empty. Name the service account's key file there.");
        }
        try {
            Path file = Path.of(access.credentials());
            if (!Files.exists(file)) {
                throw new Unusable(name + "is not there. Put the service account's JSON key there.");
            }
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new Unusable(name + "is not a key file. Put the service account's JSON key there.");
            }
            return Files.readAllBytes(file);
        } catch (InvalidPathException e) {
            throw new Unusable(name + "is not a path.");
        } catch (Unusable e) {
            throw e;
        } catch (IOException e) {
            throw new Unusable(name + "cannot be read by the user that Rollcall runs as. Give it read permission.");
        }
    }

    /** What an admin should know of a key file: that it is missing, or that others can read it. */
    public static List<String> warnings(GoogleAccess access) {
        List<String> warnings = new ArrayList<>();
        try {
            read(access);
            Set<PosixFilePermission> open = Set.of(
                    PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
            if (Files.getPosixFilePermissions(Path.of(access.credentials())).stream()
                    .anyMatch(open::contains)) {
                warnings.add("The key file '" + access.credentials()
                        + "' can be read or changed by other users of the machine. Set its mode to 0600.");
            }
        } catch (Unusable e) {
            warnings.add(String.valueOf(e.getMessage()));
        } catch (IOException | UnsupportedOperationException e) {
            return warnings; // no POSIX file system: nothing to say of modes
        }
        return warnings;
    }

    /** The service account's address and client id, or blanks where there is no key. */
    static String[] account(GoogleAccess access) {
        try {
            JsonNode key = JSON.readTree(new String(read(access), StandardCharsets.UTF_8));
            return new String[] {
                key.path("client_email").asText(), key.path("client_id").asText()
            };
        } catch (IOException e) {
            return new String[] {"", ""};
        }
    }

    private static String shown(String text) {
        String line = text.replaceAll("[^A-Za-z0-9_ -]", "");
        return line.length() > 40 ? line.substring(0, 40) : line;
    }
}
