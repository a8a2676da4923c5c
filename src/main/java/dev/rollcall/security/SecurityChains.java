package dev.rollcall.security;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * Who may call what. CSRF protection is off in all chains: every call carries its credentials in a header that a browser
 * does not add by itself for another site's page, and no chain makes a session or a cookie.
 */
@Configuration(proxyBeanMethods = false)
class SecurityChains {
    private static final String VIEWER = "VIEWER";
    private static final String OPERATOR = "OPERATOR";
    private static final String ADMIN = "ADMIN";
    private static final String CSP = "default-src 'none'; frame-ancestors 'none'";

    /** The SCIM interface: a source's token, nothing else. */
    @Bean
    @Order(1)
    SecurityFilterChain scimChain(HttpSecurity http, SourceTokens tokens) throws Exception {
        RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();
        return stateless(http.securityMatcher("/scim/**"))
                .httpBasic(AbstractHttpConfigurer::disable)
                .securityContext(context -> context.securityContextRepository(contexts))
                .addFilterBefore(new SourceTokenFilter(tokens, contexts), BasicAuthenticationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().hasRole("SOURCE"))
                .build();
    }

    /** The admin API and the actuator: users of the console, by HTTP Basic. */
    @Bean
    @Order(2)
    SecurityFilterChain apiChain(HttpSecurity http) throws Exception {
        AuthenticationEntryPoint unknown = (request, response, why) -> {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Rollcall\", charset=\"UTF-8\"");
            ErrorBodies.writeApi(response, 401, "User name or password is missing or wrong.");
        };
        AccessDeniedHandler denied =
                (request, response, why) -> ErrorBodies.writeApi(response, 403, "Your role does not allow this.");
        return stateless(http.securityMatcher("/api/**", "/actuator/**"))
                .httpBasic(basic -> basic.authenticationEntryPoint(unknown))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(unknown).accessDeniedHandler(denied))
                .authorizeHttpRequests(all -> all.requestMatchers(EndpointRequest.to(HealthEndpoint.class))
                        .permitAll()
                        .requestMatchers("/actuator/health/**")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/actuator/info", "/actuator/prometheus")
                        .hasRole(VIEWER)
                        .requestMatchers("/actuator/**")
                        .denyAll()
                        .requestMatchers("/api/sources/*/tokens/**")
                        .hasRole(ADMIN)
                        .requestMatchers(HttpMethod.GET, "/api/**")
                        .hasRole(VIEWER)
                        .requestMatchers(
                                HttpMethod.POST,
                                "/api/rejections/*/replay",
                                "/api/deliveries/*/retry",
                                "/api/deliveries/*/discard",
                                "/api/sources/*/preview",
                                "/api/sources/*/test",
                                "/api/sync-runs",
                                "/api/sync-runs/*/approve",
                                "/api/sync-runs/*/cancel")
                        .hasRole(OPERATOR)
                        .anyRequest()
                        .hasRole(ADMIN))
                .build();
    }

    /** Everything else does not exist; the error page of the container may be rendered, not called. */
    @Bean
    @Order(3)
    SecurityFilterChain otherwise(HttpSecurity http) throws Exception {
        AuthenticationEntryPoint nothing =
                (request, response, why) -> ErrorBodies.writeApi(response, 404, "There is nothing at this address.");
        return stateless(http)
                .httpBasic(AbstractHttpConfigurer::disable)
                .exceptionHandling(errors -> errors.authenticationEntryPoint(nothing)
                        .accessDeniedHandler((request, response, why) -> nothing.commence(request, response, null)))
                .authorizeHttpRequests(all -> all.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .contentSecurityPolicy(policy -> policy.policyDirectives(CSP)));
    }

    /** Each filter of the chains observed by itself would cost more than a look-up of a user; requests are observed as a whole. */
    @Bean
    static SecurityObservationSettings noFilterObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** An admin may do what an operator may, and an operator what a viewer may. */
    @Bean
    static RoleHierarchy roleHierarchy() {
        return RoleHierarchyImpl.withDefaultRolePrefix()
                .role(ADMIN)
                .implies(OPERATOR)
                .role(OPERATOR)
                .implies(VIEWER)
                .build();
    }

    /** bcrypt now; the encoder's name stands before each hash, so that a later one can take over. */
    @Bean
    static PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    /** What the strict firewall refuses (double slashes, encoded slashes, semicolons) is answered as an error of its side. */
    @Bean
    static RequestRejectedHandler requestRejectedHandler() {
        return (request, response, why) -> {
            String detail = "The address has characters or a form that are not allowed.";
            if (request.getRequestURI().startsWith("/scim")) {
                ErrorBodies.writeScim(response, 400, detail);
            } else {
                ErrorBodies.writeApi(response, 400, detail);
            }
        };
    }
}
