package dev.rollcall.routing;

import java.nio.file.Path;

/** There is no folder of routes where the settings say. */
final class RoutesMissing extends RuntimeException {
    RoutesMissing(Path folder) {
        super("There is no folder " + folder + ", from which Rollcall reads its routes.");
    }
}
