package dev.kubewasm.runtime.wasi.filesystem;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.clocks.WallClock;
import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attributes and timestamps as component values. */
final class TimeValues {
    private static final int NO_CHANGE = 0;
    private static final int NOW = 1;

    private TimeValues() {}

    /** A {@code descriptor-stat}. */
    static Val stat(ObjectAttributes attributes) {
        return Val.record(
                EnumTypes.value(attributes.type()),
                Val.u64(attributes.links()),
                Val.u64(attributes.size()),
                optionalDatetime(attributes.accessed()),
                optionalDatetime(attributes.modified()),
                optionalDatetime(attributes.changed()));
    }

    /** A {@code datetime} can't say what was before 1970. */
    private static Val optionalDatetime(Optional<Instant> time) {
        return time.filter(t -> t.getEpochSecond() >= 0)
                .map(t -> Val.some(WallClock.datetime(t.getEpochSecond(), t.getNano())))
                .orElseGet(Val::none);
    }

    /** Two {@code new-timestamp}s, of the access first, from position {@code index} on. */
    static NewTimes newTimes(HostContext context, List<Val> args, int index) throws FilesystemException {
        FileTime now = FileTime.from(context.wallClock().instant());
        return new NewTimes(newTime(now, args.get(index)), newTime(now, args.get(index + 1)));
    }

    private static @Nullable FileTime newTime(FileTime now, Val value) throws FilesystemException {
        Val.VariantVal variant = (Val.VariantVal) value;
        return switch (variant.caseIndex()) {
            case NO_CHANGE -> null;
            case NOW -> now;
            default -> FileTime.from(instant((Val.RecordVal) variant.payload().orElseThrow()));
        };
    }

    private static Instant instant(Val.RecordVal datetime) throws FilesystemException {
        long seconds = ((Val.U64) datetime.fields().get(0)).value();
        long nanoseconds = ((Val.U32) datetime.fields().get(1)).value();
        if (nanoseconds >= 1_000_000_000) {
            throw new FilesystemException(ErrorCode.INVALID);
        }
        if (seconds < 0) {
            throw new FilesystemException(ErrorCode.OVERFLOW);
        }
        try {
            return Instant.ofEpochSecond(seconds, nanoseconds);
        } catch (DateTimeException e) {
            throw new FilesystemException(ErrorCode.OVERFLOW);
        }
    }
}
