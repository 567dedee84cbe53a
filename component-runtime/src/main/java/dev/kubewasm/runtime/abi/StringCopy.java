package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreMemory;
import org.jspecify.annotations.Nullable;

/**
 * Copies a string from one memory to another, in the encoding of that: looks through it once to check and to measure it, has the
 * target allocate what it takes there, and writes it there. Memories that are arrays are read and written where they are, others
 * by pieces: nothing is as large as the string but the string.
 */
final class StringCopy {
    /** Bytes of a piece. */
    private static final int PIECE = 8192;

    private final Side from;
    private final Side to;
    private final StringForm form;
    private final int address;
    private final int length;

    /** A string of {@code length} bytes at {@code address}, which is in bounds. */
    StringCopy(Side from, StringForm form, int address, int length, Side to) {
        this.from = from;
        this.to = to;
        this.form = form;
        this.address = address;
        this.length = length;
    }

    /** Some whole characters of a string. */
    private interface Piece {
        void take(byte[] bytes, int start, int end);
    }

    /** Makes the copy; returns address and length. */
    long run() {
        StringExtent extent = new StringExtent();
        eachPiece(length, (bytes, start, end) -> {
            StringCodec.checkEncoding(from, form, bytes, start, end - start);
            extent.add(form, bytes, start, end);
        });
        StringForm target = StringForm.in(to.encoding(), extent.isLatin1());
        long size = extent.bytes(target);
        int at = StringCodec.allocate(to, size);
        if (target == form) {
            from.memory().copyTo(address, to.memory(), at, length);
        } else {
            write(target, at);
        }
        return PairCodec.pair(at, StringCodec.lengthWord(to, target, (int) size));
    }

    private void write(StringForm target, int at) {
        CoreMemory memory = to.memory();
        // Looked for only now: allocating may have made the memory another array.
        byte[] array = memory.array();
        int[] next = {at};
        if (array != null) {
            eachPiece(
                    length,
                    (bytes, start, end) ->
                            next[0] = Transcoding.write(form, bytes, start, end, target, array, next[0]));
        } else {
            byte[] buffer = new byte[Transcoding.most(form, Math.min(length, PIECE))];
            eachPiece(PIECE, (bytes, start, end) -> {
                int written = Transcoding.write(form, bytes, start, end, target, buffer, 0);
                memory.write(next[0], buffer, 0, written);
                next[0] += written;
            });
        }
    }

    /** {@code most} bytes at a time of a string in an array; where it is copied out, {@link #PIECE} at most. */
    private void eachPiece(int most, Piece piece) {
        CoreMemory memory = from.memory();
        byte @Nullable [] array = memory.array();
        byte[] bytes = array != null ? array : new byte[Math.min(length, PIECE)];
        int size = array != null ? most : PIECE;
        for (int done = 0; done < length; ) {
            int count = Math.min(size, length - done);
            int start = 0;
            if (array != null) {
                start = address + done;
            } else {
                memory.read(address + done, bytes, 0, count);
            }
            int end = done + count == length ? start + count : wholeCharacters(bytes, start + count);
            piece.take(bytes, start, end);
            done += end - start;
        }
    }

    /**
     * Where a piece that goes on behind {@code end} is best cut. Of text that isn't well-formed one of the pieces isn't either,
     * wherever they are cut.
     */
    private int wholeCharacters(byte[] bytes, int end) {
        return switch (form) {
            case LATIN1 -> end;
            case UTF16 -> Character.isHighSurrogate(Unicode.unit(bytes, end - 2)) ? end - 2 : end;
            case UTF8 -> {
                int cut = end;
                while (cut > end - 3 && (bytes[cut - 1] & 0xc0) == 0x80) {
                    cut--;
                }
                yield (bytes[cut - 1] & 0xff) >= 0xc0 ? cut - 1 : end;
            }
        };
    }
}
