package dev.rollcall.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CausesTest {
    private final FileNotFoundException inner = new FileNotFoundException("inner");
    private final IOException middle = new IOException("middle", inner);
    private final IllegalStateException outer = new IllegalStateException("outer", middle);

    @Test
    void causesComeFromTheOutsideIn() {
        assertThat(Causes.of(outer)).containsExactly(outer, middle, inner);
        assertThat(Causes.of(null)).isEmpty();
    }

    @Test
    void theOutermostOfATypeIsFound() {
        assertThat(Causes.first(outer, IOException.class)).isSameAs(middle);
        assertThat(Causes.first(outer, FileNotFoundException.class)).isSameAs(inner);
        assertThat(Causes.first(outer, InterruptedException.class)).isNull();
        assertThat(Causes.has(outer, IllegalStateException.class)).isTrue();
        assertThat(Causes.has(outer, InterruptedException.class)).isFalse();
        assertThat(Causes.has(null, Throwable.class)).isFalse();
    }

    @Test
    void causesThatGoRoundInACircleEnd() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        assertThat(Causes.of(second)).containsExactly(second, first);
        assertThat(Causes.has(second, IOException.class)).isFalse();
    }
}
