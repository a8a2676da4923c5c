package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Bodies that come slowly: nobody else waits for them, and they count like any other once they are whole. */
class SlowBodiesTest extends WholeServer {
    /** More than Tomcat has threads on Java 17. */
    private static final int MANY = 120;

    /** One connection, on which a request is sent by pieces. */
    private final class Line implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader answers;

        Line() throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** The first line and the headers of the next answer. */
        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
                head.append(line).append('\n');
            }
            return head.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String head(String path, String authorization, String more) {
        return "POST " + path + " HTTP/1.1\r\nHost: bench\r\nAuthorization: " + authorization + "\r\n" + more
                + "\r\n\r\n";
    }

    private static String scim(String body) {
        return head("/scim/v2/Users", BENCH, "Content-Type: application/scim+json\r\nContent-Length: " + body.length());
    }

    @Test
    void whoSendsHalfABodyHoldsNobodyUp() throws IOException {
        assertNobodyWaits(
                i -> scim(user("half" + i)) + user("half" + i).substring(0, 30),
                i -> user("half" + i).substring(30));
    }

    @Test
    void whoSendsHalfAChunksLengthHoldsNobodyUp() throws IOException {
        String head =
                head("/scim/v2/Users", BENCH, "Content-Type: application/scim+json\r\nTransfer-Encoding: chunked");
        assertThat(Integer.toHexString(user("chunk100").length())).hasSize(2);
        assertNobodyWaits(
                i -> head + Integer.toHexString(user("chunk" + i).length()).charAt(0), i -> {
                    String body = user("chunk" + i);
                    return Integer.toHexString(body.length()).substring(1) + "\r\n" + body + "\r\n0\r\n\r\n";
                });
    }

    private void assertNobodyWaits(IntFunction<String> first, IntFunction<String> rest) throws IOException {
        List<Line> lines = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                Line line = new Line();
                lines.add(line);
                line.send(first.apply(i));
            }
            long begun = System.nanoTime();
            newUser(BENCH);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
            for (int i = 0; i < MANY; i++) {
                lines.get(i).send(rest.apply(i));
            }
            for (Line line : lines) {
                assertThat(line.head()).startsWith("HTTP/1.1 201");
            }
        } finally {
            for (Line line : lines) {
                line.close();
            }
        }
    }

    @Test
    void aBodyInChunksIsReadAndTheConnectionGoesOn() throws IOException {
        String body = user("chunks");
        try (Line line = new Line()) {
            line.send(
                    head("/scim/v2/Users", BENCH, "Content-Type: application/scim+json\r\nTransfer-Encoding: chunked"));
            for (int from = 0; from < body.length(); from += 40) {
                String piece = body.substring(from, Math.min(body.length(), from + 40));
                line.send(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
            }
            line.send("0\r\n\r\n");
            assertThat(line.head()).startsWith("HTTP/1.1 201");
        }
        try (Line line = new Line()) {
            line.send(scim(user("first")));
            line.send(user("first"));
            assertThat(line.head()).startsWith("HTTP/1.1 201").doesNotContain("Connection: close");
        }
    }

    @Test
    void withoutATokenItIs401AlsoInPieces() throws IOException {
        try (Line line = new Line()) {
            line.send("POST /scim/v2/Users HTTP/1.1\r\nHost: bench\r\nContent-Length: 4\r\n\r\n{");
            line.send("   ");
            assertThat(line.head()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void theAdminApiReadsABodyInPieces() throws IOException {
        String admin =
                "Basic " + Base64.getEncoder().encodeToString("admin:bench-admin".getBytes(StandardCharsets.UTF_8));
        try (Line line = new Line()) {
            line.send(head("/api/sources/bench/tokens", admin, "Content-Type: application/json\r\nContent-Length: 2")
                    + "{");
            line.send("}");
            assertThat(line.head()).startsWith("HTTP/1.1 201");
        }
    }

    @Test
    void aFormInPiecesSignsIn() throws IOException {
        Answer page = raw("GET /login HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n");
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.text());
        assertThat(token.find()).isTrue();
        String cookie = page.header("set-cookie").split(";", 2)[0];
        String form = "username=admin&password=bench%2Dadmin&_csrf=" + token.group(1);
        try (Line line = new Line()) {
            line.send("POST /login HTTP/1.1\r\nHost: bench\r\nCookie: " + cookie
                    + "\r\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: "
                    + form.length() + "\r\n\r\n" + form.substring(0, 12));
            line.send(form.substring(12, 30));
            line.send(form.substring(30));
            assertThat(line.head()).startsWith("HTTP/1.1 302").contains("/console");
        }
    }
}
