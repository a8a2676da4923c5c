package dev.rollcall.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds Rollcall's loader against the one that it stands in for: same classes, same resources, in the same order. */
class NestedJarsClassLoaderTest {
    private static final String FIRST = First.class.getName();
    private static final String SECOND = Second.class.getName();

    @TempDir
    private Path folder = Path.of("");

    static class First {}

    static class Second {}

    @Test
    void findsAClassInWhicheverJarHasIt() throws Exception {
        try (NestedJarsClassLoader loader = loader(one(), two())) {
            for (String name : List.of(FIRST, SECOND)) {
                Class<?> found = loader.loadClass(name);
                assertThat(found.getClassLoader()).isSameAs(loader);
                assertThat(found.getName()).isEqualTo(name);
            }
            assertThat(loader.loadClass(SECOND)
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation())
                    .hasToString("jar:" + folder.resolve("two.jar").toUri().toURL() + "!/");
        }
    }

    @Test
    void tellsWhatThePackagesManifestTells() throws Exception {
        try (NestedJarsClassLoader loader = loader(one(), two())) {
            Package told = loader.loadClass(FIRST).getPackage();
            assertThat(told.getImplementationTitle()).isEqualTo("one");
            assertThat(told.getImplementationVersion()).isEqualTo("1.2");
        }
    }

    @Test
    void findsResourcesAsTheOtherLoaderDoes() throws Exception {
        URL[] classPath = {one(), two()};
        try (URLClassLoader other = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
                NestedJarsClassLoader loader = new NestedJarsClassLoader(other)) {
            for (String name : List.of(
                    "top.txt",
                    "text/both.txt",
                    "text/two.txt",
                    "text/ä b.txt",
                    "text",
                    "text/",
                    "META-INF/MANIFEST.MF",
                    "text/none",
                    "none/at/all",
                    "",
                    "/text/both.txt",
                    FIRST.replace('.', '/') + ".class")) {
                assertThat(String.valueOf(loader.getResource(name)))
                        .describedAs(name)
                        .isEqualToIgnoringCase(String.valueOf(other.getResource(name)));
                assertThat(Collections.list(loader.getResources(name)).toString())
                        .describedAs(name)
                        .isEqualToIgnoringCase(
                                Collections.list(other.getResources(name)).toString());
            }
            assertThat(read(loader, "text/both.txt")).isEqualTo("of one");
            assertThat(read(loader, "text/ä b.txt")).isEqualTo("umlaut");
        }
    }

    @Test
    void takesTheVersionOfAClassThatIsMeantForTheRunningJava() throws Exception {
        URL versions = jar(
                "versions.jar",
                "versions",
                Map.of(
                        path(FIRST),
                        "no class at all".getBytes(StandardCharsets.UTF_8),
                        "META-INF/versions/9/" + path(FIRST),
                        bytes(FIRST)));
        // Java's own handler of jars is to be told; Spring Boot's takes the running Java anyway.
        try (NestedJarsClassLoader loader = loader(new URL(versions, "#runtime"))) {
            assertThat(loader.loadClass(FIRST).getName()).isEqualTo(FIRST);
        }
    }

    @Test
    void saysThatAClassIsNowhere() throws Exception {
        try (NestedJarsClassLoader loader = loader(one())) {
            for (String name : List.of(SECOND, "none.At.All", "None", "")) {
                assertThatThrownBy(() -> loader.loadClass(name))
                        .isInstanceOf(ClassNotFoundException.class)
                        .hasMessageContaining(name);
            }
        }
    }

    @Test
    void leavesFoldersToTheOtherLoader() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path second = classes.resolve(path(SECOND));
        Files.createDirectories(second.getParent());
        Files.write(second, bytes(SECOND));
        Files.createDirectories(classes.resolve("text"));
        Files.writeString(classes.resolve("text/both.txt"), "of a folder");
        try (NestedJarsClassLoader loader = loader(one(), classes.toUri().toURL())) {
            assertThat(loader.loadClass(FIRST).getClassLoader()).isSameAs(loader);
            assertThat(loader.loadClass(SECOND).getClassLoader()).isSameAs(loader);
            assertThat(Collections.list(loader.getResources("text/both.txt"))).hasSize(2);
        }
    }

    private NestedJarsClassLoader loader(URL... classPath) throws IOException {
        return new NestedJarsClassLoader(new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader()));
    }

    private URL one() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("top.txt", text("top"));
        entries.put("text/", new byte[0]);
        entries.put("text/both.txt", text("of one"));
        entries.put("text/ä b.txt", text("umlaut"));
        entries.put(path(FIRST), bytes(FIRST));
        return jar("one.jar", "one", entries);
    }

    private URL two() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(path(SECOND), bytes(SECOND));
        entries.put("text/both.txt", text("of two"));
        entries.put("text/two.txt", text("two"));
        return jar("two.jar", "two", entries);
    }

    private URL jar(String name, String title, Map<String, byte[]> entries) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.IMPLEMENTATION_TITLE, title);
        main.put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2");
        if (entries.keySet().stream().anyMatch(entry -> entry.startsWith("META-INF/versions/"))) {
            main.put(Attributes.Name.MULTI_RELEASE, "true");
        }
        Path file = folder.resolve(name);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return new URL("jar:" + file.toUri().toURL() + "!/"); // as a URL: file:/x, and not file:///x
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
    }

    private static byte[] bytes(String className) throws IOException {
        try (InputStream content =
                NestedJarsClassLoaderTest.class.getClassLoader().getResourceAsStream(path(className))) {
            assertThat(content).isNotNull();
            return content.readAllBytes();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String read(ClassLoader loader, String name) throws IOException {
        try (InputStream content = loader.getResourceAsStream(name)) {
            assertThat(content).isNotNull();
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
