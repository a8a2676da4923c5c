import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Drives one operation over several connections at once, each in its thread. */
final class Load {
    private final Target target;
    private final Users users;
    private final Operation operation;
    private final int connections;

    Load(Target target, Users users, Operation operation, int connections) {
        this.target = target;
        this.users = users;
        this.operation = operation;
        this.connections = connections;
    }

    /** As many as there is time for. */
    Figures seconds(int seconds) throws InterruptedException {
        users.settle();
        return run(seconds, Integer.MAX_VALUE);
    }

    /** Creates people until there are so many, or the time is over. */
    Figures upTo(int count, int seconds) throws InterruptedException {
        return run(seconds, count);
    }

    private Figures run(int seconds, int enough) throws InterruptedException {
        List<Worker> workers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            workers.add(new Worker(i, begin + TimeUnit.SECONDS.toNanos(seconds), enough));
        }
        workers.forEach(Thread::start);
        for (Worker worker : workers) {
            worker.join();
        }
        return Figures.of(workers, System.nanoTime() - begin);
    }

    /** One connection: sends, waits for the answer, sends the next. */
    final class Worker extends Thread {
        private final long end;
        private final int enough;
        private final Template[] templates;
        private int index;
        private int turn;
        long[] nanos = new long[1 << 16];
        int count;
        int errors;
        String firstError;

        Worker(int position, long end, int enough) {
            this.end = end;
            this.enough = enough;
            this.index = position;
            this.templates = switch (operation) {
                case CREATE -> new Template[] {Template.create(target, users.run)};
                case GET -> new Template[] {Template.get(target)};
                case FIND -> new Template[] {Template.find(target, users.run)};
                case PATCH -> new Template[] {Template.patch(target, "False"), Template.patch(target, "True")};
            };
        }

        @Override
        public void run() {
            try (Connection connection = new Connection(target)) {
                while (System.nanoTime() < end) {
                    int number = operation == Operation.CREATE ? users.take(enough) : 0;
                    if (number < 0) {
                        return;
                    }
                    try {
                        one(connection, number);
                    } catch (IOException | RuntimeException e) {
                        failed(String.valueOf(e));
                        pause();
                    }
                }
            }
        }

        private void one(Connection connection, int number) throws IOException {
            byte[] request = request(number);
            long sent = System.nanoTime();
            int status = connection.exchange(request);
            add(System.nanoTime() - sent);
            if (status != operation.expected) {
                failed(status + " " + connection.body());
            } else if (operation == Operation.CREATE) {
                users.created(number, connection.locationId());
            } else if (operation == Operation.FIND && !connection.oneResult()) {
                failed("not one result: " + connection.body());
            }
        }

        /** Every thread goes through people of its own, as an identity provider does not change one twice at once. */
        private byte[] request(int number) {
            if (operation == Operation.CREATE) {
                return templates[0].filled(number, null);
            }
            if (index >= users.knownCount()) {
                index %= connections;
            }
            int person = Math.min(index, users.knownCount() - 1);
            byte[] request = templates[turn].filled(users.number(person), users.id(person));
            turn = (turn + 1) % templates.length;
            if (turn == 0) {
                index += connections;
            }
            return request;
        }

        private void add(long took) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = took;
        }

        private void failed(String why) {
            errors++;
            if (firstError == null) {
                firstError = why;
            }
        }

        /** A server that is gone is not asked a million times a second. */
        private static void pause() {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
