package dev.kubewasm.runtime.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class EntryLockTest {
    private static final OptionalLong AS_LONG_AS_IT_TAKES = OptionalLong.empty();

    @Test
    void oneThreadAtATimeHasIt() throws InterruptedException {
        EntryLock lock = new EntryLock();
        int[] counter = {0};
        int rounds = 20_000;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int k = 0; k < rounds; k++) {
                    take(lock);
                    // Not atomic on purpose: a second thread inside would lose counts.
                    counter[0]++;
                    lock.release();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(counter[0]).isEqualTo(4 * rounds);
    }

    @Test
    void whatIsReservedIsForTheNextCallOfTheSameThread() throws InterruptedException {
        EntryLock lock = new EntryLock();
        assertThat(lock.reserve()).isTrue();
        assertThat(elsewhere(lock::reserve)).isFalse();
        assertThat(elsewhere(lock::tryAcquire)).isFalse();

        assertThat(lock.tryAcquire()).isTrue();
        lock.release();
        assertThat(elsewhere(lock::tryAcquire)).isTrue();
    }

    @Test
    void aReservationIsGivenBackOnceAndOnlyIfNobodyCameForIt() throws InterruptedException {
        EntryLock lock = new EntryLock();
        lock.reserve();
        lock.cancelReservation();
        lock.cancelReservation();
        lock.reserve();
        lock.tryAcquire();
        lock.cancelReservation();
        assertThat(elsewhere(lock::reserve)).as("it is still taken").isFalse();
        assertThat(lock.reserve()).as("reentrant").isTrue();
        lock.tryAcquire();
        lock.release();
        lock.release();
        assertThat(elsewhere(lock::reserve)).isTrue();
    }

    private static boolean elsewhere(BooleanSupplier work) throws InterruptedException {
        AtomicBoolean result = new AtomicBoolean();
        Thread.ofPlatform().start(() -> result.set(work.getAsBoolean())).join();
        return result.get();
    }

    @Test
    void thoseWhoWaitGetItInOrderOfArrival() throws InterruptedException {
        EntryLock lock = new EntryLock();
        take(lock);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            Thread thread = Thread.ofPlatform().start(() -> {
                take(lock);
                order.add(number);
                lock.release();
            });
            threads.add(thread);
            waitUntilParked(thread);
        }
        lock.release();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void whoComesLaterDoesNotOvertake() throws InterruptedException {
        EntryLock lock = new EntryLock();
        take(lock);
        CountDownLatch has = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread waiter = Thread.ofPlatform().start(() -> {
            take(lock);
            has.countDown();
            await(done);
            lock.release();
        });
        waitUntilParked(waiter);
        lock.release();
        assertThat(lock.tryAcquire()).isFalse();
        has.await();
        assertThat(lock.acquire(OptionalLong.of(1))).isFalse();
        done.countDown();
        assertThat(lock.acquire(AS_LONG_AS_IT_TAKES)).isTrue();
        waiter.join();
    }

    @Test
    void itsOwnerTakesItAgain() {
        EntryLock lock = new EntryLock();
        assertThat(lock.tryAcquire()).isTrue();
        assertThat(lock.tryAcquire()).isTrue();
        lock.release();
        assertThat(takenByAnother(lock)).isFalse();
        lock.release();
        assertThat(takenByAnother(lock)).isTrue();
    }

    @Test
    void anInterruptedThreadStopsWaiting() {
        EntryLock lock = new EntryLock();
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch has = new CountDownLatch(1);
        Thread owner = Thread.ofPlatform().start(() -> {
            take(lock);
            has.countDown();
            await(done);
            lock.release();
        });
        await(has);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> lock.acquire(AS_LONG_AS_IT_TAKES)).isInstanceOf(InterruptedException.class);
        done.countDown();
        take(lock);
        assertThat(owner).isNotNull();
    }

    @Test
    void whoSeizesItInterruptsThoseWhoHaveIt() throws InterruptedException {
        EntryLock lock = new EntryLock();
        List<Boolean> interruptedStill = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch has = new CountDownLatch(1);
        Runnable keeping = () -> {
            take(lock);
            has.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            lock.release();
            interruptedStill.add(Thread.currentThread().isInterrupted());
        };
        Thread first = Thread.ofPlatform().start(keeping);
        await(has);
        Thread second = Thread.ofPlatform().start(keeping);
        waitUntilParked(second);

        lock.seize();

        lock.release();
        first.join();
        second.join();
        assertThat(interruptedStill)
                .as("the interrupts were for what they did with it")
                .containsExactly(false, false);
        assertThat(takenByAnother(lock)).isTrue();
    }

    private static boolean takenByAnother(EntryLock lock) {
        boolean[] taken = {false};
        Thread other = Thread.ofPlatform().start(() -> {
            taken[0] = lock.tryAcquire();
            if (taken[0]) {
                lock.release();
            }
        });
        try {
            other.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return taken[0];
    }

    private static void take(EntryLock lock) {
        try {
            assertThat(lock.acquire(AS_LONG_AS_IT_TAKES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void waitUntilParked(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
