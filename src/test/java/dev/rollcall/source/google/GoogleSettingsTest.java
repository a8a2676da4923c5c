package dev.rollcall.source.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.bench.Wire;
import dev.rollcall.source.Pull.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Sources of Google Workspace in the settings. */
class GoogleSettingsTest extends GoogleFixture {
    @Test
    void sourcesComeAndGoWithTheSettings() {
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("sources").set("second", JSON.valueToTree(source()));
        assertThat(rollcall().api("PATCH", "/settings", patch).status()).isEqualTo(200);
        assertThat(read("second", Mode.FULL).users).hasSize(3);
        patch.putObject("sources").putNull("second");
        assertThat(rollcall().api("PATCH", "/settings", patch).status()).isEqualTo(200);
        assertThat(camel().getRoute("pull-second")).isNull();
        assertThat(camel().getRoute("pull-workspace")).isNotNull();
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        refused("{\"customer\":\"C01\",\"domain\":\"example.com\"}", "customer and a domain");
        refused("{\"credentials\":\"\"}", "credentials");
        refused("{\"delegate\":\"admin\"}", "delegate");
        refused("{\"org-units\":[\"Staff\"]}", "'Staff' is not a path");
        refused("{\"root-url\":\"http://proxy.example\"}", "root-url");
        refused("{\"token-url\":\"http://127.0.0.1.example/token\"}", "token-url");
        refused("{\"token-url\":\"https://proxy.example/token\"}", "https://proxy.example:443. Such an address is");
    }

    private void refused(String source, String word) {
        Wire.Answer answer = patch(source);
        assertThat(answer.status()).as(answer.text()).isBetween(400, 422);
        assertThat(answer.text()).contains(word);
    }

    @Test
    void aKeyFileThatOthersCanReadIsWarnedOf() throws IOException {
        Path open = key.write(folder, "open.json");
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        set("{\"credentials\":\"" + open + "\"}");
        assertThat(rollcall()
                        .api("GET", "/sources/workspace", null)
                        .json()
                        .path("warnings")
                        .toString())
                .contains("0600");
    }
}
