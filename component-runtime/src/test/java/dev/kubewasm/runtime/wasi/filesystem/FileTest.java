package dev.kubewasm.runtime.wasi.filesystem;

import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.bits;
import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.bytes;
import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.payload;
import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostContext.Preopen;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Guest;
import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open files: data, size, times, streams. */
class FileTest {
    private static final Val NO_CHANGE = Val.variant(0);
    private static final Val NOW = Val.variant(1);

    @TempDir
    private Path root;

    private FolderGuest guest;

    @BeforeEach
    void give() {
        guest = new FolderGuest(HostContext.builder()
                .wallClock(InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)))
                .preopens(List.of(new Preopen("/", root, true)))
                .build());
    }

    @Test
    void writesAndReadsAtOffsets() throws IOException {
        Val file = guest.create("f");
        assertThat(guest.ok(file, "write", bytes("world"), Val.u64(6))).isEqualTo(Val.u64(5));
        assertThat(guest.ok(file, "write", bytes("hello"), Val.u64(0))).isEqualTo(Val.u64(5));
        assertThat(root.resolve("f")).hasContent("hello\0world");
        assertThat(read(file, 5, 0)).isEqualTo(chunk("hello", false));
        assertThat(read(file, 5, 6)).isEqualTo(chunk("world", true));
        assertThat(read(file, 100, 9)).isEqualTo(chunk("ld", true));
        assertThat(read(file, 1, 11)).isEqualTo(chunk("", true));
        assertThat(read(file, 1, 1L << 40)).isEqualTo(chunk("", true));
        assertThat(read(file, 0, 3)).isEqualTo(chunk("", false));
    }

    @Test
    void aReadReturnsABoundedNumberOfBytes() throws IOException {
        Files.write(root.resolve("f"), new byte[OpenFile.MAX_READ + 1]);
        Val file = payload(guest.open(guest.folder, "f", 0, bits(DescriptorFlag.READ)));
        Val.TupleVal read = (Val.TupleVal) guest.ok(file, "read", Val.u64(-1), Val.u64(0));
        assertThat(((Val.Bytes) read.elements().get(0)).value()).hasSize(OpenFile.MAX_READ);
        assertThat(read.elements().get(1)).isEqualTo(new Val.Bool(false));
    }

    @Test
    void offsetsThatNoFileHasAreInvalid() {
        Val file = guest.create("f");
        assertThat(guest.code(file, "read", Val.u64(1), Val.u64(-1))).isEqualTo("invalid");
        assertThat(guest.code(file, "write", bytes("x"), Val.u64(Long.MIN_VALUE)))
                .isEqualTo("invalid");
        assertThat(guest.code(file, "write", bytes("x"), Val.u64(Long.MAX_VALUE)))
                .isEqualTo("file-too-large");
        assertThat(guest.code(file, "set-size", Val.u64(-1))).isEqualTo("invalid");
        assertThat(guest.code(file, "read-via-stream", Val.u64(-1))).isEqualTo("invalid");
        assertThat(guest.code(file, "write-via-stream", Val.u64(-1))).isEqualTo("invalid");
    }

    @Test
    void whatAFileWasNotOpenedForIsABadDescriptor() {
        Val file = guest.create("f");
        Guest.drop(file);
        Val readOnly = payload(guest.open(guest.folder, "f", 0, bits(DescriptorFlag.READ)));
        assertThat(guest.code(readOnly, "write", bytes("x"), Val.u64(0))).isEqualTo("bad-descriptor");
        assertThat(guest.code(readOnly, "set-size", Val.u64(0))).isEqualTo("bad-descriptor");
        assertThat(guest.code(readOnly, "write-via-stream", Val.u64(0))).isEqualTo("bad-descriptor");
        assertThat(guest.code(readOnly, "append-via-stream")).isEqualTo("bad-descriptor");
        Val writeOnly = payload(guest.open(guest.folder, "f", 0, bits(DescriptorFlag.WRITE)));
        assertThat(guest.code(writeOnly, "read", Val.u64(1), Val.u64(0))).isEqualTo("bad-descriptor");
        assertThat(guest.code(writeOnly, "read-via-stream", Val.u64(0))).isEqualTo("bad-descriptor");
        Val neither = payload(guest.open(guest.folder, "f", 0, 0));
        assertThat(guest.code(neither, "read", Val.u64(1), Val.u64(0))).isEqualTo("bad-descriptor");
        assertThat(guest.code(neither, "stat")).isEqualTo("ok");
    }

    @Test
    void aDirectoryHasNoDataAndAFileNoEntries() {
        Val file = guest.create("f");
        assertThat(guest.code(guest.folder, "read", Val.u64(1), Val.u64(0))).isEqualTo("bad-descriptor");
        assertThat(guest.code(guest.folder, "set-size", Val.u64(1))).isEqualTo("bad-descriptor");
        assertThat(guest.code(guest.folder, "advise", Val.u64(0), Val.u64(0), new Val.EnumVal(0)))
                .isEqualTo("bad-descriptor");
        assertThat(guest.code(file, "read-directory")).isEqualTo("not-directory");
        assertThat(guest.code(file, "unlink-file-at", Val.str("x"))).isEqualTo("not-directory");
        assertThat(FolderGuest.code(guest.open(file, "x", 0, 0))).isEqualTo("not-directory");
    }

    @Test
    void setSizeCutsAndExtendsWithZeros() throws IOException {
        Val file = guest.create("f");
        guest.ok(file, "write", bytes("abcdef"), Val.u64(0));
        guest.ok(file, "set-size", Val.u64(2));
        guest.ok(file, "set-size", Val.u64(2));
        guest.ok(file, "set-size", Val.u64(4));
        assertThat(Files.readString(root.resolve("f"))).isEqualTo("ab\0\0");
        guest.ok(file, "set-size", Val.u64(0));
        assertThat(root.resolve("f")).isEmptyFile();
    }

    @Test
    void streamsReadFromAnOffsetToTheEndAndOutliveTheDescriptor() {
        Val file = guest.create("f");
        guest.ok(file, "write", bytes("0123456789"), Val.u64(0));
        Val first = guest.ok(file, "read-via-stream", Val.u64(7));
        Val second = guest.ok(file, "read-via-stream", Val.u64(0));
        Guest.drop(file);
        assertThat(text(streamRead(first, 2))).isEqualTo("78");
        assertThat(text(streamRead(second, 1))).isEqualTo("0");
        assertThat(text(streamRead(first, 0))).isEmpty();
        assertThat(text(streamRead(first, 100))).isEqualTo("9");
        assertThat(guest.guest.call("io/streams", "[method]input-stream.read", Guest.borrow(first), Val.u64(1)))
                .isEqualTo(Val.err(Val.variant(1)));
        Guest.drop(first);
        Guest.drop(second);
        assertThat(guest.openHandles()).isZero();
    }

    @Test
    void streamsWriteFromAnOffsetOrAtTheEnd() throws IOException {
        Val file = guest.create("f");
        guest.ok(file, "write", bytes("0123456789"), Val.u64(0));
        Val at = guest.ok(file, "write-via-stream", Val.u64(2));
        Val end = guest.ok(file, "append-via-stream");
        Guest.drop(file);
        streamWrite(at, "ab");
        streamWrite(end, "xy");
        streamWrite(at, "c");
        streamWrite(end, "z");
        Guest.drop(at);
        Guest.drop(end);
        assertThat(root.resolve("f")).hasContent("01abc56789xyz");
        assertThat(guest.openHandles()).isZero();
    }

    @Test
    void spliceCopiesFileToFile() throws IOException {
        Val from = guest.create("from");
        guest.ok(from, "write", bytes("data"), Val.u64(0));
        Val in = guest.ok(from, "read-via-stream", Val.u64(1));
        Val out = guest.ok(guest.create("to"), "write-via-stream", Val.u64(0));
        assertThat(guest.guest.ok(
                        "io/streams", "[method]output-stream.splice", Guest.borrow(out), Guest.borrow(in), Val.u64(-1)))
                .isEqualTo(Val.u64(3));
        assertThat(root.resolve("to")).hasContent("ata");
    }

    @Test
    void aStreamsErrorTellsItsErrorCode() {
        Val file = guest.create("f");
        Val out = guest.ok(file, "write-via-stream", Val.u64(Long.MAX_VALUE));
        Val.ResultVal failed = (Val.ResultVal) guest.guest.call(
                "io/streams", "[method]output-stream.blocking-write-and-flush", Guest.borrow(out), bytes("x"));
        Val error = ((Val.VariantVal) failed.payload().orElseThrow()).payload().orElseThrow();
        assertThat(guest.guest.call("filesystem/types", "filesystem-error-code", Guest.borrow(error)))
                .isEqualTo(Val.some(EnumTypes.value(ErrorCode.FILE_TOO_LARGE)));
    }

    @Test
    void statTellsTypeLinksSizeAndTimes() throws IOException {
        Files.writeString(root.resolve("f"), "abc");
        Files.createLink(root.resolve("g"), root.resolve("f"));
        Files.setLastModifiedTime(root.resolve("f"), FileTime.from(Instant.ofEpochSecond(1_600_000_000L, 5000)));
        Val file = payload(guest.open(guest.folder, "f", 0, bits(DescriptorFlag.READ)));
        Val.RecordVal stat = (Val.RecordVal) guest.ok(file, "stat");
        assertThat(stat.fields().subList(0, 3))
                .containsExactly(EnumTypes.value(DescriptorType.REGULAR_FILE), Val.u64(2), Val.u64(3));
        assertThat(stat.fields().get(4)).isEqualTo(datetime(1_600_000_000L, 5000));
        assertThat(guest.ok(guest.folder, "stat-at", new Val.FlagsVal(FolderGuest.FOLLOW), Val.str("f")))
                .isEqualTo(stat);
        assertThat(guest.ok(file, "get-type")).isEqualTo(stat.fields().get(0));
        assertThat(((Val.RecordVal) guest.ok(guest.folder, "stat")).fields().get(0))
                .isEqualTo(EnumTypes.value(DescriptorType.DIRECTORY));
    }

    @Test
    void setTimesSetsWhatIsAskedFor() throws IOException {
        Val file = guest.create("f");
        guest.ok(file, "set-times", timestamp(5, 6000), timestamp(7, 8000));
        assertThat(times(file)).containsExactly(datetime(5, 6000), datetime(7, 8000));
        guest.ok(file, "set-times", NO_CHANGE, NOW);
        assertThat(times(file)).containsExactly(datetime(5, 6000), datetime(1_700_000_000, 0));
        guest.ok(guest.folder, "set-times-at", new Val.FlagsVal(FolderGuest.FOLLOW), Val.str("f"), NOW, NO_CHANGE);
        assertThat(times(file)).containsExactly(datetime(1_700_000_000, 0), datetime(1_700_000_000, 0));
        guest.ok(guest.folder, "set-times", timestamp(1, 0), timestamp(2, 0));
        assertThat(Files.getLastModifiedTime(root)).isEqualTo(FileTime.from(Instant.ofEpochSecond(2)));
        assertThat(guest.code(file, "set-times", timestamp(0, 1_000_000_000), NO_CHANGE))
                .isEqualTo("invalid");
        assertThat(guest.code(file, "set-times", timestamp(-1, 0), NO_CHANGE)).isEqualTo("overflow");
        assertThat(guest.code(file, "set-times", timestamp(Long.MAX_VALUE, 0), NO_CHANGE))
                .isEqualTo("overflow");
    }

    @Test
    void aFileThatLostItsNameStillHasDataAndSaysWhatItCant() {
        Val file = guest.create("f");
        guest.ok(file, "write", bytes("abc"), Val.u64(0));
        guest.ok(guest.folder, "unlink-file-at", Val.str("f"));
        Val other = guest.create("f");
        assertThat(guest.contents(file)).isEqualTo("abc");
        Val.RecordVal stat = (Val.RecordVal) guest.ok(file, "stat");
        assertThat(stat.fields().subList(1, 3)).containsExactly(Val.u64(0), Val.u64(3));
        assertThat(stat.fields().subList(3, 6)).containsOnly(Val.none());
        assertThat(guest.code(file, "set-times", NOW, NOW)).isEqualTo("unsupported");
        assertThat(guest.code(file, "append-via-stream")).isEqualTo("unsupported");
        assertThat(same(file, other)).isFalse();
    }

    @Test
    void tellsTheSameObjectAndHashesItsMetadata() {
        Val file = guest.create("f");
        Val again = payload(guest.open(guest.folder, "f", 0, bits(DescriptorFlag.READ)));
        Val other = guest.create("g");
        assertThat(same(file, again)).isTrue();
        assertThat(same(file, other)).isFalse();
        assertThat(same(guest.folder, file)).isFalse();
        Val before = guest.ok(file, "metadata-hash");
        assertThat(guest.ok(again, "metadata-hash")).isEqualTo(before);
        assertThat(guest.ok(guest.folder, "metadata-hash-at", new Val.FlagsVal(0), Val.str("f")))
                .isEqualTo(before);
        assertThat(guest.ok(other, "metadata-hash")).isNotEqualTo(before);
        guest.ok(file, "write", bytes("abc"), Val.u64(0));
        assertThat(guest.ok(again, "metadata-hash")).isNotEqualTo(before);
    }

    @Test
    void flagsAreThoseAskedFor() {
        guest.create("f");
        int asked = bits(DescriptorFlag.READ, DescriptorFlag.WRITE, DescriptorFlag.FILE_INTEGRITY_SYNC);
        Val file = payload(guest.open(guest.folder, "f", 0, asked | bits(DescriptorFlag.MUTATE_DIRECTORY)));
        assertThat(guest.ok(file, "get-flags")).isEqualTo(new Val.FlagsVal(asked));
        guest.ok(file, "write", bytes("synchronised"), Val.u64(0));
        guest.ok(file, "sync");
        guest.ok(file, "sync-data");
        guest.ok(guest.folder, "sync");
        guest.ok(file, "advise", Val.u64(0), Val.u64(0), new Val.EnumVal(1));
    }

    @Test
    void openFilesAreBoundedAndCountedBack() {
        List<Val> open = new ArrayList<>();
        for (int i = 0; i < OpenHandles.MAX; i++) {
            open.add(guest.create("f"));
        }
        assertThat(FolderGuest.code(guest.open(guest.folder, "f", 0, 0))).isEqualTo("insufficient-memory");
        assertThat(guest.code(guest.folder, "read-directory")).isEqualTo("insufficient-memory");
        assertThat(guest.code(open.get(0), "append-via-stream")).isEqualTo("insufficient-memory");
        open.forEach(Guest::drop);
        assertThat(guest.openHandles()).isZero();
        Guest.drop(guest.create("f"));
    }

    private Val read(Val file, long length, long offset) {
        return guest.ok(file, "read", Val.u64(length), Val.u64(offset));
    }

    private static Val chunk(String text, boolean end) {
        return Val.tuple(bytes(text), new Val.Bool(end));
    }

    private Val streamRead(Val stream, long len) {
        return guest.guest.ok("io/streams", "[method]input-stream.read", Guest.borrow(stream), Val.u64(len));
    }

    private void streamWrite(Val stream, String text) {
        assertThat(guest.guest.call(
                        "io/streams",
                        "[method]output-stream.blocking-write-and-flush",
                        Guest.borrow(stream),
                        bytes(text)))
                .isEqualTo(Val.ok());
    }

    private boolean same(Val left, Val right) {
        return ((Val.Bool) guest.call(left, "is-same-object", right)).value();
    }

    private List<Val> times(Val file) {
        return ((Val.RecordVal) guest.ok(file, "stat")).fields().subList(3, 5);
    }

    private static Val timestamp(long seconds, int nanoseconds) {
        return Val.variant(2, Val.record(Val.u64(seconds), new Val.U32(nanoseconds)));
    }

    private static Val datetime(long seconds, int nanoseconds) {
        return Val.some(Val.record(Val.u64(seconds), new Val.U32(nanoseconds)));
    }
}
