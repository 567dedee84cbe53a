package dev.kubewasm.runtime.wasi.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Guest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final Val CLOSED = Val.err(Val.variant(1));

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void readsUpToTheEndThenIsClosed() {
        Guest guest = guest(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        Val in = stdin(guest);
        assertThat(blockingRead(guest, in, 2)).isEqualTo(okBytes(1, 2));
        assertThat(blockingRead(guest, in, 2)).isEqualTo(okBytes(3));
        assertThat(blockingRead(guest, in, 2)).isEqualTo(CLOSED);
        assertThat(read(guest, in, 2)).isEqualTo(CLOSED);
        assertThat(read(guest, in, 0)).isEqualTo(CLOSED);
        assertThat(blockingRead(guest, stdin(guest), 1))
                .as("another stream at the end")
                .isEqualTo(CLOSED);
    }

    @Test
    void readNeverWaitsAndReadsNothingAheadOfAnyNeed() {
        GatedInput gate = new GatedInput();
        Guest guest = guest(gate);
        Val in = stdin(guest);
        assertThat(read(guest, in, 0)).isEqualTo(okBytes());
        assertThat(gate.reads).hasValue(0);
        assertThat(read(guest, in, 10)).isEqualTo(okBytes());
        Val pollable = guest.call("io/streams", "[method]input-stream.subscribe", Guest.borrow(in));
        assertThat(guest.call("io/poll", "[method]pollable.ready", Guest.borrow(pollable)))
                .isEqualTo(new Val.Bool(false));
        Val timer = guest.call("clocks/monotonic-clock", "subscribe-duration", Val.u64(0));
        assertThat(guest.call("io/poll", "poll", Val.list(List.of(Guest.borrow(pollable), Guest.borrow(timer)))))
                .isEqualTo(Val.list(List.of(new Val.U32(1))));
        gate.open.countDown();
        assertThat(guest.run("io/poll", "[method]pollable.block", Guest.borrow(pollable)))
                .isEmpty();
        assertThat(read(guest, in, 10)).isEqualTo(okBytes(7));
        assertThat(gate.reads).hasValue(1);
    }

    @Test
    void aWaitForInputIsInterruptible() {
        Guest guest = guest(new GatedInput());
        Val in = stdin(guest);
        Thread.currentThread().interrupt();
        assertTraps(Trap.Kind.INTERRUPTED, () -> blockingRead(guest, in, 1));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void oneReadMovesABoundedNumberOfBytesHoweverManyAreAskedFor() {
        byte[] much = new byte[3 * WasiInputStream.MAX_CHUNK];
        Arrays.fill(much, (byte) 5);
        Guest guest = guest(new ByteArrayInputStream(much));
        Val in = stdin(guest);
        long total = 0;
        Val.ResultVal result = (Val.ResultVal) blockingRead(guest, in, -1);
        while (result.ok()) {
            byte[] bytes = ((Val.Bytes) result.payload().orElseThrow()).value();
            assertThat(bytes).isNotEmpty().hasSizeLessThanOrEqualTo(WasiInputStream.MAX_CHUNK);
            total += bytes.length;
            result = (Val.ResultVal) blockingRead(guest, in, -1);
        }
        assertThat(total).isEqualTo(much.length);
    }

    @Test
    void skipCountsWhatItConsumes() {
        Guest guest = guest(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        Val in = stdin(guest);
        assertThat(guest.ok("io/streams", "[method]input-stream.blocking-skip", Guest.borrow(in), Val.u64(2)))
                .isEqualTo(Val.u64(2));
        assertThat(guest.ok("io/streams", "[method]input-stream.skip", Guest.borrow(in), Val.u64(-1)))
                .isEqualTo(Val.u64(1));
        assertThat(guest.call("io/streams", "[method]input-stream.blocking-skip", Guest.borrow(in), Val.u64(1)))
                .isEqualTo(CLOSED);
    }

    @Test
    void aFailedReadIsToldOnceThenTheStreamIsClosed() {
        Guest guest = guest(new FailingInput(new IOException("the cable is out")));
        Val in = stdin(guest);
        assertThat(debugString(guest, blockingRead(guest, in, 1))).isEqualTo("the cable is out");
        assertThat(blockingRead(guest, in, 1)).isEqualTo(CLOSED);
    }

    @Test
    void aSourceThatBreaksFailsTheRead() {
        Guest guest = guest(new FailingInput(new IllegalStateException("broken")));
        assertThat(debugString(guest, blockingRead(guest, stdin(guest), 1))).contains("broken");
    }

    @Test
    void writesWhatCheckWritePermits() {
        Guest guest = guest(InputStream.nullInputStream());
        Val out = stdout(guest);
        assertThat(checkWrite(guest, out)).isEqualTo(Val.ok(Val.u64(WasiOutputStream.PERMIT)));
        assertThat(write(guest, out, new byte[] {1, 2})).isEqualTo(Val.ok());
        assertThat(writeZeroes(guest, out, 3)).isEqualTo(Val.ok());
        assertThat(written.toByteArray()).containsExactly(1, 2, 0, 0, 0);
        assertThat(flush(guest, out, "flush")).isEqualTo(Val.ok());
        assertThat(flush(guest, out, "blocking-flush")).isEqualTo(Val.ok());
        assertThat(checkWrite(guest, out)).isEqualTo(Val.ok(Val.u64(WasiOutputStream.PERMIT)));
        assertThat(write(guest, out, new byte[WasiOutputStream.PERMIT])).isEqualTo(Val.ok());
    }

    @Test
    void writingWithoutPermitOrBeyondItTraps() {
        Guest guest = guest(InputStream.nullInputStream());
        Val out = stdout(guest);
        assertTraps(Trap.Kind.HOST_CONTRACT, () -> write(guest, out, new byte[1]));
        assertTraps(Trap.Kind.HOST_CONTRACT, () -> writeZeroes(guest, out, 1));
        checkWrite(guest, out);
        assertTraps(Trap.Kind.HOST_CONTRACT, () -> write(guest, out, new byte[WasiOutputStream.PERMIT + 1]));
        assertTraps(Trap.Kind.HOST_CONTRACT, () -> writeZeroes(guest, out, -1));
        assertThat(write(guest, out, new byte[WasiOutputStream.PERMIT])).isEqualTo(Val.ok());
        assertTraps(Trap.Kind.HOST_CONTRACT, () -> write(guest, out, new byte[1]));
    }

    @Test
    void blockingWritesNeedNoPermitAndTakeAtMost4096Bytes() {
        Guest guest = guest(InputStream.nullInputStream());
        Val out = stdout(guest);
        assertThat(blockingWrite(guest, out, new byte[4096])).isEqualTo(Val.ok());
        assertThat(blockingWriteZeroes(guest, out, 4096)).isEqualTo(Val.ok());
        assertThat(written.size()).isEqualTo(8192);
        assertTraps(Trap.Kind.HOST_CONTRACT, () -> blockingWrite(guest, out, new byte[4097]));
        assertTraps(Trap.Kind.HOST_CONTRACT, () -> blockingWriteZeroes(guest, out, 4097));
        assertTraps(Trap.Kind.HOST_CONTRACT, () -> blockingWriteZeroes(guest, out, -1));
    }

    @Test
    void anOutputStreamIsAlwaysReady() {
        Guest guest = guest(InputStream.nullInputStream());
        Val pollable = guest.call("io/streams", "[method]output-stream.subscribe", Guest.borrow(stdout(guest)));
        assertThat(guest.call("io/poll", "[method]pollable.ready", Guest.borrow(pollable)))
                .isEqualTo(new Val.Bool(true));
    }

    @Test
    void aFailedWriteIsToldOnceThenTheStreamIsClosed() {
        Guest guest = new Guest(HostContext.builder()
                .stdout(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("the disk is full");
                    }
                })
                .build());
        Val out = stdout(guest);
        assertThat(debugString(guest, blockingWrite(guest, out, new byte[1]))).isEqualTo("the disk is full");
        assertThat(checkWrite(guest, out)).isEqualTo(CLOSED);
        assertThat(write(guest, out, new byte[1])).isEqualTo(CLOSED);
        assertThat(blockingWrite(guest, out, new byte[1])).isEqualTo(CLOSED);
        assertThat(flush(guest, out, "flush")).isEqualTo(CLOSED);
        assertThat(flush(guest, out, "blocking-flush")).isEqualTo(CLOSED);
        assertThat(splice(guest, out, stdin(guest), "splice", 1)).isEqualTo(CLOSED);
    }

    @Test
    void anInterruptedWriteTraps() {
        Guest guest = new Guest(HostContext.builder()
                .stdout(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new InterruptedIOException();
                    }
                })
                .build());
        Val out = stdout(guest);
        assertTraps(Trap.Kind.INTERRUPTED, () -> blockingWrite(guest, out, new byte[1]));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void spliceMovesWhatIsThereAndStopsAtTheEnd() {
        Guest guest = guest(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        Val in = stdin(guest);
        Val out = stdout(guest);
        assertThat(splice(guest, out, in, "blocking-splice", 2)).isEqualTo(Val.ok(Val.u64(2)));
        assertThat(splice(guest, out, in, "blocking-splice", 0)).isEqualTo(Val.ok(Val.u64(0)));
        assertThat(splice(guest, out, in, "splice", -1)).isEqualTo(Val.ok(Val.u64(1)));
        assertThat(written.toByteArray()).containsExactly(1, 2, 3);
        assertThat(splice(guest, out, in, "blocking-splice", -1)).isEqualTo(CLOSED);
        assertThat(checkWrite(guest, out)).as("the output stays open").isNotEqualTo(CLOSED);
    }

    @Test
    void pollOfNothingTraps() {
        Guest guest = guest(InputStream.nullInputStream());
        assertTraps(Trap.Kind.HOST_CONTRACT, () -> guest.call("io/poll", "poll", Val.list(List.of())));
    }

    /** Gives one byte, 7, once it is opened. */
    private static final class GatedInput extends InputStream {
        private final CountDownLatch open = new CountDownLatch(1);
        private final AtomicInteger reads = new AtomicInteger();

        @Override
        public int read() throws IOException {
            throw new IOException("only arrays are read");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            reads.incrementAndGet();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            target[offset] = 7;
            return 1;
        }
    }

    /** Fails every read. */
    private static final class FailingInput extends InputStream {
        private final Exception failure;

        FailingInput(Exception failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            throw (RuntimeException) failure;
        }
    }

    private Guest guest(InputStream stdin) {
        return new Guest(HostContext.builder().stdin(stdin).stdout(written).build());
    }

    private static void assertTraps(Trap.Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Trap.class, trap -> assertThat(trap.kind())
                .isEqualTo(kind));
    }

    private static Val okBytes(int... bytes) {
        byte[] value = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            value[i] = (byte) bytes[i];
        }
        return Val.ok(Val.bytes(value));
    }

    private static Val stdin(Guest guest) {
        return guest.call("cli/stdin", "get-stdin");
    }

    private static Val stdout(Guest guest) {
        return guest.call("cli/stdout", "get-stdout");
    }

    private static Val read(Guest guest, Val in, long len) {
        return guest.call("io/streams", "[method]input-stream.read", Guest.borrow(in), Val.u64(len));
    }

    private static Val blockingRead(Guest guest, Val in, long len) {
        return guest.call("io/streams", "[method]input-stream.blocking-read", Guest.borrow(in), Val.u64(len));
    }

    private static Val checkWrite(Guest guest, Val out) {
        return guest.call("io/streams", "[method]output-stream.check-write", Guest.borrow(out));
    }

    private static Val write(Guest guest, Val out, byte[] bytes) {
        return guest.call("io/streams", "[method]output-stream.write", Guest.borrow(out), Val.bytes(bytes));
    }

    private static Val writeZeroes(Guest guest, Val out, long len) {
        return guest.call("io/streams", "[method]output-stream.write-zeroes", Guest.borrow(out), Val.u64(len));
    }

    private static Val blockingWrite(Guest guest, Val out, byte[] bytes) {
        return guest.call(
                "io/streams", "[method]output-stream.blocking-write-and-flush", Guest.borrow(out), Val.bytes(bytes));
    }

    private static Val blockingWriteZeroes(Guest guest, Val out, long len) {
        return guest.call(
                "io/streams", "[method]output-stream.blocking-write-zeroes-and-flush", Guest.borrow(out), Val.u64(len));
    }

    private static Val flush(Guest guest, Val out, String function) {
        return guest.call("io/streams", "[method]output-stream." + function, Guest.borrow(out));
    }

    private static Val splice(Guest guest, Val out, Val in, String function, long len) {
        return guest.call(
                "io/streams", "[method]output-stream." + function, Guest.borrow(out), Guest.borrow(in), Val.u64(len));
    }

    private static String debugString(Guest guest, Val failed) {
        Val.VariantVal error =
                (Val.VariantVal) ((Val.ResultVal) failed).payload().orElseThrow();
        Val handle = error.payload().orElseThrow();
        Val text = guest.call("io/error", "[method]error.to-debug-string", Guest.borrow(handle));
        assertThat(guest.call("filesystem/types", "filesystem-error-code", Guest.borrow(handle)))
                .isEqualTo(Val.none());
        return ((Val.Str) text).value();
    }
}
