package dev.rollcall.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A set of keys says what a set of texts would, at every size. */
class SeenKeysTest {
    @Property(tries = 200)
    void keysAreSeenOnce(@ForAll List<String> keys) {
        SeenKeys seen = new SeenKeys();
        Set<String> model = new HashSet<>();
        for (String key : keys) {
            assertThat(seen.contains(key)).isEqualTo(model.contains(key));
            assertThat(seen.add(key)).isEqualTo(model.add(key));
        }
        assertThat(keys).allMatch(seen::contains);
        assertThat(seen.size()).isEqualTo(model.size());
        assertThat(seen.contains("other")).isFalse();
    }

    @Test
    void aMillionKeysOfEachKindAreKept() {
        SeenKeys texts = new SeenKeys();
        SeenKeys ids = new SeenKeys();
        for (int i = 0; i < 1_000_000; i++) {
            boolean added = texts.add("key" + i) && ids.add(new UUID(i, 0x8000_0000_0000_0000L));
            assertThat(added).isTrue();
        }
        for (int i = 0; i < 1_000_000; i += 7) {
            boolean kept = texts.contains("key" + i) && ids.contains(new UUID(i, 0x8000_0000_0000_0000L));
            assertThat(kept).isTrue();
            assertThat(texts.add("key" + i)).isFalse();
        }
        assertThat(texts.size()).isEqualTo(1_000_000);
        assertThat(texts.contains("key1000000")).isFalse();
        assertThat(ids.contains(new UUID(1_000_000, 0x8000_0000_0000_0000L))).isFalse();
    }

    @Test
    void neighboursAreDifferentIds() {
        SeenKeys seen = new SeenKeys();
        Set<UUID> model = new HashSet<>();
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            UUID id = new UUID(random.nextInt(200), random.nextInt(200));
            assertThat(seen.add(id)).isEqualTo(model.add(id));
        }
        assertThat(seen.size()).isEqualTo(model.size());
    }

    @Test
    void aTextThatLooksLikeAnIdIsAnother() {
        SeenKeys seen = new SeenKeys();
        assertThat(seen.add("0a0b0c0d-0000-0000-0000-00000000000f")).isTrue();
        assertThat(seen.add("0A0B0C0D-0000-0000-0000-00000000000F")).isTrue();
        assertThat(seen.contains("0a0b0c0d-0000-0000-0000-00000000000f")).isTrue();
    }
}
