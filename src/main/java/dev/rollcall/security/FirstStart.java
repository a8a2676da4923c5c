package dev.rollcall.security;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.audit.Audit;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Tells where Rollcall is, makes the first admin and, on a new database where no source has a token yet, a token for the
 * first SCIM source. These two secrets are the only ones that are ever logged: once, since nobody could get in otherwise.
 * Settings that give a password and tokens keep them out of the log.
 */
@Component
final class FirstStart implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
    private static final String ACTOR = "rollcall";

    private final Settings settings;
    private final ConsoleUsers users;
    private final SourceTokens tokens;
    private final Audit audit;

    FirstStart(Settings settings, ConsoleUsers users, SourceTokens tokens, Audit audit) {
        this.settings = settings;
        this.users = users;
        this.tokens = tokens;
        this.audit = audit;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        RollcallSettings current = settings.current();
        LOG.info("Console: {}/console", current.publicUrl());
        LOG.info("Admin API: {}/api", current.publicUrl());
        LOG.info("SCIM base URL for identity providers: {}/scim/v2", current.publicUrl());
        LOG.info(
                "Data directory: {}",
                Path.of(current.dataDir()).toAbsolutePath().normalize());
        boolean first = users.areNone();
        admin(current.admin());
        if (first) {
            firstToken(current);
        }
    }

    private void admin(RollcallSettings.Admin admin) {
        String name = admin.username();
        if (!users.exists(name)) {
            String password = admin.password().isEmpty() ? TokenText.letters(24) : admin.password();
            if (users.add(name, password, "admin")) {
                noted("user.make", name);
                if (admin.password().isEmpty()) {
                    LOG.info("First admin: user name '{}', password '{}'. It is not shown again.", name, password);
                }
            }
        } else if (!admin.password().isEmpty() && users.changePassword(name, admin.password())) {
            noted("user.password", name);
            LOG.info("The password of '{}' was changed to the one in settings", name);
        }
    }

    private void firstToken(RollcallSettings current) {
        boolean some = current.sources().entrySet().stream().anyMatch(FirstStart::hasCredentials)
                || current.sources().keySet().stream()
                        .anyMatch(id -> !tokens.list(id).isEmpty());
        Optional<String> source = current.sources().entrySet().stream()
                .filter(entry -> entry.getValue().scim() != null)
                .map(Map.Entry::getKey)
                .findFirst();
        if (!some && source.isPresent()) {
            String token = tokens.make(source.get(), null, ACTOR).token();
            LOG.info("First token of source '{}': {} It is not shown again.", source.get(), token);
        }
    }

    private static boolean hasCredentials(Map.Entry<String, Source> source) {
        return !source.getValue().token().isEmpty() || source.getValue().jwt() != null;
    }

    private void noted(String action, String subject) {
        audit.record(ACTOR, action, subject, JsonNodeFactory.instance.objectNode());
    }
}
