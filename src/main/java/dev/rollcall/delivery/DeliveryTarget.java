package dev.rollcall.delivery;

import dev.rollcall.settings.Settings;
import org.springframework.stereotype.Component;

/** Names the Camel endpoint that serves the target; called by the route {@code deliver}. */
@Component("deliveryTarget")
public class DeliveryTarget {
    private final Settings settings;

    DeliveryTarget(Settings settings) {
        this.settings = settings;
    }

    /** Whether the route is the shipped one, which does nothing but write to the target's database. */
    boolean isDatabase() {
        return route().equals("direct:deliver-jdbc");
    }

    /** The endpoint of the setting {@code rollcall.delivery.route}, such as {@code direct:deliver-jdbc}. */
    public String route() {
        return settings.current().delivery().route();
    }
}
