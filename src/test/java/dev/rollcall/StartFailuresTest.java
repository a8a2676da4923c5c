package dev.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.bench.RunningRollcall;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the log says where Rollcall cannot start: the thing, the place and the way out, and no stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailuresTest {
    private Path folder;
    private Path routes;

    @BeforeEach
    void copyRoutes(@TempDir Path empty) throws IOException {
        folder = empty;
        routes = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
            for (Path file : shipped.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aMissingFolderOfRoutesIsNamedBeforeADatabaseIsMade(CapturedOutput output) {
        fails("--camel.main.routes-include-pattern=file:" + folder.resolve("elsewhere") + "/*.camel.yaml");

        assertThat(output)
                .contains("There is no folder " + folder.resolve("elsewhere"))
                .contains("Start Rollcall in the folder that has routes/ and application.yaml")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aWordThatNoRouteHasIsNamedWithFileAndLine(CapturedOutput output) throws IOException {
        replace("30-provision.camel.yaml", "method: normalise", "metod: normalise");

        fails();

        assertThat(output)
                .containsPattern("Unsupported field: metod\\s+in file:\\S*30-provision.camel.yaml, line \\d+")
                .contains("Correct the file in routes/ that is named above")
                .doesNotContain("\tat ");
    }

    @Test
    void anEndpointThatDoesNotExistIsNamedWithItsRoute(CapturedOutput output) throws IOException {
        replace("41-deliver-jdbc.camel.yaml", "uri: direct:deliver-jdbc", "uri: derect:deliver-jdbc");

        fails();

        assertThat(output)
                .contains("41-deliver-jdbc.camel.yaml")
                .contains("No endpoint could be found for: derect://deliver-jdbc")
                .contains("Correct the file in routes/ that is named above")
                .doesNotContain("\tat ");
    }

    @Test
    void aRouteWithoutRulesForItsErrorsIsNamed(CapturedOutput output) throws IOException {
        replace(
                "41-deliver-jdbc.camel.yaml",
                "routeConfigurationId: delivery-errors",
                "routeConfigurationId: delivery-eror");

        fails();

        assertThat(output)
                .contains(
                        "41-deliver-jdbc.camel.yaml: the route 'deliver-jdbc' names the routeConfigurationId 'delivery-eror'")
                .contains("There are delivery-errors, pull-errors, report-errors, scim-errors.")
                .doesNotContain("\tat ");
    }

    @Test
    void aFileThatIsNoListIsNamed(CapturedOutput output) throws IOException {
        Files.writeString(routes.resolve("44-own.camel.yaml"), "route:\n  id: deliver-own\n");

        fails();

        assertThat(output)
                .contains("44-own.camel.yaml is no list, so that nothing of it would be used.")
                .doesNotContain("\tat ");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamedWithoutItsPassword(CapturedOutput output) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        fails("--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/people?password=pass-in-the-url");

        assertThat(output)
                .contains("The database cannot be reached: jdbc:postgresql://127.0.0.1:" + port + "/people\n")
                .contains("Check spring.datasource.url")
                .doesNotContain("pass-in-the-url")
                .doesNotContain("\tat ");
    }

    @Test
    void aDatabaseThatIsOpenElsewhereIsNamedWithTheWayOut(CapturedOutput output) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (FileChannel file = FileChannel.open(
                        data.resolve("rollcall.mv.db"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            assertThat(held.isValid()).isTrue();

            fails();
        }

        assertThat(output)
                .contains("Another process has the embedded database open: jdbc:h2:file:" + data + "/rollcall\n")
                .contains("give this one a folder of its own: rollcall.data-dir")
                .doesNotContain("\tat ");
    }

    @Test
    void aFolderOfTheDatabaseThatIsNotClearIsNamedWithTheWayOut(CapturedOutput output) {
        fails("--spring.datasource.url=jdbc:h2:file:data/rollcall");

        assertThat(output)
                .contains("The folder of the embedded database is not clear: jdbc:h2:file:data/rollcall\n")
                .contains("Begin rollcall.data-dir with ./ or /.")
                .doesNotContain("\tat ");
    }

    @Test
    void aDatabaseWithoutADriverIsNamedWithoutItsPassword(CapturedOutput output) {
        fails("--spring.datasource.url=jdbc:mysql://db.example/people?password=pass-in-the-url");

        assertThat(output)
                .contains("The settings of the database cannot be used: ")
                .contains("Check spring.datasource: url begins with jdbc:postgresql: or jdbc:h2:")
                .doesNotContain("pass-in-the-url");
    }

    @Test
    void aTargetWithoutADriverIsNamed(CapturedOutput output) {
        fails("--rollcall.targets.jdbc.url=jdbc:postgres://db.example/assets?password=pass-in-the-url");

        assertThat(output)
                .contains("rollcall.targets.jdbc.url: no driver takes this address")
                .doesNotContain("pass-in-the-url")
                .doesNotContain("\tat ");
    }

    @Test
    void aLineThatIsNoYamlIsNamed(CapturedOutput output) throws IOException {
        Path settings = folder.resolve("application.yaml");
        Files.writeString(settings, "rollcall:\n\tapplication-name: Assets\n");

        fails("--spring.config.location=classpath:/,file:" + settings);

        assertThat(output)
                .contains("The settings are no YAML that can be read.")
                .contains("line 2, column 1")
                .contains("never by tabs")
                .doesNotContain("\tat ");
    }

    @Test
    void aSourceThatWasGivenAnotherKindIsNamedWithTheWayOut(CapturedOutput output) {
        try (RunningRollcall rollcall = RunningRollcall.start(folder, RunningRollcall.settings(Map.of()))) {
            assertThat(rollcall.scim(
                                    "POST",
                                    "/Users",
                                    Map.of("userName", "a@kind.example", "name", Map.of("familyName", "A")))
                            .status())
                    .isEqualTo(201);
        }

        fails("--rollcall.sources.bench.kind=route");

        assertThat(output)
                .contains("rollcall.sources.bench.kind: 'bench' has users that came as kind 'scim'")
                .contains("give the new connection an id of its own")
                .doesNotContain("\tat ");
    }

    private void replace(String file, String word, String other) throws IOException {
        Path route = routes.resolve(file);
        String text = Files.readString(route);
        assertThat(text).contains(word);
        Files.writeString(route, text.replace(word, other));
    }

    private void fails(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--rollcall.data-dir=" + folder.resolve("data"),
                "--camel.main.routes-include-pattern=file:" + routes + "/*.camel.yaml"));
        arguments.addAll(List.of(more));
        assertThatThrownBy(() -> SpringApplication.run(RollcallApplication.class, arguments.toArray(String[]::new)))
                .isInstanceOf(RuntimeException.class);
    }
}
