package dev.rollcall.stub;

import dev.rollcall.stub.Fault.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The switches of a stub that was started by hand: {@code GET /_stub/members}, {@code GET /_stub/calls}, {@code POST
 * /_stub/play?fault=too-many&value=30&count=5&where=writes}, {@code POST /_stub/fair}.
 */
final class StubControl {
    private final StubServer stub;

    StubControl(StubServer stub) {
        this.stub = stub;
    }

    Object answer(Call call) {
        return switch (call.path()) {
            case "/_stub/members" -> stub.everybody();
            case "/_stub/calls" ->
                stub.ledger().stream()
                        .map(entry -> entry.call().number() + " " + entry.call().method() + " "
                                + entry.call().path() + " → " + entry.status()
                                + (entry.fault() == null ? "" : " (" + entry.fault() + ")"))
                        .toList();
            case "/_stub/fair" -> {
                stub.playFair();
                yield Map.of("plays", "fair");
            }
            case "/_stub/play" -> play(call.query());
            default -> Map.of("unknown", call.path());
        };
    }

    private Object play(Map<String, String> query) {
        Kind kind = Kind.valueOf(
                query.getOrDefault("fault", "slow").toUpperCase(Locale.ROOT).replace('-', '_'));
        Predicate<Call> where = query.getOrDefault("where", "all").equals("writes") ? Call::isWrite : any -> true;
        int count = Integer.parseInt(query.getOrDefault("count", "1000000"));
        stub.play(Fault.next(kind, query.getOrDefault("value", ""), count, where));
        return Map.of("plays", List.of(kind, count));
    }
}
