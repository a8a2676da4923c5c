package dev.rollcall.monitoring;

import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Hawtio's pages at {@code /actuator/hawtio/}, and the little that they ask of a server. They are served from the jar
 * instead of by Hawtio's own configuration, which would bring a login, a proxy to other servers, and fourteen filters whose
 * headers are weaker than ours.
 */
@Controller
final class HawtioPages {
    private static final String BASE = "/actuator/hawtio";
    private static final String FILES = "hawtio-static/";

    private final String page = page();

    private static String page() {
        try (InputStream in = new ClassPathResource(FILES + "index.html").getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\"/hawtio/", "\"" + BASE + "/");
        } catch (IOException e) {
            throw new UncheckedIOException("The jar lacks Hawtio's pages", e);
        }
    }

    @GetMapping(BASE)
    String root() {
        return "redirect:" + BASE + "/";
    }

    /**
     * The one page, at the address of each of its views. With it goes the session's token against forged requests, which
     * Hawtio reads from this cookie and sends as the header {@code X-XSRF-TOKEN}.
     */
    @GetMapping({
        BASE + "/",
        BASE + "/index.html",
        BASE + "/{view:camel|connect|diagnostics|help|jmx|preferences|quartz|runtime|springboot}",
        BASE + "/{view:camel|connect|diagnostics|help|jmx|preferences|quartz|runtime|springboot}/**"
    })
    ResponseEntity<String> page(HttpServletRequest request, CsrfToken token) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.ok().contentType(new MediaType("text", "html", StandardCharsets.UTF_8));
        if (request.getSession(false) != null) {
            answer.header(
                    HttpHeaders.SET_COOKIE,
                    ResponseCookie.from("XSRF-TOKEN", token.getToken())
                            .path(BASE)
                            .sameSite("Strict")
                            .secure(request.isSecure()
                                    || request.getServletContext()
                                            .getSessionCookieConfig()
                                            .isSecure())
                            .build()
                            .toString());
        }
        return answer.body(page);
    }

    /** Who is signed in, as Hawtio shows it. */
    @GetMapping(path = BASE + "/user", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String user(Principal caller) {
        return TextNode.valueOf(caller.getName()).toString();
    }

    /** No plugins beside its own. */
    @GetMapping(BASE + "/plugin")
    @ResponseBody
    List<String> plugins() {
        return List.of();
    }

    /** It neither signs people in nor calls other servers. */
    @GetMapping(
            path = {BASE + "/keycloak/enabled", BASE + "/proxy/enabled"},
            produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    String disabled() {
        return "false";
    }

    /** Ways to sign in that Hawtio would show: none. */
    @GetMapping({BASE + "/auth/config", BASE + "/auth/config/oidc", BASE + "/preset-connections"})
    @ResponseBody
    List<String> none() {
        return List.of();
    }

    /** The files of the pages; those under {@code static} have names that change with their content. */
    @Configuration(proxyBeanMethods = false)
    static class Files implements WebMvcConfigurer {
        @Override
        public void addResourceHandlers(ResourceHandlerRegistry registry) {
            serve(registry, "/static/js/*.js", "static/js/", Duration.ofDays(365));
            serve(registry, "/static/media/*", "static/media/", Duration.ofDays(365));
            serve(registry, "/img/*", "img/", Duration.ofHours(1));
            serve(registry, "/*.worker.js", "", Duration.ofHours(1));
            serve(registry, "/*.json", "", Duration.ofHours(1));
            serve(registry, "/*.ico", "", Duration.ofHours(1));
        }

        private static void serve(ResourceHandlerRegistry registry, String pattern, String folder, Duration age) {
            registry.addResourceHandler(BASE + pattern)
                    .addResourceLocations("classpath:/" + FILES + folder)
                    .setCacheControl(CacheControl.maxAge(age).cachePrivate());
        }
    }
}
