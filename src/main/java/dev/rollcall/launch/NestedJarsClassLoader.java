package dev.rollcall.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Finds classes and resources in the jars within {@code rollcall.jar}. Spring Boot's own loader asks the 250 of them in turns
 * for each class, which is a tenth of the time that a start takes; this one knows which of them have a folder. The jar's
 * manifest names it as {@code Loader-ClassLoader} (Spring Boot reference, "PropertiesLauncher Features"). It has no part in an
 * extracted jar, and so not in the image.
 */
public final class NestedJarsClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader launched;
    /** Whether the jar is to be extracted, and not to be run: that is left to Spring Boot's loader. */
    private final boolean extracting = System.getProperty("jarmode") != null;

    private final Map<String, List<Jar>> byFolder = new HashMap<>();
    /** Whether some of the class path are no jars: then {@link URLClassLoader} is asked, too. */
    private boolean elsewhere;

    private record Jar(URL url, JarFile file, CodeSource source) {
        boolean has(String name) {
            return file.getEntry(name) != null;
        }

        URL resource(String name) {
            try {
                return new URL(
                        url,
                        new URI(null, null, "/" + name, null).toASCIIString().substring(1));
            } catch (MalformedURLException | URISyntaxException e) {
                throw new IllegalArgumentException(name, e);
            }
        }
    }

    /**
     * Stands in for the loader that Spring Boot made of the class path.
     *
     * @throws IOException if a jar cannot be read
     */
    public NestedJarsClassLoader(ClassLoader launched) throws IOException {
        super(((URLClassLoader) launched).getURLs(), launched.getParent());
        this.launched = launched;
        for (URL url : getURLs()) {
            URLConnection connection = url.openConnection();
            if (connection instanceof JarURLConnection jar) {
                note(new Jar(url, jar.getJarFile(), new CodeSource(url, (Certificate[]) null)));
            } else {
                elsewhere = true;
            }
        }
    }

    private void note(Jar jar) {
        String last = null;
        for (Enumeration<JarEntry> entries = jar.file.entries(); entries.hasMoreElements(); ) {
            String folder = folder(entries.nextElement().getName());
            if (!folder.equals(last)) {
                List<Jar> jars = byFolder.computeIfAbsent(folder, name -> new ArrayList<>(1));
                if (jars.isEmpty() || jars.get(jars.size() - 1) != jar) {
                    jars.add(jar);
                }
                last = folder;
            }
        }
    }

    /** The folder that {@code a/b} and {@code a/b/} are in. */
    private static String folder(String name) {
        int slash = name.lastIndexOf('/', name.length() - 2);
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private List<Jar> jars(String name) {
        return byFolder.getOrDefault(folder(name), List.of());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return extracting ? launched.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        for (Jar jar : jars(path)) {
            JarEntry entry = jar.file.getJarEntry(path);
            if (entry != null) {
                try {
                    return define(name, jar, entry);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
        if (elsewhere) {
            return super.findClass(name);
        }
        throw new ClassNotFoundException(name);
    }

    private Class<?> define(String name, Jar jar, JarEntry entry) throws IOException {
        byte[] bytes;
        try (InputStream content = jar.file.getInputStream(entry)) {
            bytes = content.readAllBytes();
        }
        int dot = name.lastIndexOf('.');
        if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
            definePackage(name.substring(0, dot), jar);
        }
        return defineClass(name, bytes, 0, bytes.length, jar.source);
    }

    private void definePackage(String name, Jar jar) throws IOException {
        Manifest manifest = jar.file.getManifest();
        try {
            definePackage(name, manifest == null ? new Manifest() : manifest, jar.url);
        } catch (IllegalArgumentException e) {
            if (getDefinedPackage(name) == null) { // else: another thread was faster
                throw e;
            }
        }
    }

    @Override
    public @Nullable URL findResource(String name) {
        for (Jar jar : jars(name)) {
            if (jar.has(name)) {
                return jar.resource(name);
            }
        }
        return elsewhere ? super.findResource(name) : null;
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        if (elsewhere) {
            return super.findResources(name);
        }
        return Collections.enumeration(jars(name).stream()
                .filter(jar -> jar.has(name))
                .map(jar -> jar.resource(name))
                .toList());
    }
}
