package dev.rollcall.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
    @ParameterizedTest
    @ValueSource(strings = {"Bearer t-1", "bearer t-1", "BEARER   t-1 ", "Bearer Bearer t-1", "Bearer bearer t-1"})
    void aBearerTokenInTheFormsThatAdminsPaste(String header) {
        assertThat(Credential.in(header)).contains("t-1");
    }

    @Test
    void thePasswordOfBasicWhateverTheUserName() {
        assertThat(Credential.in("Basic " + base64("okta:t-1"))).contains("t-1");
        assertThat(Credential.in("basic " + base64(":t:1"))).contains("t:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t-1",
                "",
                "Bearer",
                "Bearer ",
                "Bearer t 1",
                "Bearer Bearer Bearer t-1",
                "Bearert-1",
                "Digest t-1",
                "Basic ***",
                "Basic b2t0YQ==",
                "Basic b2t0YTo="
            })
    void everythingElseIsNoToken(String header) {
        assertThat(Credential.in(header)).isEmpty();
    }

    @Test
    void noHeaderAndAnEndlessOne() {
        assertThat(Credential.in(null)).isEmpty();
        assertThat(Credential.in("Bearer " + "x".repeat(20_000))).isEmpty();
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
