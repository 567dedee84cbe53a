package dev.kubewasm.runtime.engine.endive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kubewasm.runtime.engine.CoreFixture;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.testkit.program.ChildJvm;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptionsTest {
    private final EndiveEngine engine = EndiveEngine.create();

    static boolean looks(CoreFixture fixture, String function) {
        EndiveFunction of = (EndiveFunction) fixture.export(function);
        return ((ModuleLoader) of.slot().instance().getMachine().getClass().getClassLoader())
                .check()
                .looks();
    }

    /** Calls "count" of the module "loops", which goes on for hours, and interrupts it when it is compiled. */
    static Trap interrupted(CoreFixture loops) {
        Thread thread = Thread.currentThread();
        CompletableFuture<Void> interrupt = CompletableFuture.runAsync(
                thread::interrupt, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        Trap trap = catchThrowableOfType(Trap.class, () -> loops.call("count"));
        interrupt.join();
        assertThat(Thread.interrupted()).isTrue();
        return trap;
    }

    @Test
    void codeLooksOnceOneOfItsThreadsWasInterrupted() {
        CoreFixture loops = CoreFixture.of(engine, "loops");
        CoreFixture other = CoreFixture.of(engine, "loops");
        assertThat(loops.call("some", 10)).containsExactly(55);
        assertThat(looks(loops, "count")).isFalse();

        assertThat(interrupted(loops).kind()).isEqualTo(Trap.Kind.INTERRUPTED);

        assertThat(looks(loops, "count")).isTrue();
        assertThat(looks(other, "count")).isFalse();
        assertThat(loops.call("some", 10)).containsExactly(55);
        assertThat(interrupted(loops).kind()).isEqualTo(Trap.Kind.INTERRUPTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseSerialGC",
                "-XX:+UseParallelGC",
                "-XX:+UseSerialGC -XX:+UseCountedLoopSafepoints -XX:LoopStripMiningIter=1000",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "-Xint"
            })
    void anyJvmEndsLoopsThatCount(String flags) throws IOException, InterruptedException {
        ChildJvm.Ended ended = ChildJvm.run(Interrupted.class, flags.split(" "));

        assertThat(ended.status()).as(ended.output()).isZero();
    }

    /** In a process of its own: a loop that counts is interrupted, and looked before only where the JVM couldn't stop it. */
    static final class Interrupted {
        private Interrupted() {}

        public static void main(String[] args) {
            CoreFixture loops = CoreFixture.of(EndiveEngine.create(), "loops");
            assertThat(loops.call("some", 10)).containsExactly(55);
            assertThat(looks(loops, "count")).isEqualTo(!Interruptions.LOOPS_STOP);
            assertThat(interrupted(loops).kind()).isEqualTo(Trap.Kind.INTERRUPTED);
        }
    }
}
