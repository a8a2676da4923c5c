package dev.rollcall.source.route;

import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The bean {@code pulledRows} with which a route of one's own hands users over: it reads rows one by one, so that a
 * streamed result of any size needs the memory of a page.
 */
@Component("pulledRows")
public class PulledRows {
    private static final int PAGE = 500;

    private final RowUsers users;

    PulledRows(RowUsers users) {
        this.users = users;
    }

    /**
     * Refuses what rows cannot tell; to be called at a route's beginning.
     *
     * @throws FullReadNeeded if changes alone are asked for
     */
    public Pull begin(Pull pull) {
        if (pull.mode() == Pull.Mode.CHANGES) {
            throw new FullReadNeeded("Rows do not tell what changed.");
        }
        return pull;
    }

    /**
     * Hands all rows over and completes the read.
     *
     * @param rows an iterator or a list of maps; every one has a column {@code id}
     */
    public void read(Pull pull, @Nullable Object rows) {
        Iterator<?> all = rows instanceof Iterator<?> iterator
                ? iterator
                : rows instanceof Iterable<?> iterable ? iterable.iterator() : null;
        if (all == null) {
            throw new PullFailure(
                    "Source '" + pull.sourceId()
                            + "': its route gave no rows. Let it give a list of maps, or a stream of them.",
                    false,
                    null);
        }
        List<Map<?, ?>> page = new ArrayList<>(PAGE);
        while (all.hasNext()) {
            page.add((Map<?, ?>) all.next());
            if (page.size() == PAGE) {
                handOver(pull, page);
                if (pull.mode() == Pull.Mode.SAMPLE) {
                    break;
                }
            }
        }
        if (!page.isEmpty()) {
            handOver(pull, page);
        }
        pull.complete(null);
    }

    private void handOver(Pull pull, List<Map<?, ?>> page) {
        if (pull.mode() == Pull.Mode.KEYS) {
            pull.keys(page.stream().map(row -> users.key(pull.sourceId(), row)).toList());
        } else {
            List<PulledUser> pulled =
                    page.stream().map(row -> users.user(pull.sourceId(), row)).toList();
            pull.page(pulled);
        }
        page.clear();
    }
}
