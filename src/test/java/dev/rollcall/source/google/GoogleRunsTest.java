package dev.rollcall.source.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.google.GoogleStub;
import dev.rollcall.google.StubKey;
import dev.rollcall.sync.Company;
import dev.rollcall.sync.CompanyContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A company in Google Workspace, by a stand-in that follows the Directory API, as runs bring it into the asset system. */
class GoogleRunsTest extends CompanyContract {
    @Override
    protected Company found(Path folder) {
        StubKey key = StubKey.generate();
        return new Workspace(new GoogleStub(key), key.write(folder, "google.json"));
    }

    private static final class Workspace implements Company {
        private final GoogleStub google;
        private final Path key;
        private final Map<String, ObjectNode> users = new LinkedHashMap<>();
        private int number;

        Workspace(GoogleStub google, Path key) {
            this.google = google;
            this.key = key;
        }

        @Override
        public Map<String, Object> source() {
            return Map.of(
                    "kind",
                    "google",
                    "credentials",
                    key.toString(),
                    "delegate",
                    GoogleStub.ADMIN,
                    "org-units",
                    List.of("/Staff"),
                    "root-url",
                    google.url(),
                    "token-url",
                    google.url() + "/token");
        }

        @Override
        public String domain() {
            return "google.example";
        }

        private String mail(String name) {
            return name + "@" + domain();
        }

        private ObjectNode user(String name) {
            ObjectNode user = users.get(name);
            if (user == null) {
                throw new IllegalArgumentException("Nobody is called " + name);
            }
            return user;
        }

        private void serve() {
            google.users(List.copyOf(users.values()));
        }

        @Override
        public void hire(String name, String lastName) {
            ObjectNode user = GoogleStub.user(++number, "/Staff/Berlin").put("primaryEmail", mail(name));
            user.withObject("name").put("familyName", lastName).put("fullName", "Zoë " + name);
            users.put(name, user);
            serve();
        }

        @Override
        public void title(String name, String title) {
            user(name).putArray("organizations").addObject().put("title", title).put("primary", true);
            serve();
        }

        @Override
        public void photo(String name) {
            user(name).put("thumbnailPhotoUrl", "https://photos.example/" + ++number);
            serve();
        }

        @Override
        public void manager(String name, String manager) {
            user(name)
                    .putArray("relations")
                    .addObject()
                    .put("value", mail(manager))
                    .put("type", "manager");
            serve();
        }

        @Override
        public String managerShown(String manager) {
            return mail(manager);
        }

        @Override
        public void rename(String name, String newName, String lastName) {
            ObjectNode user = user(name);
            users.remove(name);
            user.put("primaryEmail", mail(newName)).putArray("aliases").add(mail(name));
            user.withObject("name").put("familyName", lastName);
            users.put(newName, user);
            serve();
        }

        @Override
        public void move(String name) {
            unit(name, "/Staff/Wien");
        }

        @Override
        public void moveOut(String name) {
            unit(name, "/Left");
        }

        @Override
        public void moveBack(String name) {
            unit(name, "/Staff/Berlin");
        }

        private void unit(String name, String unit) {
            user(name).put("orgUnitPath", unit);
            serve();
        }

        @Override
        public void disable(String name) {
            user(name).put("suspended", true);
            serve();
        }

        @Override
        public void enable(String name) {
            user(name).put("suspended", false);
            serve();
        }

        @Override
        public void delete(String name) {
            users.remove(name);
            serve();
        }

        /** Google has no group that gives a role; a custom schema does. */
        @Override
        public void technicians(List<String> names) {
            names.forEach(name -> user(name)
                    .withObject("customSchemas")
                    .withObject("Rollcall")
                    .put("role", "Technician"));
            serve();
        }

        @Override
        public void noTechnicians() {
            new ArrayList<>(users.keySet()).forEach(this::noTechnician);
        }

        @Override
        public void manyTechnicians(List<String> names) {
            technicians(names);
        }

        @Override
        public void noTechnician(String name) {
            user(name).remove("customSchemas");
            serve();
        }

        /** The third page is refused. Where the line is cut instead, a run tries for minutes. */
        @Override
        public void dieInMidRead() {
            google.failAfter(2, GoogleStub.error(403, "forbidden", "Not Authorized to access this resource/api"));
        }

        @Override
        public void revive() {
            google.heal();
        }

        @Override
        public void close() {
            google.close();
        }
    }
}
