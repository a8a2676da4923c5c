package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LanesTest {
    @Test
    void oneLaneKeepsTheOrderWhileTheNextPieceIsPrepared() {
        List<Integer> done = new CopyOnWriteArrayList<>();
        CountDownLatch prepared = new CountDownLatch(1);
        try (Lanes lanes = new Lanes(1)) {
            lanes.begin(() -> {
                await(prepared);
                done.add(0);
            });
            prepared.countDown(); // this thread was not held up by the piece
            for (int i = 1; i < 50; i++) {
                int number = i;
                lanes.begin(() -> done.add(number));
            }
            lanes.finish();
            assertThat(done).hasSize(50).isSorted();
        }
    }

    @Test
    void asManyPiecesAsLanesAreUnderWayAndNoMore() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);
        try (Lanes lanes = new Lanes(2)) {
            for (int i = 0; i < 20; i++) {
                lanes.begin(() -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    both.countDown();
                    await(both);
                    now.decrementAndGet();
                });
            }
            lanes.finish();
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void aFailureEndsTheWorkAndIsMetByTheCaller() {
        List<Integer> done = new CopyOnWriteArrayList<>();
        try (Lanes lanes = new Lanes(1)) {
            lanes.begin(() -> done.add(0));
            lanes.begin(() -> {
                throw new IllegalStateException("piece");
            });
            assertThatThrownBy(() -> lanes.begin(() -> done.add(2))).hasMessage("piece");
            assertThatThrownBy(lanes::finish).hasMessage("piece");
        }
        assertThat(done).containsExactly(0);
    }

    @Test
    void closingWaitsForWhatIsUnderWay() {
        AtomicInteger done = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        try (Lanes lanes = new Lanes(2)) {
            lanes.begin(() -> {
                begun.countDown();
                sleep();
                done.incrementAndGet();
            });
            await(begun);
        }
        assertThat(done).hasValue(1);
    }

    @Test
    void nothingBeginsAfterTheEndAndNobodyWaitsForIt() {
        Lanes lanes = new Lanes(1);
        lanes.close();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> lanes.begin(() -> {})).isInstanceOf(RejectedExecutionException.class);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
