package dev.rollcall.stories;

import dev.rollcall.database.Postgres;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The databases that Rollcall runs on; a running Rollcall for each, made when the first story needs it. */
enum Database {
    H2,
    POSTGRES;

    private final Map<Boolean, Rollcall> running = new HashMap<>();

    /** A Rollcall of which no source adopts: what is written straight into the asset system stays unknown to it. */
    synchronized Rollcall rollcall() {
        return running.computeIfAbsent(false, adopts -> Rollcall.start(arguments(), StorySettings.overlay("none")));
    }

    /** A Rollcall whose source {@code adopting} takes over members of the asset system by their e-mail. */
    synchronized Rollcall adopting() {
        return running.computeIfAbsent(true, adopts -> Rollcall.start(arguments(), StorySettings.overlay("email")));
    }

    /** Stops what runs. */
    synchronized void close() {
        running.values().forEach(Rollcall::close);
        running.clear();
    }

    private List<String> arguments() {
        return this == H2 ? List.of() : Postgres.newDatabase();
    }
}
