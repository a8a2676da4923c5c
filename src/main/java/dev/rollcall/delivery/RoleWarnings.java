package dev.rollcall.delivery;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.TargetWarnings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Warns of roles in the catalogue that the target does not have: members with them would be refused there. */
@Component
public class RoleWarnings implements TargetWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(RoleWarnings.class);
    private static final long FRESH = Duration.ofHours(1).toNanos();

    private final Settings settings;
    private final TargetMembers target;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile List<String> known = List.of();
    private volatile long freshUntil = System.nanoTime();

    RoleWarnings(Settings settings, TargetMembers target) {
        this.settings = settings;
        this.target = target;
        settings.onChange(changed -> freshUntil = System.nanoTime());
    }

    @Override
    public List<String> warnings() {
        if (System.nanoTime() - freshUntil >= 0 && reading.compareAndSet(false, true)) {
            // Reading the roles of a large account takes minutes: nobody waits for it.
            CompletableFuture.runAsync(this::readOnce);
        }
        return known;
    }

    private void readOnce() {
        try {
            check();
        } catch (RuntimeException e) {
            LOG.debug("the target's roles could not be read: {}", e.toString());
        } finally {
            reading.set(false);
        }
    }

    /**
     * Reads the target's roles now.
     *
     * @return the warnings
     * @throws TargetTrouble if the target cannot be read
     */
    public List<String> check() {
        RollcallSettings current = settings.current();
        List<String> there = target.roles();
        boolean judged = there != null
                && !(there.isEmpty() && !current.delivery().route().endsWith("-jdbc"));
        known = there == null || !judged
                ? List.of()
                : current.roles().catalogue().stream()
                        .map(RollcallSettings.Role::name)
                        .filter(name -> !there.contains(name))
                        .map(name -> "rollcall.roles.catalogue: the role '" + name
                                + "' does not exist in the asset system, which will refuse members with it."
                                + " Make it there, or take it out of the catalogue. Roles there: "
                                + String.join(", ", there) + ".")
                        .toList();
        freshUntil = System.nanoTime() + FRESH;
        return known;
    }
}
