package dev.rollcall.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpTargetSettingsTest {
    @Test
    void anHttpTargetThatIsUsedNeedsAnAddressAndAToken() throws IOException {
        assertThat(problems("{'delivery': {'route': 'direct:deliver-assetsonar'}}"))
                .hasSize(2)
                .allMatch(problem -> problem.startsWith("rollcall.targets.assetsonar."));
        assertThat(problems("{'delivery': {'route': 'direct:deliver-snipe-it'}}"))
                .hasSize(2)
                .allMatch(problem -> problem.startsWith("rollcall.targets.snipe-it."));
        assertThat(problems("""
                {'delivery': {'route': 'direct:deliver-snipe-it'},
                 'targets': {'snipe-it': {'url': 'https://assets.example.com', 'token': 't'}}}""")).isEmpty();
    }

    @Test
    void plainHttpIsForThisMachineOnlyAndTheApiIsOneOfTwo() throws IOException {
        assertThat(problems("""
                {'targets': {'assetsonar': {'url': 'http://acme.assetsonar.com', 'api': 'v3'}}}""")).hasSize(2);
        assertThat(problems("{'targets': {'assetsonar': {'url': 'http://127.0.0.1:9101', 'api': 'v2'}}}"))
                .isEmpty();
    }

    /** A source's token is only compared; a target's has to be sent. */
    @Test
    void theTokenOfATargetIsKeptAsItIs() throws IOException {
        ObjectNode patch = tree("""
                {'targets': {'assetsonar': {'token': 'secret-1'}}, 'sources': {'okta': {'token': 'secret-2'}}}""");
        Secrets.close(patch);
        assertThat(patch.at("/targets/assetsonar/token").asText()).isEqualTo("secret-1");
        assertThat(patch.at("/sources/okta/token").asText()).doesNotContain("secret-2");
    }

    private static List<String> problems(String json) throws IOException {
        return new Coherence().problems(SettingsMapper.bind(tree(json)));
    }

    private static ObjectNode tree(String json) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    }
}
