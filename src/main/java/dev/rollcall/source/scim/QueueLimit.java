package dev.rollcall.source.scim;

import dev.rollcall.delivery.QueueFigures;
import dev.rollcall.settings.Settings;
import org.springframework.stereotype.Component;

/**
 * Refuses pushes while too many deliveries wait: 429 is better than a queue without end. It takes pushes again once a tenth
 * of the queue is gone, so that identity providers are not told yes and no in turn.
 */
@Component
class QueueLimit {
    private static final double TAKES_AGAIN_AT = 0.9;

    private final QueueFigures figures;
    private final Settings settings;
    private volatile boolean full;

    QueueLimit(QueueFigures figures, Settings settings) {
        this.figures = figures;
        this.settings = settings;
    }

    /**
     * Asks figures that are a second or two old.
     *
     * @throws ScimException 429
     */
    void check() {
        long limit = settings.current().delivery().queueLimit();
        long waiting = figures.current().waiting();
        full = waiting >= limit || (full && waiting > limit * TAKES_AGAIN_AT);
        if (full) {
            throw ScimException.tooManyRequests("too many changes wait for the asset system. Try again later");
        }
    }
}
