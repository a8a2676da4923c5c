package dev.rollcall.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;

/** An environment that Spring Boot has loaded from real YAML files, lowest first, and a command line. */
final class YamlEnvironment {
    private YamlEnvironment() {}

    static StandardEnvironment of(Path folder, String yaml, String overlay, String... commandLine) throws IOException {
        Path base = Files.createDirectories(folder.resolve("base")).resolve("application.yaml");
        Path over = folder.resolve("overlay.yaml");
        Files.writeString(base, yaml);
        Files.writeString(over, overlay);
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of("spring.config.location=file:" + base, "spring.config.additional-location=file:" + over)
                .applyTo(environment);
        TestPropertyValues.of(commandLine).applyTo(environment, TestPropertyValues.Type.MAP, "commandLine");
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        return environment;
    }
}
