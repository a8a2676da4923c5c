package dev.rollcall.trials;

import dev.rollcall.bench.RunningRollcall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A delivery route to the ledger, and a Rollcall that uses it. */
final class LedgerRoute {
    private static final String YAML = """
            - route:
                id: deliver-ledger
                description: Delivers to an asset system that notes every call
                routeConfigurationId: delivery-errors
                from:
                  uri: direct:deliver-%1$s
                  steps:
                    - setVariable:
                        name: url
                        constant: "%2$s"
                    - setVariable:
                        name: target
                        constant: "%1$s"
                    - bean:
                        beanType: dev.rollcall.trials.LedgerClient
                        method: deliver
            """;

    private LedgerRoute() {}

    /**
     * The command line's part: the shipped routes of the pipeline, and the one to the ledger.
     *
     * @param target {@code ledger} for a target without a rate limit, or the name of one that has one
     */
    static String include(Path folder, LedgerTarget ledger, String target) throws IOException {
        Path file = Files.writeString(folder.resolve("ledger.camel.yaml"), YAML.formatted(target, ledger.url()));
        List<String> files = new ArrayList<>();
        for (String shipped : List.of(
                "00-errors", "10-scim-users", "11-scim-discovery", "12-scim-groups", "30-provision", "40-deliver")) {
            files.add("file:routes/" + shipped + ".camel.yaml");
        }
        files.add("file:" + file);
        return "--camel.main.routes-include-pattern=" + String.join(",", files);
    }

    /** Settings that deliver to the ledger; {@code more} are keys under {@code rollcall}. */
    static Map<String, Object> settings(String target, Map<String, Object> more) {
        Map<String, Object> keys = new HashMap<>(more);
        keys.putIfAbsent("delivery", Map.of("route", "direct:deliver-" + target, "inline-wait", "1s"));
        return RunningRollcall.settings(keys);
    }

    static RunningRollcall start(Path folder, LedgerTarget ledger, String target, Map<String, Object> more)
            throws IOException {
        return RunningRollcall.start(folder, settings(target, more), include(folder, ledger, target));
    }
}
