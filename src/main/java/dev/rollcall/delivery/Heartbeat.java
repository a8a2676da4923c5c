package dev.rollcall.delivery;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What each replica does once a second: says that it lives, learns what the others found out about the target, and gives
 * back the claims of those that fell silent.
 */
@Component
final class Heartbeat implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /** Before the workers start, and until they have ended. */
    private static final int PHASE = Integer.MAX_VALUE - 200;

    private final Replicas replicas;
    private final Claims claims;
    private final ClaimTakeover takeover;
    private final Courier courier;
    private final Gate gate;
    private @Nullable ScheduledExecutorService clock;
    private boolean alone;
    private @Nullable String former;

    Heartbeat(Replicas replicas, Claims claims, ClaimTakeover takeover, Courier courier, Gate gate) {
        this.replicas = replicas;
        this.claims = claims;
        this.takeover = takeover;
        this.courier = courier;
        this.gate = gate;
    }

    /** What was under way when the process before this one ended is due at once, where no other process can be at work. */
    @Override
    public synchronized void start() {
        alone = claims.isEmbedded();
        if (alone) {
            replicas.alone();
            takeover.fromAll();
        } else {
            replicas.beat();
        }
        gate.refresh();
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "delivery-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        started.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
        clock = started;
    }

    private void beat() {
        try {
            if (former != null) {
                takeover.fromFormerSelf(former);
                former = null;
            }
            if (!alone) {
                replicas.beat();
                takeover.fromSilent();
            }
            gate.refresh();
            courier.settleRest();
        } catch (RuntimeException e) {
            LOG.debug("a heartbeat was missed: {}", e.toString());
            former = former == null ? replicas.renew() : former;
        }
    }

    /** Says good-bye: what was not settled is taken over at once. */
    @Override
    public synchronized void stop() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
        try {
            courier.settleRest();
            replicas.forget(replicas.id());
        } catch (RuntimeException e) {
            LOG.debug("the others will find out that this process ended: {}", e.toString());
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return clock != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
