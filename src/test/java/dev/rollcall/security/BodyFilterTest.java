package dev.rollcall.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/** The filter alone, in a real Tomcat: what it refuses, and what a request looks like behind it. */
class BodyFilterTest {
    private final WebServer server = server();

    private static WebServer server() {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        factory.addConnectorCustomizers(connector -> connector.setProperty("connectionTimeout", "10000"));
        new UnreadBodies().customize(factory);
        WebServer server = factory.getWebServer(context -> {
            FilterRegistration.Dynamic filter = context.addFilter("body", new BodyFilter(Duration.ofSeconds(2), 64));
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
            ServletRegistration.Dynamic told = context.addServlet("told", new Told());
            told.setAsyncSupported(true);
            told.addMapping("/*");
        });
        server.start();
        return server;
    }

    /** Answers with what it was asked. */
    private static final class Told extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            StringBuilder told = new StringBuilder(request.getDispatcherType().name());
            new TreeMap<>(request.getParameterMap())
                    .forEach((name, values) ->
                            told.append(' ').append(name).append('=').append(String.join("|", values)));
            told.append(' ').append(request.getInputStream().readAllBytes().length);
            response.setContentType("text/plain;charset=UTF-8");
            byte[] answer = told.toString().getBytes(StandardCharsets.UTF_8);
            response.setContentLength(answer.length);
            response.getOutputStream().write(answer);
        }
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(15_000);
        return socket;
    }

    private static String head(String path, int length) {
        return head(path, "text/plain", length);
    }

    private static String head(String path, String type, int length) {
        return "POST " + path
                + " HTTP/1.1\r\nHost: bench\r\nContent-Type: " + type + "\r\nContent-Length: "
                + length + "\r\nConnection: close\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All that is answered until the server ends the connection. */
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aFormsParametersAreThereAtOnceOrInPieces() throws IOException {
        String form = "b=3&c=%C3%A4+o&d";
        for (int first : new int[] {form.length(), 0, 1, 5}) {
            try (Socket socket = connected()) {
                send(
                        socket,
                        head("/x?a=1&b=2", "application/x-www-form-urlencoded", form.length())
                                + form.substring(0, first));
                send(socket, form.substring(first));
                assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("REQUEST a=1 b=2|3 c=ä o d= 16");
            }
        }
    }

    @Test
    void theAdminApiHasNoParametersInItsBodies() throws IOException {
        try (Socket socket = connected()) {
            send(socket, head("/api/x?a=1", "application/x-www-form-urlencoded", 2) + "{}");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("REQUEST a=1 2");
        }
    }

    @Test
    void nothingIsReadOfARequestWithoutABody() throws IOException {
        try (Socket socket = connected()) {
            send(socket, head("/x?a=1", 0));
            assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("REQUEST a=1 0");
        }
    }

    @Test
    void whoDripsIsRefusedInTime() throws IOException {
        long begun = System.nanoTime();
        try (Socket socket = connected()) {
            send(socket, head("/x", 1_000));
            Thread drips = new Thread(() -> {
                try {
                    while (!Thread.currentThread().isInterrupted()) {
                        send(socket, "x");
                        TimeUnit.MILLISECONDS.sleep(200);
                    }
                } catch (IOException | InterruptedException e) {
                    Thread.currentThread().interrupt(); // the server has ended the connection
                }
            });
            drips.start();
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            drips.interrupt();
            assertThat(status).startsWith("HTTP/1.1 408");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void whatIsTooLargeIsAnsweredAndNotKept() throws IOException {
        try (Socket socket = connected()) {
            send(socket, head("/x", 2 << 20));
            send(socket, "x".repeat(2 << 20));
            assertThat(answer(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void slowBodiesShareTheirRoomAndGiveItBack() throws IOException {
        try (Socket large = connected();
                Socket small = connected();
                Socket other = connected()) {
            send(large, head("/x", 100 << 10) + "x".repeat(60 << 10));
            send(small, head("/x", 8 << 10) + "x".repeat(4 << 10));
            send(other, head("/x", 100 << 10));
            send(other, "x".repeat(90 << 10));
            assertThat(answer(other)).startsWith("HTTP/1.1 503").contains("Retry-After: 5");
            send(small, "x".repeat(4 << 10));
            assertThat(answer(small)).contains("REQUEST").endsWith(" 8192");
            send(large, "x".repeat(40 << 10));
            assertThat(answer(large)).startsWith("HTTP/1.1 503");
        }
        try (Socket again = connected()) {
            send(again, head("/x", 70 << 10) + "x".repeat(30 << 10));
            send(again, "x".repeat(40 << 10));
            assertThat(answer(again)).startsWith("HTTP/1.1 200").endsWith(" " + (70 << 10));
        }
    }
}
