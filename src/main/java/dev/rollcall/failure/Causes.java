package dev.rollcall.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An exception and its causes: Camel, pools and clients wrap what was thrown, each in its own way. */
public final class Causes {
    private Causes() {}

    /** The failure itself, its cause, the cause's cause and so on; each once, even where they go round in a circle. */
    public static List<Throwable> of(@Nullable Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && known.add(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    /** The outermost of the failure and its causes that is of the type; null if none is. */
    public static <T> @Nullable T first(@Nullable Throwable failure, Class<T> type) {
        for (Throwable cause : of(failure)) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** Whether the failure or one of its causes is of the type. */
    public static boolean has(@Nullable Throwable failure, Class<?> type) {
        return first(failure, type) != null;
    }
}
