package dev.rollcall.security;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** Takes a body that comes slowly, whenever the container says that there is more of it. */
final class SlowBody implements ReadListener, AsyncListener {
    /** What each body may take without asking for room: nearly all users fit into it. */
    private static final int FREE_KIB = 8;

    private final Body body;
    private final ServletInputStream in;
    private final Semaphore room;
    private final Runnable then;
    private int taken;
    private boolean goneOn;

    /** Takes what is to be done once the body is whole or given up; {@code room} counts KiB. */
    SlowBody(Body body, ServletInputStream in, Semaphore room, Runnable then) {
        this.body = body;
        this.in = in;
        this.room = room;
        this.then = then;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (body.state() == Body.State.COMING && in.isReady()) {
            body.readFrom(in);
            int more = body.keptKib() - FREE_KIB - taken;
            if (more > 0) {
                if (room.tryAcquire(more)) {
                    taken += more;
                } else {
                    body.givenUp(Body.State.NO_ROOM);
                }
            }
        }
        if (body.state() != Body.State.COMING) {
            goOn();
        }
    }

    @Override
    public void onAllDataRead() {
        if (body.state() == Body.State.COMING) {
            body.ended();
            goOn();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        body.givenUp(Body.State.LATE);
        goOn();
    }

    /** Nothing came for the container's own time-out, or the client is gone. */
    @Override
    public void onError(AsyncEvent event) {
        body.givenUp(Body.State.LATE);
        goOn();
    }

    /** Once: the client can also be gone when the rest of its body is not waited for. */
    private void goOn() {
        if (!goneOn) {
            goneOn = true;
            room.release(taken);
            then.run();
        }
    }

    /** {@link #onError(AsyncEvent)} follows. */
    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
