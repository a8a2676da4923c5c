package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.database.MigratedDatabase;
import dev.rollcall.member.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the pages refer to is there. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
    private static final Pattern CODE = Pattern.compile("(?m)^### (RC-\\d+)$");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(page)).results().toList()) {
                String to = link.group(1);
                if (!to.startsWith("http") && !leads(page, to)) {
                    broken.add(page + ": " + to);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyCodeHasItsParagraphAndNoParagraphIsOfAnother() throws IOException {
        assertThat(CODE.matcher(Files.readString(Path.of("docs/troubleshooting.md")))
                        .results()
                        .map(code -> code.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ReasonCode.values()).map(ReasonCode::code).toList());
    }

    static Stream<Supplier<DataSource>> databases() {
        return Stream.of(MigratedDatabase::h2, MigratedDatabase::postgres);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatDeletesOldLinesRunsOnEachDatabase(Supplier<DataSource> database) throws IOException {
        JdbcTemplate jdbc = new JdbcTemplate(database.get());
        String page = Files.readString(Path.of("docs/operations.md"));
        int start = page.indexOf("DELETE FROM audit");
        String[] statements =
                page.substring(start, page.indexOf("```", start)).strip().split(";\\s*");
        assertThat(statements)
                .hasSize(4)
                .allSatisfy(one -> assertThat(jdbc.update(one)).isZero());
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CHANGELOG.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static boolean leads(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path to = parts[0].isEmpty()
                ? page
                : page.toAbsolutePath().resolveSibling(parts[0]).normalize();
        return Files.exists(to) && (parts.length == 1 || anchors(to).contains(parts[1]));
    }

    /** As GitHub makes them of headings, and those that are written out. */
    private static Set<String> anchors(Path page) throws IOException {
        String text = Files.readString(page);
        String prose = text.replaceAll("(?s)```.*?```", "");
        return Stream.concat(
                        HEADING.matcher(prose)
                                .results()
                                .map(heading -> heading.group(1)
                                        .strip()
                                        .toLowerCase(Locale.ROOT)
                                        .replaceAll("[^\\w\\- ]", "")
                                        .replace(' ', '-')),
                        ANCHOR.matcher(text).results().map(anchor -> anchor.group(1)))
                .collect(Collectors.toSet());
    }
}
