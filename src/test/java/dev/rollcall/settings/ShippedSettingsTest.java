package dev.rollcall.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rollcall.bench.Wire;
import dev.rollcall.sync.PullFixture;
import dev.rollcall.sync.SharedPullFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code application.yaml} shows in comments holds once somebody takes the comment signs away. */
@ExtendWith(SharedPullFixture.class)
class ShippedSettingsTest {
    /** A key or an entry of a list; sentences begin with a capital letter. */
    private static final Pattern COMMENT = Pattern.compile("(?m)^( *)# ( *)(- \\{|[a-z][A-Za-z_.-]*:)");

    @Test
    void theExamplesAreTakenAsTheyStand(PullFixture bench) throws IOException {
        String shipped = Files.readString(Path.of("application.yaml"));
        String whole = COMMENT.matcher(shipped.replace("custom-fields: []", "custom-fields:"))
                .replaceAll("$1$2$3");
        JsonNode rollcall = new ObjectMapper(new YAMLFactory()).readTree(whole).path("rollcall");
        assertThat(rollcall.at("/sources/corp-ad/kind").asText()).isEqualTo("ldap");
        assertThat(rollcall.at("/sources/workspace/kind").asText()).isEqualTo("google");
        assertThat(rollcall.at("/sources/okta/unknown-role/policy").asText()).isEqualTo("do-not-provision");

        Map<String, Object> sources = new HashMap<>();
        for (String id : new String[] {"corp-ad", "workspace"}) {
            sources.put(id, rollcall.at("/sources/" + id));
        }
        Map<String, Object> examples = new HashMap<>(Map.of("sources", sources));
        for (String key : new String[] {"protected-members", "guard", "notifications"}) {
            assertThat(rollcall.has(key)).as(key).isTrue();
            examples.put(key, rollcall.get(key));
        }
        Map<String, Object> targets = new HashMap<>();
        for (String target : new String[] {"assetsonar", "snipe-it"}) {
            assertThat(rollcall.path("targets").has(target)).as(target).isTrue();
            targets.put(target, rollcall.at("/targets/" + target));
        }
        examples.put("targets", targets);
        Wire.Answer taken = bench.rollcall.api("PATCH", "/settings", examples);
        assertThat(taken.status()).as("%s", taken).isEqualTo(200);
        sources.replaceAll((id, source) -> null);
        targets.replaceAll((id, target) -> null);
        examples.replaceAll((key, value) -> value instanceof Map ? value : null);
        assertThat(bench.rollcall.api("PATCH", "/settings", examples).status()).isEqualTo(200);
    }
}
