package dev.rollcall.source.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import dev.rollcall.google.GoogleCalls;
import dev.rollcall.google.GoogleStub;
import dev.rollcall.google.StubKey;
import dev.rollcall.source.Pull.Mode;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.SourceProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A Rollcall whose source {@code workspace} is a stand-in that follows the Directory API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GoogleFixture {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String SCOPE = "https://www.googleapis.com/auth/admin.directory.user.readonly";

    final StubKey key = StubKey.generate();
    final GoogleStub google = new GoogleStub(key);
    Path folder = Path.of(".");
    Path keyFile = Path.of(".");

    @Nullable
    RunningRollcall started;

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        keyFile = key.write(folder, "google.json");
        started = RunningRollcall.start(
                folder,
                RunningRollcall.settings(Map.of(
                        "sources",
                        Map.of(
                                "bench",
                                Map.of("kind", "scim", "token", RunningRollcall.TOKEN),
                                "workspace",
                                source(),
                                "far",
                                far()),
                        "custom-fields",
                        List.of(Map.of("name", "Desk Size")))));
    }

    /** Only the file can name another address that is not on this machine. */
    private Map<String, Object> far() {
        Map<String, Object> far = new HashMap<>(source());
        far.put("root-url", "https://directory.rollcall.invalid");
        return far;
    }

    Map<String, Object> source() {
        return Map.of(
                "kind",
                "google",
                "credentials",
                keyFile.toString(),
                "delegate",
                GoogleStub.ADMIN,
                "root-url",
                google.url(),
                "token-url",
                google.url() + "/token");
    }

    @AfterAll
    void stop() {
        rollcall().close();
        google.close();
    }

    @BeforeEach
    void healthy() {
        google.heal();
        google.asked.clear();
        google.users(GoogleStub.users(3));
        set(
                "{\"org-units\":null,\"domain\":null,\"customer\":null,\"delegate\":null,\"credentials\":null,\"root-url\":null,\"token-url\":null}");
    }

    KeptPull read(String source, Mode mode) {
        KeptPull pull = new KeptPull(source, mode);
        try (var template = camel().createProducerTemplate()) {
            template.requestBody("direct:pull-" + source, pull);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return pull;
    }

    void run(KeptPull pull, int tries) {
        GoogleRead read = steps().patiently(pull, new GoogleCalls(Duration.ofMillis(5), tries));
        while (read.isMore()) {
            steps().read(read);
        }
        steps().finish(read);
    }

    PullFailure failure(Mode mode) {
        KeptPull pull = new KeptPull("workspace", mode);
        PullFailure failure = catchThrowableOfType(PullFailure.class, () -> run(pull, 3));
        assertThat(pull.completed).isZero();
        assertThat(failure.getMessage()).endsWith(".").doesNotContain("Exception");
        return failure;
    }

    SourceProbe.Probe probe() {
        return probe("workspace");
    }

    SourceProbe.Probe probe(String source) {
        return camel().getRegistry().findSingleByType(GoogleProbe.class).probe(source);
    }

    GooglePull steps() {
        return camel().getRegistry().findSingleByType(GooglePull.class);
    }

    void set(String source) {
        Wire.Answer answer = patch(source);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    Wire.Answer patch(String source) {
        return rollcall().api("PATCH", "/settings", "{\"sources\":{\"workspace\":" + source + "}}");
    }

    CamelContext camel() {
        return rollcall().camel();
    }

    RunningRollcall rollcall() {
        return Objects.requireNonNull(started);
    }
}
