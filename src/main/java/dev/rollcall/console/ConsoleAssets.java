package dev.rollcall.console;

import dev.rollcall.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** Serves the console's styles and scripts from the jar, at addresses that change with their content. */
@Configuration(proxyBeanMethods = false)
class ConsoleAssets implements WebMvcConfigurer {
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final String bootstrap;
    private final String htmx;
    private final Addresses addresses;

    ConsoleAssets(
            @Value("${console.assets.bootstrap}") String bootstrap, @Value("${console.assets.htmx}") String htmx) {
        this.bootstrap = bootstrap;
        this.htmx = htmx;
        this.addresses = new Addresses(
                "/assets/bootstrap-" + bootstrap + "/bootstrap.min.css",
                "/assets/htmx-" + htmx + "/htmx.min.js",
                own("console.css"),
                own("console.js"),
                own("icon.svg"));
    }

    /** The addresses that pages load. */
    record Addresses(String bootstrap, String htmx, String style, String script, String icon) {}

    @Bean
    Addresses assets() {
        return addresses;
    }

    /** Every page has them at hand; templates may not ask for beans where an address is written. */
    @Bean
    static InitializingBean wordsOfTemplates(ThymeleafViewResolver resolver, Addresses assets, Words words) {
        return () -> {
            resolver.addStaticVariable("assets", assets);
            resolver.addStaticVariable("words", words);
        };
    }

    private static String own(String file) {
        try (InputStream in = new ClassPathResource("static/" + file).getInputStream()) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return "/assets/" + HexFormat.of().formatHex(hash, 0, 6) + "/" + file;
        } catch (IOException e) {
            throw new UncheckedIOException("The jar lacks static/" + file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        String webjars = "classpath:/META-INF/resources/webjars/";
        serve(registry, "/assets/bootstrap-" + bootstrap + "/*", webjars + "bootstrap/" + bootstrap + "/css/");
        serve(registry, "/assets/htmx-" + htmx + "/*", webjars + "htmx.org/" + htmx + "/dist/");
        for (String own : List.of(addresses.style(), addresses.script(), addresses.icon())) {
            serve(registry, own.substring(0, own.lastIndexOf('/')) + "/*", "classpath:/static/");
        }
    }

    private static void serve(ResourceHandlerRegistry registry, String pattern, String location) {
        registry.addResourceHandler(pattern).addResourceLocations(location).setCacheControl(FOR_EVER);
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/console");
    }

    /** Behind https the session's cookie is for https only, also where a proxy ends the encryption. */
    @Bean
    static ServletContextInitializer secureCookie(Settings settings) {
        return context -> {
            if (settings.current().publicUrl().startsWith("https:")) {
                context.getSessionCookieConfig().setSecure(true);
            }
        };
    }
}
