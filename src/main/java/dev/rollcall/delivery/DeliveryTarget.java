package dev.rollcall.delivery;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Targets;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The target that the settings name: its Camel endpoint, called by the route {@code deliver}, and how it may be used. */
@Component("deliveryTarget")
public class DeliveryTarget {
    private static final int DATABASE_BATCH = 250;
    private static final int LONGEST_ACCOUNT = 1000;
    private static final Pattern OPTIONS = Pattern.compile("[?;].*");
    private static final Pattern USER = Pattern.compile("//[^/@]*@");

    /** Longer than any statement of the JDBC target may take. */
    private static final Duration DATABASE_LEASE = Duration.ofSeconds(15);

    /** Longer than the few HTTP calls of one change, each of which may wait for its permit. */
    private static final Duration HTTP_LEASE = Duration.ofSeconds(60);

    private final Supplier<RollcallSettings> settings;

    @Autowired
    DeliveryTarget(Settings settings) {
        this(settings::current);
    }

    DeliveryTarget(Supplier<RollcallSettings> settings) {
        this.settings = settings;
    }

    /** Whether the route is the shipped one, which does nothing but write to the target's database. */
    boolean isDatabase() {
        return route().equals("direct:deliver-jdbc");
    }

    /** The endpoint of the setting {@code rollcall.delivery.route}, such as {@code direct:deliver-jdbc}. */
    public String route() {
        return settings.get().delivery().route();
    }

    /** The target's name in metrics, the API and the rate limit: {@code jdbc}, {@code assetsonar}, {@code snipe-it}. */
    public String name() {
        return name(route());
    }

    /** The name of a target that is given by its name or its route. */
    static String name(String nameOrRoute) {
        String name = nameOrRoute.startsWith("direct:") ? nameOrRoute.substring("direct:".length()) : nameOrRoute;
        return name.startsWith("deliver-") ? name.substring("deliver-".length()) : name;
    }

    /**
     * Which asset system changes go to, and which account of it: an id of one means nothing in another. Without secrets; a
     * route of one's own counts as one account.
     */
    String account() {
        Targets targets = settings.get().targets();
        String address =
                switch (name()) {
                    case "jdbc" -> OPTIONS.matcher(targets.jdbc().url()).replaceFirst("");
                    case "assetsonar" -> targets.assetsonar().url();
                    case "snipe-it" -> targets.snipeIt().url();
                    default -> "";
                };
        String account = (name() + " " + USER.matcher(address).replaceFirst("//")).strip();
        return account.substring(0, Math.min(account.length(), LONGEST_ACCOUNT));
    }

    /** How many requests a minute a target permits to all replicas together; 0: no limit is known. */
    public int requestsPerMinute(String target) {
        Targets targets = settings.get().targets();
        return switch (target) {
            case "assetsonar" -> targets.assetsonar().requestsPerMinute();
            case "snipe-it" -> targets.snipeIt().requestsPerMinute();
            default -> 0;
        };
    }

    /**
     * How many changes one call of the route takes. A database takes many; an HTTP API takes one, so that an answer that is
     * lost leaves one change in doubt and not many.
     */
    int batch() {
        return isDatabase() ? DATABASE_BATCH : 1;
    }

    /** How long a claim lasts. */
    Duration lease() {
        return isDatabase() ? DATABASE_LEASE : HTTP_LEASE;
    }
}
