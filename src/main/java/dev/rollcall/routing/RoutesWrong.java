package dev.rollcall.routing;

import java.util.List;

/** Files of routes say something that Camel would pass over in silence. */
final class RoutesWrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    RoutesWrong(List<String> problems) {
        super(String.join("\n", problems));
    }
}
