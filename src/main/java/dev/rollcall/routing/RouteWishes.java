package dev.rollcall.routing;

import dev.rollcall.settings.RollcallSettings;
import java.util.List;

/** Says which routes there are to be under given settings: a bean of each feature whose routes come from templates. */
@FunctionalInterface
public interface RouteWishes {
    /** The routes, each id once in all features. */
    List<TemplatedRoute> under(RollcallSettings settings);
}
