package dev.rollcall.source.ldap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs programs of the machine. */
final class Processes {
    private Processes() {}

    /** Runs a command to its end, which has to be a good one. */
    static String run(List<String> command) {
        return run(command, Map.of(), "");
    }

    /** Runs a command with more environment and a standard input. */
    static String run(List<String> command, Map<String, String> environment, String input) {
        try {
            Path out = Files.createTempFile("rollcall", ".out");
            Path in = Files.createTempFile("rollcall", ".in");
            Files.writeString(in, input);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            String output = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
            Files.delete(out);
            Files.delete(in);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether the machine has a program; in CI it has to. */
    static boolean isThere(String program) {
        boolean there = List.of("/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder + program)));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(program + " is not installed, and CI skips nothing. .ci/run names its package.");
        }
        return there;
    }

    /** Waits until something holds, for half a minute. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited in vain: " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
