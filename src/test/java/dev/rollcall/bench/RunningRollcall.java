package dev.rollcall.bench;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.RollcallApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The whole application on a free port, with the shipped application.yaml and settings laid over it. */
public final class RunningRollcall implements AutoCloseable {
    /** The token of the source {@code bench} in {@link #settings}. */
    public static final String TOKEN = "bench-token-0123456789abcdef";

    public static final String ADMIN_PASSWORD = "bench-admin-password";

    /** What an admin, a catalogue or an operator made: it stays when people are removed. */
    private static final List<String> KEPT = List.of(
            "flyway_schema_history",
            "console_user",
            "settings_version",
            "source_token",
            "source_kind",
            "role",
            "custom_field",
            "custom_field_option");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServletWebServerApplicationContext context;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private RunningRollcall(ServletWebServerApplicationContext context) {
        this.context = context;
        log.start();
        root().addAppender(log);
    }

    /**
     * Starts.
     *
     * @param folder where the database and the overlay file go
     * @param overlay settings that win over the shipped ones
     * @param arguments more of the command line's
     */
    public static RunningRollcall start(Path folder, Map<String, Object> overlay, String... arguments) {
        Path file = folder.resolve("overlay.yaml"); // JSON is YAML
        try {
            Files.writeString(file, JSON.writeValueAsString(overlay));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> line = new ArrayList<>(List.of(
                "--server.port=0",
                "--rollcall.data-dir=" + folder.resolve("data"),
                "--spring.config.additional-location=file:" + file));
        line.addAll(List.of(arguments));
        return new RunningRollcall((ServletWebServerApplicationContext)
                SpringApplication.run(RollcallApplication.class, line.toArray(String[]::new)));
    }

    /** Settings with an admin and the SCIM sources {@code bench}, and more keys under {@code rollcall}. */
    public static Map<String, Object> settings(Map<String, Object> more) {
        Map<String, Object> rollcall = new java.util.LinkedHashMap<>();
        rollcall.put("application-name", "AssetSonar");
        rollcall.put("admin", Map.of("username", "admin", "password", ADMIN_PASSWORD));
        rollcall.put("sources", Map.of("bench", Map.of("kind", "scim", "token", TOKEN)));
        rollcall.putAll(more);
        return Map.of("rollcall", rollcall);
    }

    public int port() {
        return context.getWebServer().getPort();
    }

    public CamelContext camel() {
        return context.getBean(CamelContext.class);
    }

    /** Rollcall's own database. */
    public JdbcTemplate database() {
        return new JdbcTemplate(context.getBean("dataSource", DataSource.class));
    }

    /** What it logged since it started, causes included; not what a database server beside it logged. */
    public String log() {
        return new ArrayList<>(log.list)
                .stream()
                        .filter(event -> !event.getLoggerName().startsWith("io.zonky"))
                        .map(RunningRollcall::text)
                        .collect(Collectors.joining("\n"));
    }

    private static String text(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(event.getFormattedMessage());
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            text.append("\n").append(cause.getMessage());
        }
        return text.toString();
    }

    /** Calls SCIM as the source {@code bench}; the path begins with {@code /Users} or the like. */
    public Wire.Answer scim(String method, String path, @Nullable Object body) {
        return Wire.send(port(), method, "/scim/v2" + path, bearer(TOKEN), body == null ? null : bytes(body));
    }

    /** Calls the admin API as its admin. */
    public Wire.Answer api(String method, String path, @Nullable Object body) {
        String basic = Base64.getEncoder().encodeToString(("admin:" + ADMIN_PASSWORD).getBytes(StandardCharsets.UTF_8));
        return Wire.send(
                port(),
                method,
                "/api" + path,
                Map.of(
                        "Authorization",
                        "Basic " + basic,
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "application/json"),
                body == null ? null : bytes(body));
    }

    /** The headers of a SCIM request with that token. */
    public static Map<String, String> bearer(String token) {
        return Map.of(
                "Authorization",
                "Bearer " + token,
                "Accept",
                "application/scim+json",
                "Content-Type",
                "application/scim+json");
    }

    /** Removes all people, in the embedded database: what is left is a Rollcall that has just been started. */
    public void removePeople() {
        JdbcTemplate database = database();
        List<Map<String, Object>> tables = database.queryForList(
                "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ('PUBLIC', 'ASSET')");
        database.execute((org.springframework.jdbc.core.ConnectionCallback<Void>) connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("SET REFERENTIAL_INTEGRITY FALSE");
                for (Map<String, Object> table : tables) {
                    String name = String.valueOf(table.get("TABLE_NAME"));
                    if (!KEPT.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                        statement.execute("DELETE FROM \"" + table.get("TABLE_SCHEMA") + "\".\"" + name + "\"");
                    }
                }
                statement.execute("SET REFERENTIAL_INTEGRITY TRUE");
            }
            return null;
        });
    }

    private static byte[] bytes(Object body) {
        try {
            return body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    public void close() {
        root().detachAppender(log);
        context.close();
    }
}
