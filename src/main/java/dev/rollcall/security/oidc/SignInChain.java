package dev.rollcall.security.oidc;

import dev.rollcall.audit.SignIns;
import dev.rollcall.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.session.SessionFixationProtectionStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;

/**
 * The two addresses of the sign-in by OpenID Connect: the way to the provider, and the way back. They are there while the
 * settings have a provider; no other request passes these filters. The authorization code flow with PKCE (RFC 7636) and nonce
 * is Spring Security's.
 */
@Configuration(proxyBeanMethods = false)
class SignInChain {
    static final String CALLBACK = "/login/oauth2/code/" + Provider.ID;

    private static final String BEGIN = "/oauth2/authorization";
    private static final Set<String> ADDRESSES = Set.of(BEGIN + "/" + Provider.ID, CALLBACK);
    private static final String CSP = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    @Order(3)
    SecurityFilterChain oidcChain(
            HttpSecurity http, Settings settings, SignIns signIns, ApplicationEventPublisher events) throws Exception {
        ProviderHttp outgoing = new ProviderHttp();
        Provider provider = new Provider(settings, outgoing.forDocuments());
        SignInFlow flow = new SignInFlow(provider);
        SignInAnswers answers = new SignInAnswers(signIns);
        OAuth2LoginAuthenticationFilter end = end(provider, flow, checks(settings, outgoing), answers);
        end.setApplicationEventPublisher(events);
        return http.securityMatcher(request -> request.getMethod().equals("GET")
                        && ADDRESSES.contains(request.getRequestURI())
                        && settings.current().console().oidc().configured())
                .csrf(AbstractHttpConfigurer::disable) // only reads; the state of the flow is the token
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .addFilter(begin(provider, flow, answers))
                .addFilter(end)
                .headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.NO_REFERRER))
                        .contentSecurityPolicy(policy -> policy.policyDirectives(CSP)))
                .authorizeHttpRequests(all -> all.anyRequest().denyAll())
                .build();
    }

    private static OAuth2AuthorizationRequestRedirectFilter begin(
            Provider provider, SignInFlow flow, SignInAnswers answers) {
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(provider, BEGIN);
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        OAuth2AuthorizationRequestRedirectFilter filter = new OAuth2AuthorizationRequestRedirectFilter(resolver);
        filter.setAuthorizationRequestRepository(flow);
        filter.setAuthenticationFailureHandler(answers::refused);
        return filter;
    }

    private static OAuth2LoginAuthenticationFilter end(
            Provider provider,
            SignInFlow flow,
            OidcAuthorizationCodeAuthenticationProvider checks,
            SignInAnswers answers) {
        OAuth2LoginAuthenticationFilter filter =
                new OAuth2LoginAuthenticationFilter(provider, new NoClients(), CALLBACK);
        filter.setAuthorizationRequestRepository(flow);
        filter.setAuthenticationManager(new ProviderManager(checks));
        filter.setSecurityContextRepository(new HttpSessionSecurityContextRepository());
        SessionFixationProtectionStrategy anew = new SessionFixationProtectionStrategy();
        anew.setMigrateSessionAttributes(false);
        filter.setSessionAuthenticationStrategy(anew);
        filter.setAuthenticationSuccessHandler(SignInAnswers::signedIn);
        filter.setAuthenticationFailureHandler(answers::refused);
        return filter;
    }

    private static OidcAuthorizationCodeAuthenticationProvider checks(Settings settings, ProviderHttp outgoing) {
        RestClientAuthorizationCodeTokenResponseClient tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(outgoing.forTokens());
        OidcAuthorizationCodeAuthenticationProvider checks = new OidcAuthorizationCodeAuthenticationProvider(
                tokens, new ProviderUsers(settings, outgoing.forUsers()));
        checks.setJwtDecoderFactory(new IdTokens(outgoing.forDocuments()));
        return checks;
    }

    /** Rollcall asks the provider who somebody is and nothing later, so its tokens are not kept. */
    private static final class NoClients implements OAuth2AuthorizedClientRepository {
        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String provider, Authentication user, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication user,
                HttpServletRequest request,
                HttpServletResponse response) {
            // Not kept.
        }

        @Override
        public void removeAuthorizedClient(
                String provider, Authentication user, HttpServletRequest request, HttpServletResponse response) {
            // None is kept.
        }
    }
}
