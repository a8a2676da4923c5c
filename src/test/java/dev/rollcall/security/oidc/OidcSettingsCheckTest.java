package dev.rollcall.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.settings.SettingsOf;
import org.junit.jupiter.api.Test;

class OidcSettingsCheckTest {
    private final OidcSettingsCheck check = new OidcSettingsCheck();

    @Test
    void whatIsRightOrOffIsLeftAlone() {
        assertThat(check.problems(SettingsOf.json("{}"))).isEmpty();
        assertThat(check.problems(SettingsOf.json("{'console':{'oidc':{'issuer':'http://far.example'}}}")))
                .as("no client id")
                .isEmpty();
        assertThat(check.problems(SettingsOf.json("{'console':{'oidc':{'issuer':'https://i.example','client-id':'c',"
                        + "'client-secret':'s','roles':{'a':'admin'}}}}")))
                .isEmpty();
    }

    @Test
    void everyProblemIsNamedWithItsKey() {
        assertThat(check.problems(SettingsOf.json(
                        "{'public-url':'http://far.example','admin':{'username':'SSO:ada'},'console':{'oidc':"
                                + "{'issuer':'http://far.example','client-id':'c','scopes':['email']}}}")))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("oidc.issuer").contains("https"),
                        problem -> assertThat(problem).contains("public-url"),
                        problem -> assertThat(problem).contains("client-secret"),
                        problem -> assertThat(problem).contains("openid"),
                        problem -> assertThat(problem).contains("oidc.roles").contains("at least one"),
                        problem -> assertThat(problem).contains("admin.username"));
        assertThat(check.problems(SettingsOf.json("{'console':{'oidc':{'issuer':'https://i.example','client-id':'c',"
                        + "'client-secret':'s','roles':{'a':'king'}}}}")))
                .singleElement()
                .asString()
                .contains("'a'")
                .contains("viewer, operator and admin");
    }
}
