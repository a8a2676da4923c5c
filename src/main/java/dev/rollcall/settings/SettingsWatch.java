package dev.rollcall.settings;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Looks every 2 seconds whether another replica has changed the settings, so that all have them within 5. */
@Component
final class SettingsWatch implements SmartLifecycle, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsWatch.class);

    private final Settings settings;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "settings-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean running;

    SettingsWatch(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void start() {
        running = true;
        timer.scheduleWithFixedDelay(this::look, 2, 2, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            settings.refresh();
        } catch (DataAccessException e) {
            // The settings in force stay; the next look is in 2 seconds. An escaping exception would end the timer.
            LOG.warn("The settings could not be looked up: {}", e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            LOG.error("The settings could not be taken up: {}", e.getClass().getName());
        }
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    /** A start that fails at a route ends without a stop. */
    @Override
    public void destroy() {
        stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
