package dev.rollcall.sync;

import java.util.List;
import java.util.Map;

/** A directory in which people come, change and go. Everybody is known by one name, which is the mail address's first part. */
public interface Company extends AutoCloseable {
    /** The settings of the source that reads it. */
    Map<String, Object> source();

    /** What follows the {@code @} in everybody's mail address. */
    String domain();

    /** Somebody new, with an account and a mail address. */
    void hire(String name, String lastName);

    void title(String name, String title);

    /** Another photo, which is no text and which nobody asks for. */
    void photo(String name);

    void manager(String name, String manager);

    /** How a manager is shown in the asset system. */
    String managerShown(String manager);

    /** Somebody gets another name in everything but the directory's own key. */
    void rename(String name, String newName, String lastName);

    /** To another unit that is read, too. */
    void move(String name);

    /** To a unit that is not read. */
    void moveOut(String name);

    /** To the unit where everybody begins. */
    void moveBack(String name);

    void disable(String name);

    void enable(String name);

    /** For good: who is hired again under the same name has another key. */
    void delete(String name);

    /** More people whose role is Technician, by a group in the group that gives it where there are groups. */
    void technicians(List<String> names);

    /** Those are none any more: their group leaves the group that gives the role. */
    void noTechnicians();

    /** How many of the 1,500 members of the largest group are people who are read. */
    default int crowd() {
        return 1500;
    }

    /** Many technicians at once, by a group of 1,500. */
    void manyTechnicians(List<String> names);

    /** One of the many leaves their group. */
    void noTechnician(String name);

    /** What has to change in the source so that a read can be followed, where that is needed to end the next one in its midst. */
    default Map<String, Object> followed() {
        return Map.of();
    }

    /** After a read that was followed the next one is the server's last: it ends when some people came and others did not. */
    void dieInMidRead();

    /** The server runs again. */
    void revive();

    @Override
    void close();
}
