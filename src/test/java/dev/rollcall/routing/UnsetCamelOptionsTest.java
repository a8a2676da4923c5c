package dev.rollcall.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.DataFormatCustomizer;
import org.apache.camel.spi.LanguageCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

class UnsetCamelOptionsTest {
    private static final String HTTP = "org.apache.camel.component.http.springboot.HttpComponentAutoConfiguration";
    private static final String TIMEOUTS = "org.apache.camel.component.http.springboot.HttpComponentTimeoutConverter";
    private static final String SQL = "org.apache.camel.component.sql.springboot.SqlComponentAutoConfiguration";
    private static final String CAMEL = CamelAutoConfiguration.class.getName();

    @Test
    void whatIsSetIsReadHoweverItIsSpelt() {
        for (String name : List.of(
                "camel.component.http.max-total-connections",
                "camel.component.http.maxTotalConnections",
                "CAMEL_COMPONENT_HTTP_MAXTOTALCONNECTIONS")) {
            assertThat(read(name)).as(name).containsExactly(HTTP, TIMEOUTS, CAMEL);
        }
        assertThat(read("server.port")).containsExactly(CAMEL);
    }

    /** By Camel's own annotations: each that is left out reads nothing but what its name says. */
    @Test
    void whatIsLeftOutReadsTheOptionsOfItsNameAlone() throws Exception {
        int options = 0;
        for (String name :
                ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())) {
            String prefix = UnsetCamelOptions.prefix(name);
            if (prefix == null) {
                continue;
            }
            options++;
            if (name.endsWith("Converter")) {
                assertThat(new SimpleMetadataReaderFactory()
                                .getMetadataReader(name)
                                .getAnnotationMetadata()
                                .getAnnotationTypes())
                        .as(name)
                        .contains("org.springframework.boot.context.properties.ConfigurationPropertiesBinding");
                continue;
            }
            Class<?> type = Class.forName(name);
            ConditionalOnHierarchicalProperties condition =
                    AnnotationUtils.findAnnotation(type, ConditionalOnHierarchicalProperties.class);
            assertThat(condition).as(name).isNotNull();
            String[] levels = condition.value();
            assertThat(UnsetCamelOptions.folded(levels[levels.length - 1]))
                    .as(name)
                    .isEqualTo(prefix);
            assertThat(type.getDeclaredMethods())
                    .as(name)
                    .filteredOn(method -> method.isAnnotationPresent(Bean.class))
                    .extracting(method -> method.getReturnType())
                    .isNotEmpty()
                    .allMatch(
                            List.of(ComponentCustomizer.class, LanguageCustomizer.class, DataFormatCustomizer.class)
                                    ::contains);
        }
        assertThat(options).isGreaterThan(50);
    }

    @SuppressWarnings("NullAway") // the filter goes by names alone
    private static List<String> read(String property) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(property, "1")));
        UnsetCamelOptions filter = new UnsetCamelOptions();
        filter.setEnvironment(environment);
        String[] names = {HTTP, TIMEOUTS, SQL, CAMEL};
        boolean[] wanted = filter.match(names, null);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (wanted[i]) {
                read.add(names[i]);
            }
        }
        return read;
    }
}
