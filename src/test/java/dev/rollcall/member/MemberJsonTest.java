package dev.rollcall.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.member.Origin.Kind;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The texts in which members are stored. */
class MemberJsonTest {
    @Test
    void everyOriginIsReadAsItWasWritten() {
        Map<String, Origin> origins = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            origins.put(kind.wire(), Origin.of(kind));
            origins.put(kind.wire() + " by attribute", new Origin(kind, "emails[type eq \"work\"].value"));
        }

        String stored = MemberJson.origins(origins);

        assertThat(MemberJson.origins(stored)).isEqualTo(origins);
        assertThat(MemberJson.member("{}", "{}", null, stored).origins()).isEqualTo(origins);
    }

    @Test
    void anAttributeOfTheSourceStandsForItself() {
        assertThat(MemberJson.origins(Map.of("email", Origin.source("mail")))).isEqualTo("{\"email\":\"mail\"}");
        assertThat(MemberJson.origins("{\"email\":{\"origin\":\"source\",\"attribute\":\"mail\"}}"))
                .containsExactly(Map.entry("email", Origin.source("mail")));
    }

    @Test
    void whatIsNoOriginIsAnError() {
        assertThatThrownBy(() -> MemberJson.origins("{\"email\":")).hasMessage("a stored member is damaged");
    }
}
