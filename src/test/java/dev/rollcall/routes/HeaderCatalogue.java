package dev.rollcall.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The names of all headers by which a Camel component on the class path can be steered. */
final class HeaderCatalogue {
    /** Names that steer components but are in no catalogue, or in that of a component which may be added. */
    private static final List<String> WELL_KNOWN = List.of(
            "CamelHttpUri",
            "CamelHttpPath",
            "CamelHttpQuery",
            "CamelHttpMethod",
            "CamelHttpResponseCode",
            "CamelSqlQuery",
            "CamelSqlParameters",
            "CamelSqlRetrieveGeneratedKeys",
            "CamelJdbcParameters",
            "CamelJdbcRetrieveGeneratedKeys",
            "CamelBeanMethodName",
            "CamelBeanName",
            "CamelFileName",
            "CamelOverruleFileName",
            "CamelExecCommandExecutable",
            "CamelLdapFilter",
            "CamelToDynamicUri",
            "CamelSlipEndpoint",
            "CamelCharsetName",
            "CamelRestHttpUri",
            "kafka.OVERRIDE_TOPIC",
            "mail.smtp.host",
            "Long-Running-Action",
            "exchangeId",
            "breadcrumbId");

    private HeaderCatalogue() {}

    /** The well-known names and those that the components' own descriptions list. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(WELL_KNOWN);
        ObjectMapper json = new ObjectMapper();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:META-INF/org/apache/camel/component/**/*.json")) {
                try (InputStream in = file.getInputStream()) {
                    JsonNode component = json.readTree(in);
                    component.path("headers").fieldNames().forEachRemaining(names::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** The name as it is, lower, upper and with the case of every letter swapped. */
    static Set<String> spellings(String name) {
        StringBuilder swapped = new StringBuilder(name.length());
        for (char c : name.toCharArray()) {
            swapped.append(Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
        }
        return new LinkedHashSet<>(
                List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT), swapped.toString()));
    }

    /** In lists of at most {@code size}: a server takes so many headers, and so many bytes of them. */
    static List<List<String>> batches(List<String> names, int size) {
        List<List<String>> batches = new ArrayList<>();
        for (int at = 0; at < names.size(); at += size) {
            batches.add(names.subList(at, Math.min(names.size(), at + size)));
        }
        return batches;
    }
}
