package dev.rollcall.security;

import dev.rollcall.security.oidc.ProviderSessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Hawtio and Jolokia: operators, by the console's session or by HTTP Basic. Jolokia's own policy says what they may do there.
 * Jolokia would also execute operations by GET; only looking is let through in that way, so that an address which somebody
 * is led to follow cannot act.
 */
@Configuration(proxyBeanMethods = false)
class HawtioChain {
    private static final String OPERATOR = "OPERATOR";
    private static final String HAWTIO = "/actuator/hawtio";
    private static final String[] JOLOKIA = {"/actuator/jolokia", HAWTIO + "/jolokia"};

    /** Hawtio sets styles by script, and draws with data: images; its editor's workers are files of its own. */
    private static final String CSP = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'self';"
            + " form-action 'self'; frame-ancestors 'none'";

    @Bean
    @Order(0)
    SecurityFilterChain operatorChain(HttpSecurity http, ConsoleUsers users, ProviderSessions fromProvider)
            throws Exception {
        return http.securityMatcher(at(null, HAWTIO + "/**", JOLOKIA[0] + "/**"))
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .httpBasic(basic -> basic.authenticationEntryPoint(HawtioChain::unknownCaller))
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(BrowserRequests::mayBeForged)
                        .csrfTokenRequestHandler(new TokenOfCookie()))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .addFilterBefore(new SessionCheck(users, fromProvider), BasicAuthenticationFilter.class)
                .exceptionHandling(errors -> errors.authenticationEntryPoint(HawtioChain::unknownCaller)
                        .accessDeniedHandler(Refusals::denied))
                .headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.SAME_ORIGIN))
                        .contentSecurityPolicy(policy -> policy.policyDirectives(CSP)))
                .authorizeHttpRequests(all -> all.requestMatchers(request -> request.getParameter("p") != null)
                        .denyAll() // Jolokia's other way to write the path of a request
                        .requestMatchers(
                                at(HttpMethod.POST, JOLOKIA[0], JOLOKIA[0] + "/", JOLOKIA[1], JOLOKIA[1] + "/"))
                        .hasRole(OPERATOR)
                        .requestMatchers(looking(JOLOKIA[0]), looking(JOLOKIA[1]))
                        .hasRole(OPERATOR)
                        .requestMatchers(at(null, JOLOKIA[0] + "/**", JOLOKIA[1] + "/**"))
                        .denyAll()
                        .requestMatchers(at(HttpMethod.GET, HAWTIO + "/**"))
                        .hasRole(OPERATOR)
                        .anyRequest()
                        .denyAll())
                .build();
    }

    private static RequestMatcher looking(String jolokia) {
        return at(
                HttpMethod.GET,
                jolokia,
                jolokia + "/",
                jolokia + "/version",
                jolokia + "/list/**",
                jolokia + "/read/**",
                jolokia + "/search/**");
    }

    /** By whole paths: other matchers see only what comes behind the path of Jolokia's servlet. */
    private static RequestMatcher at(@Nullable HttpMethod method, String... paths) {
        return new OrRequestMatcher(Arrays.stream(paths)
                .map(path -> (RequestMatcher)
                        PathPatternRequestMatcher.withDefaults().matcher(method, path))
                .toList());
    }

    /** A person who opens Hawtio signs in first and comes back; anything else is told so. */
    private static void unknownCaller(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException why) throws IOException {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        boolean page = request.getMethod().equals("GET")
                && accepted != null
                && accepted.contains("text/html")
                && request.getHeader(HttpHeaders.AUTHORIZATION) == null
                && request.getRequestURI().startsWith(HAWTIO);
        if (page) {
            HttpSessionRequestCache asked = new HttpSessionRequestCache();
            asked.setMatchingRequestParameterName(null);
            asked.saveRequest(request, response);
            response.sendRedirect("/login");
        } else if (request.getHeader("Sec-Fetch-Site") != null) {
            // No challenge: the browser would ask for a password in a window of its own.
            ErrorBodies.writeApi(response, 401, "The session is over. Sign in again.");
        } else {
            Refusals.unknownCaller(request, response, why);
        }
    }

    /** Hawtio sends the token as its cookie has it. */
    private static final class TokenOfCookie extends CsrfTokenRequestAttributeHandler {
        @Override
        public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
            return request.getHeader("X-XSRF-TOKEN");
        }
    }
}
