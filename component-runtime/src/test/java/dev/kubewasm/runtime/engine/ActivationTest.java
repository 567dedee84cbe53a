package dev.kubewasm.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivationTest {
    @Test
    void isInterruptedWhileACallIsUnderWay() {
        Activation activation = Activation.current();
        Thread.currentThread().interrupt();
        try {
            assertThat(Activation.interrupted()).doesNotContain(Thread.currentThread());
            activation.enter();
            activation.enter();
            activation.leave();
            assertThat(Activation.interrupted()).contains(Thread.currentThread());
            activation.leave();
            assertThat(Activation.interrupted()).doesNotContain(Thread.currentThread());
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void threadsThatHaveEndedAreLetGoOf() throws InterruptedException {
        int before = Activation.known();
        for (int i = 0; i < 2000; i++) {
            Thread.ofPlatform().start(Activation::current).join();
        }

        assertThat(Activation.known()).isLessThan(2 * before + 200);
    }
}
