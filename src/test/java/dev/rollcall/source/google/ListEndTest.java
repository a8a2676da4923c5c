package dev.rollcall.source.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.google.GoogleStub;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListEndTest {
    private final ListEnd end = new ListEnd();

    @Test
    void pagesWithoutUsersAreManyInARowAndNotForEver() {
        for (int i = 0; i < ListEnd.MOST_EMPTY; i++) {
            assertThat(end.missing(new UserPage(List.of(), "a" + i))).isNull();
        }
        assertThat(end.missing(new UserPage(GoogleStub.users(1), "user"))).isNull();
        for (int i = 0; i < ListEnd.MOST_EMPTY; i++) {
            assertThat(end.missing(new UserPage(List.of(), "b" + i))).isNull();
        }
        assertThat(end.missing(new UserPage(List.of(), "more"))).contains("1000 pages without a user");
    }

    @Test
    void theLastPageIsAnEndWhateverIsOnIt() {
        List<ObjectNode> users = GoogleStub.users(2);
        assertThat(end.missing(new UserPage(users, "a"))).isNull();
        assertThat(end.missing(new UserPage(users, null))).isNull();
        assertThat(end.missing(new UserPage(users, "b"))).isEqualTo("Google gave a page of users again");
    }
}
