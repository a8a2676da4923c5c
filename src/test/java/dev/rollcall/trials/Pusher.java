package dev.rollcall.trials;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.bench.Wire;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Pushes users over SCIM and keeps what was accepted. Each state of a user has a number, its title. */
final class Pusher {
    /** What was accepted, by user name. */
    final Map<String, Accepted> accepted;

    /** Answers that were neither an acceptance nor what the trial allows for. */
    final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();

    /** How long the answers took, in microseconds. */
    final ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();

    final AtomicInteger acknowledged = new AtomicInteger();

    /** 503 with Retry-After. */
    final AtomicInteger unavailable = new AtomicInteger();

    /** States that were answered 503, by user: the answer says that they were not accepted, not that they were not recorded. */
    final Map<String, Set<Long>> perhaps = new ConcurrentHashMap<>();

    private final AtomicLong seq;
    private final Scim scim;

    /** A server, as the source {@code bench} sees it. */
    interface Scim {
        Wire.Answer send(String method, String path, @Nullable Object body);
    }

    /** The newest state of a user that was answered 2xx. */
    record Accepted(String id, long seq) {}

    Pusher(RunningRollcall rollcall) {
        this(rollcall::scim);
    }

    Pusher(Scim scim) {
        this(scim, 0);
    }

    /** {@code used} is the last number of a state that others have used. */
    Pusher(Scim scim, long used) {
        this(scim, new ConcurrentHashMap<>(), new AtomicLong(used));
    }

    private Pusher(Scim scim, Map<String, Accepted> accepted, AtomicLong seq) {
        this.scim = scim;
        this.accepted = accepted;
        this.seq = seq;
    }

    /** The same users through another server. */
    Pusher through(Scim other) {
        return new Pusher(other, accepted, seq);
    }

    /** One user more; gives whether that was accepted. */
    boolean create(String name) {
        return create(name, seq.incrementAndGet());
    }

    private boolean create(String name, long state) {
        Wire.Answer answer = send("POST", "/Users", user(name, state));
        if (answer.status() == 201) {
            accept(name, answer.json().path("id").asText(), state);
        } else if (!passing(answer)) {
            surprises.add("POST " + answer.status() + " " + answer.text());
        }
        return answer.status() == 201;
    }

    /** Changes a user who was accepted; gives whether that was accepted. */
    boolean change(String name) {
        Accepted before = accepted.get(name);
        return before != null && change(name, before.id(), seq.incrementAndGet());
    }

    private boolean change(String name, String id, long state) {
        Wire.Answer answer = send("PATCH", "/Users/" + id, title(state));
        if (answer.status() == 200) {
            accept(name, id, state);
        } else if (passing(answer)) {
            perhaps.computeIfAbsent(name, any -> ConcurrentHashMap.newKeySet()).add(state);
        } else {
            surprises.add("PATCH " + answer.status() + " " + answer.text());
        }
        return answer.status() == 200;
    }

    private void accept(String name, String id, long state) {
        accepted.merge(name, new Accepted(id, state), (one, two) -> one.seq() > two.seq() ? one : two);
        acknowledged.incrementAndGet();
    }

    private Wire.Answer send(String method, String path, @Nullable Object body) {
        Wire.Answer answer = scim.send(method, path, body);
        micros.add(answer.took().toNanos() / 1000);
        return answer;
    }

    /** 503 with a word on when to come back: what a server may say whose database is away. */
    private boolean passing(Wire.Answer answer) {
        boolean passing = answer.status() == 503 && answer.header("Retry-After") != null;
        unavailable.addAndGet(passing ? 1 : 0);
        return passing;
    }

    /** Creates and changes a user as an identity provider does: again and again until it is answered. */
    void insist(String name, int changes) {
        long state = seq.incrementAndGet();
        while (!answered(() -> create(name, state) || known(name, state))) {
            pause(50);
        }
        for (int i = 0; i < changes; i++) {
            long next = seq.incrementAndGet();
            Accepted now = accepted.get(name);
            String id = now == null ? "" : now.id();
            while (!answered(() -> change(name, id, next))) {
                pause(50);
            }
        }
    }

    /** Whether an attempt that was not answered had been accepted: only it can have made this user. */
    private boolean known(String name, long state) {
        Wire.Answer found = send("GET", "/Users?filter=userName%20eq%20%22" + name + "@corp.example%22", null);
        String id = found.json().at("/Resources/0/id").asText();
        if (id.isEmpty()) {
            return false;
        }
        surprises.removeIf(text -> text.startsWith("POST 409"));
        accept(name, id, state);
        return true;
    }

    private static boolean answered(BooleanSupplier attempt) {
        try {
            return attempt.getAsBoolean();
        } catch (UncheckedIOException | IllegalStateException e) {
            return false;
        }
    }

    /** Several clients, each with users of its own, push until {@code enough}; each waits {@code pauseMillis} in between. */
    void push(int clients, String prefix, long seed, int pauseMillis, BooleanSupplier enough) {
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            String name = prefix + client;
            Random random = new Random(seed + client);
            Thread thread = new Thread(() -> {
                int users = 0;
                while (!enough.getAsBoolean()) {
                    if (users == 0 || random.nextInt(3) == 0) {
                        create(name + "." + users++);
                    } else {
                        change(name + "." + random.nextInt(users));
                    }
                    pause(pauseMillis);
                }
            });
            thread.start();
            threads.add(thread);
        }
        threads.forEach(Pusher::join);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Map<String, Object> user(String name, long state) {
        return Map.of(
                "schemas",
                List.of("urn:ietf:params:scim:schemas:core:2.0:User"),
                "userName",
                name + "@corp.example",
                "name",
                Map.of("givenName", "Given", "familyName", "Of " + name),
                "emails",
                List.of(Map.of("value", name + "@corp.example", "type", "work", "primary", true)),
                "title",
                Long.toString(state),
                "active",
                true);
    }

    private static Map<String, Object> title(long state) {
        return Map.of(
                "schemas",
                List.of("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
                "Operations",
                List.of(Map.of("op", "replace", "path", "title", "value", Long.toString(state))));
    }
}
