package dev.kubewasm.runtime.engine.endive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.PassiveDataSegment;

class DataImageTest {
    private static final int SIZE = 65536;

    private static DataSegment at(OpCode how, long offset, int memory, byte[] data) {
        return new ActiveDataSegment(
                memory,
                List.of(new Instruction(0, how, new long[] {offset}), new Instruction(0, OpCode.END, new long[0])),
                data);
    }

    /** Overlapping, adjacent, empty and far apart; some of another memory, and some passive. */
    private static List<DataSegment> segments(Random random) {
        List<DataSegment> segments = new ArrayList<>();
        int count = 16 + random.nextInt(200);
        int range = random.nextBoolean() ? SIZE : 2000;
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[random.nextInt(50)];
            random.nextBytes(data);
            int memory = random.nextInt(8) == 0 ? 1 : 0;
            segments.add(
                    random.nextInt(10) == 0
                            ? new PassiveDataSegment(data)
                            : at(OpCode.I32_CONST, random.nextInt(range - data.length + 1), memory, data));
        }
        return segments;
    }

    private static byte[] oneByOne(List<DataSegment> segments, int memory) {
        byte[] bytes = new byte[SIZE];
        for (DataSegment segment : segments) {
            if (segment instanceof ActiveDataSegment active && active.index() == memory) {
                int offset = (int) active.offsetInstructions().getFirst().operand(0);
                System.arraycopy(active.data(), 0, bytes, offset, active.data().length);
            }
        }
        return bytes;
    }

    @Test
    void anImageIsWhatTheSegmentsMakeOneByOne() {
        int images = 0;
        for (int seed = 0; seed < 300; seed++) {
            List<DataSegment> segments = segments(new Random(seed));
            Optional<DataImage> image = DataImage.of(segments.toArray(DataSegment[]::new), 0);
            if (image.isPresent()) {
                images++;
                byte[] memory = new byte[SIZE];
                assertThat(image.get().fits(SIZE)).isTrue();
                image.get().writeTo(memory);
                assertThat(memory).as("seed %s", seed).isEqualTo(oneByOne(segments, 0));
            }
        }
        assertThat(images).isGreaterThan(200);
    }

    @Test
    void thereIsNoneOfFewSegmentsOrOffsetsThatAreNotConstant() {
        List<DataSegment> segments = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            segments.add(at(OpCode.I32_CONST, i, 0, new byte[] {1}));
        }
        assertThat(DataImage.of(segments.toArray(DataSegment[]::new), 0)).isEmpty();
        segments.add(at(OpCode.I32_CONST, 15, 0, new byte[] {1}));
        assertThat(DataImage.of(segments.toArray(DataSegment[]::new), 0)).isPresent();
        segments.add(at(OpCode.GLOBAL_GET, 0, 0, new byte[] {1}));
        assertThat(DataImage.of(segments.toArray(DataSegment[]::new), 0)).isEmpty();
    }

    @Test
    void whatEndsBeyondAMemoryDoesNotFit() {
        List<DataSegment> segments = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            segments.add(at(OpCode.I32_CONST, 10L * i, 0, new byte[] {1}));
        }
        segments.add(at(OpCode.I32_CONST, SIZE - 1, 0, new byte[] {1, 2}));
        DataImage image = DataImage.of(segments.toArray(DataSegment[]::new), 0).orElseThrow();
        assertThat(image.fits(SIZE)).isFalse();
        assertThat(image.fits(SIZE + 1)).isTrue();
        segments.add(at(OpCode.I32_CONST, 0xffff_ffffL, 0, new byte[] {1}));
        assertThat(DataImage.of(segments.toArray(DataSegment[]::new), 0)).isEmpty();
    }
}
