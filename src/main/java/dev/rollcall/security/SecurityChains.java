package dev.rollcall.security;

import dev.rollcall.security.oidc.ProviderSessions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.config.BeanPostProcessor;
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
import org.springframework.security.config.web.PathPatternRequestMatcherBuilderFactoryBean;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.web.servlet.handler.HandlerMappingIntrospector;

/**
 * Who may call what. The SCIM interface takes credentials in a header only, which no browser adds for another site's page.
 * The admin API takes HTTP Basic or the console's session; the console its session only. Where a browser may have added the
 * credentials by itself, a change needs the session's CSRF token.
 */
@Configuration(proxyBeanMethods = false)
class SecurityChains {
    private static final String VIEWER = "VIEWER";
    private static final String OPERATOR = "OPERATOR";
    private static final String ADMIN = "ADMIN";
    private static final String CSP = "default-src 'none'; frame-ancestors 'none'";
    /** Bootstrap draws its arrows and ticks with data: images; they hold no script. */
    private static final String CONSOLE_CSP = "default-src 'self'; img-src 'self' data:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** The SCIM interface: a source's token, nothing else. */
    @Bean
    @Order(1)
    SecurityFilterChain scimChain(HttpSecurity http, SourceTokens tokens) throws Exception {
        RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();
        return stateless(http.securityMatcher("/scim/**"))
                .httpBasic(AbstractHttpConfigurer::disable)
                // What a caller without a token gets is the token filter's answer, and nobody asks the request who
                // called.
                .anonymous(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .securityContext(context -> context.securityContextRepository(contexts))
                .addFilterBefore(new SourceTokenFilter(tokens, contexts), BasicAuthenticationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().hasRole("SOURCE"))
                .build();
    }

    /** The admin API and the actuator: users of the console, by HTTP Basic or by the console's session. */
    @Bean
    @Order(2)
    SecurityFilterChain apiChain(HttpSecurity http, ConsoleUsers users, ProviderSessions fromProvider)
            throws Exception {
        AuthenticationEntryPoint unknown = Refusals::unknownCaller;
        AccessDeniedHandler denied = Refusals::denied;
        return bare(http.securityMatcher("/api/**", "/actuator/**"))
                .httpBasic(basic -> basic.authenticationEntryPoint(unknown))
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(BrowserRequests::mayBeForged))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .addFilterBefore(new SessionCheck(users, fromProvider), BasicAuthenticationFilter.class)
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
                        .requestMatchers("/api/sources/*/tokens/**", "/api/users/**")
                        .hasRole(ADMIN)
                        .requestMatchers(HttpMethod.GET, "/api/**")
                        .hasRole(VIEWER)
                        .requestMatchers(
                                HttpMethod.POST,
                                "/api/rejections/*/replay",
                                "/api/rejections/*/discard",
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

    /** The console's pages: a session that begins with the login page. */
    @Bean
    @Order(3)
    SecurityFilterChain consoleChain(HttpSecurity http, ConsoleUsers users, ProviderSessions fromProvider)
            throws Exception {
        HttpSessionRequestCache asked = new HttpSessionRequestCache();
        asked.setRequestMatcher(BrowserRequests::isPage);
        asked.setMatchingRequestParameterName(null);
        return http.securityMatcher("/", "/login", "/logout", "/console", "/console/**", "/assets/**")
                .httpBasic(AbstractHttpConfigurer::disable)
                .requestCache(cache -> cache.requestCache(asked))
                .formLogin(form -> form.loginPage("/login")
                        .defaultSuccessUrl("/console")
                        .failureHandler(Refusals::loginFailed)
                        .permitAll())
                .logout(logout -> logout.logoutSuccessUrl("/login?out").deleteCookies("rollcall"))
                .addFilterBefore(new SessionCheck(users, fromProvider), UsernamePasswordAuthenticationFilter.class)
                .exceptionHandling(errors ->
                        errors.authenticationEntryPoint(Refusals::loginFirst).accessDeniedHandler(Refusals::deniedPage))
                .headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.SAME_ORIGIN))
                        .contentSecurityPolicy(policy -> policy.policyDirectives(CONSOLE_CSP)))
                .authorizeHttpRequests(all -> all.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/assets/**", "/login")
                        .permitAll()
                        .requestMatchers("/console/users", "/console/users/**", "/console/sources/*/keys/**")
                        .hasRole(ADMIN)
                        .requestMatchers(HttpMethod.GET, "/**")
                        .hasRole(VIEWER)
                        .requestMatchers(HttpMethod.POST, "/console/account/**", "/logout")
                        .hasRole(VIEWER)
                        .requestMatchers(
                                HttpMethod.POST,
                                "/console/problems/**",
                                "/console/runs/**",
                                "/console/sources/*/preview",
                                "/console/sources/*/test")
                        .hasRole(OPERATOR)
                        .anyRequest()
                        .hasRole(ADMIN))
                .build();
    }

    /** Everything else does not exist; the error page of the container may be rendered, not called. */
    @Bean
    @Order(4)
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
        return bare(http)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private static HttpSecurity bare(HttpSecurity http) throws Exception {
        return http.formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                        .contentSecurityPolicy(policy -> policy.policyDirectives(CSP)));
    }

    /** Each filter of the chains observed by itself would cost more than a look-up of a user; requests are observed as a whole. */
    @Bean
    static SecurityObservationSettings noFilterObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** The chains' paths are matched by themselves, and not by asking Spring MVC for each request's handler. */
    @Bean
    static PathPatternRequestMatcherBuilderFactoryBean pathPatterns() {
        return new PathPatternRequestMatcherBuilderFactoryBean();
    }

    /** So the handlers need not be found and kept before the chains; that cost as much as all of a chain's filters. */
    @Bean
    static BeanPostProcessor noHandlersBeforeChains() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HandlerMappingIntrospector ? new NoHandlers() : bean;
            }
        };
    }

    private static final class NoHandlers extends HandlerMappingIntrospector {
        @Override
        public Filter createCacheFilter() {
            return (request, response, chain) -> chain.doFilter(request, response);
        }
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
}
