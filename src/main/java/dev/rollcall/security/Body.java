package dev.rollcall.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** What has come of a request's body so far. Of one that is too large nothing is kept; some more of it is read, so that its sender gets to the answer. */
final class Body {
    private static final int LARGEST = 1 << 20;
    private static final int READ_IN_VAIN = 2 << 20;

    /** What became of it. */
    enum State {
        COMING,
        WHOLE,
        TOO_LARGE,
        /** It did not come in time. */
        LATE,
        /** There was no memory for it. */
        NO_ROOM
    }

    private final long announced;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private long count;
    private State state;

    /** Takes the length that was announced; negative: none was. */
    Body(long announced) {
        this.announced = announced;
        this.state = announced == 0 ? State.WHOLE : State.COMING;
    }

    State state() {
        return state;
    }

    /** Reads what is there, once. */
    void readFrom(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        int length = in.read(buffer);
        if (length < 0) {
            ended();
            return;
        }
        count += length;
        if (isTooLarge()) {
            kept = new ByteArrayOutputStream(0);
        } else {
            kept.write(buffer, 0, length);
        }
        if (count == announced || count > LARGEST + READ_IN_VAIN) {
            ended();
        }
    }

    /** There is no more. */
    void ended() {
        state = isTooLarge() ? State.TOO_LARGE : State.WHOLE;
    }

    /** It will not be read to its end. */
    void givenUp(State why) {
        kept = new ByteArrayOutputStream(0);
        state = why;
    }

    private boolean isTooLarge() {
        return announced > LARGEST || count > LARGEST;
    }

    int keptKib() {
        return kept.size() >> 10;
    }

    byte[] bytes() {
        return kept.toByteArray();
    }
}
