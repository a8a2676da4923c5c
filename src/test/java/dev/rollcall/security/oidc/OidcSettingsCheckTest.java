package dev.rollcall.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rollcall.settings.RollcallSettings;
import org.junit.jupiter.api.Test;

class OidcSettingsCheckTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .build();

    private final OidcSettingsCheck check = new OidcSettingsCheck();

    @Test
    void whatIsRightOrOffIsLeftAlone() throws JsonProcessingException {
        assertThat(check.problems(settings("{}"))).isEmpty();
        assertThat(check.problems(settings("{'console':{'oidc':{'issuer':'http://far.example'}}}")))
                .as("no client id")
                .isEmpty();
        assertThat(check.problems(settings("{'console':{'oidc':{'issuer':'https://i.example','client-id':'c',"
                        + "'client-secret':'s','roles':{'a':'admin'}}}}")))
                .isEmpty();
    }

    @Test
    void everyProblemIsNamedWithItsKey() throws JsonProcessingException {
        assertThat(check.problems(
                        settings("{'public-url':'http://far.example','admin':{'username':'SSO:ada'},'console':{'oidc':"
                                + "{'issuer':'http://far.example','client-id':'c','scopes':['email']}}}")))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("oidc.issuer").contains("https"),
                        problem -> assertThat(problem).contains("public-url"),
                        problem -> assertThat(problem).contains("client-secret"),
                        problem -> assertThat(problem).contains("openid"),
                        problem -> assertThat(problem).contains("oidc.roles").contains("at least one"),
                        problem -> assertThat(problem).contains("admin.username"));
        assertThat(check.problems(settings("{'console':{'oidc':{'issuer':'https://i.example','client-id':'c',"
                        + "'client-secret':'s','roles':{'a':'king'}}}}")))
                .singleElement()
                .asString()
                .contains("'a'")
                .contains("viewer, operator and admin");
    }

    private static RollcallSettings settings(String json) throws JsonProcessingException {
        return JSON.readValue(json.replace('\'', '"'), RollcallSettings.class);
    }
}
