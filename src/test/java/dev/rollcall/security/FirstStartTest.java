package dev.rollcall.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.RollcallApplication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.crypto.password.PasswordEncoder;

@ExtendWith(OutputCaptureExtension.class)
class FirstStartTest {
    private static final Pattern PASSWORD = Pattern.compile("user name 'admin', password '([A-Za-z0-9]{24})'");
    private static final Pattern TOKEN = Pattern.compile("First token of source 'okta': (rc_\\S{8}_\\S{43}) ");

    @Test
    void passwordAndTokenAreToldOnceAndALaterPasswordOfSettingsTakesOver(@TempDir Path data, CapturedOutput output) {
        String password;
        try (ConfigurableApplicationContext first = start(data)) {
            password = only(PASSWORD, output);
            assertThat(isPassword(first, password)).isTrue();
            assertThat(first.getBean(SourceTokens.class).sourceOf("Bearer " + only(TOKEN, output)))
                    .contains("okta");
            assertThat(output).contains("SCIM base URL for identity providers: http://localhost:8080/scim/v2");
        }
        try (ConfigurableApplicationContext second = start(data)) {
            assertThat(only(PASSWORD, output)).isEqualTo(password);
            assertThat(only(TOKEN, output)).isNotEmpty();
            assertThat(isPassword(second, password)).isTrue();
        }
        try (ConfigurableApplicationContext third = start(data, "--rollcall.admin.password=of-settings")) {
            assertThat(isPassword(third, "of-settings")).isTrue();
            assertThat(isPassword(third, password)).isFalse();
            assertThat(output).doesNotContain("of-settings");
        }
    }

    private static ConfigurableApplicationContext start(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--rollcall.data-dir=" + data));
        arguments.addAll(List.of(more));
        return SpringApplication.run(RollcallApplication.class, arguments.toArray(String[]::new));
    }

    private static boolean isPassword(ConfigurableApplicationContext context, String password) {
        String stored = context.getBean(ConsoleUsers.class).load("Admin").getPassword();
        return context.getBean(PasswordEncoder.class).matches(password, stored);
    }

    private static String only(Pattern pattern, CapturedOutput output) {
        Matcher matcher = pattern.matcher(output);
        assertThat(matcher.find()).isTrue();
        String found = matcher.group(1);
        assertThat(matcher.find()).as("told once").isFalse();
        return found;
    }
}
