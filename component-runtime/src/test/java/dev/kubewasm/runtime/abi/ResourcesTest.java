package dev.kubewasm.runtime.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostObject;
import dev.kubewasm.runtime.host.HostResourceType;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.value.Val;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private final InstanceStore provider = new InstanceStore("catalog", InstanceLimits.DEFAULT);
    private final InstanceStore consumer = new InstanceStore("calculator", InstanceLimits.DEFAULT);

    @Test
    void aDropThatWaitsForAProviderDoesNothingWhenThatGoes() throws Exception {
        List<Integer> destroyed = new ArrayList<>();
        CoreFunction destructor = args -> {
            destroyed.add((int) args[0]);
            return LiftedFunction.noWords();
        };
        ResourceType item = ResourceType.ofGuest("item", provider.newScope(Optional.empty()), Optional.of(destructor));
        InstanceScope holder = consumer.newScope(Optional.empty());
        int handle = holder.handles().add(ResourceHandle.own(item, 5, Optional.empty()));

        provider.acquire(Optional.empty());
        ResourceTable types = new ResourceTable(1);
        types.set(0, item);
        FutureTask<long[]> drop = new FutureTask<>(
                () -> ResourceBuiltins.drop(holder, types, 0, Optional.empty()).call(handle));
        Thread dropping = Thread.ofPlatform().start(drop);
        while (dropping.getState() != Thread.State.TIMED_WAITING && dropping.isAlive()) {
            Thread.onSpinWait();
        }
        provider.poison(new Trap(Trap.Kind.UNREACHABLE, "unreachable"));
        provider.release();

        assertThat(drop.get()).isEmpty();
        assertThat(destroyed).isEmpty();
    }

    @Test
    void aDestructorOfTheHostThatFailsKeepsNoOtherFromRunningAtTheEnd() {
        List<Object> destroyed = new ArrayList<>();
        HostResourceType<String> file = HostResourceType.of("file", String.class, name -> {
            destroyed.add(name);
            if (name.equals("first")) {
                throw new IllegalStateException("disk full");
            }
        });
        ResourceType type = ResourceType.ofHost(file);
        InstanceScope holder = consumer.newScope(Optional.empty());
        for (String name : List.of("first", "second")) {
            HostObject object = (HostObject) ((Val.Own) file.own(name)).resource();
            holder.handles().add(ResourceHandle.own(type, 0, Optional.of(object)));
        }
        consumer.close();
        assertThat(destroyed).containsExactly("first", "second");
    }

    /** A component with components inside has a table of handles for each. */
    @Test
    void handlesAreCountedOverAllTablesOfAnInstance() {
        InstanceStore store = new InstanceStore("hoarder", new InstanceLimits(1 << 20, 0, 100));
        List<InstanceScope> scopes =
                Stream.generate(() -> store.newScope(Optional.empty())).limit(4).toList();
        ResourceType item = ResourceType.ofGuest("item", scopes.getFirst(), Optional.empty());
        for (int i = 0; i < 100; i++) {
            scopes.get(i % 4).handles().add(handle(item));
        }
        assertThatThrownBy(() -> scopes.getLast().handles().add(handle(item)))
                .isInstanceOf(Trap.class)
                .hasMessage("more than 100 handles");
        scopes.getLast().handles().remove(3, item);
        assertThat(scopes.getLast().handles().add(handle(item))).isEqualTo(3);
    }

    @Test
    void handlesCountToTheMemoryOfAnInstance() {
        int memory = 1 << 16;
        InstanceStore store = new InstanceStore("hoarder", new InstanceLimits(memory, 0, Integer.MAX_VALUE));
        ResourceType item = ResourceType.ofGuest("item", store.newScope(Optional.empty()), Optional.empty());
        int handles = 0;
        for (int i = 0; i < 4; i++) {
            handles += fill(store.newScope(Optional.empty()).handles(), item);
        }
        // Some 64 bytes each, but for the first few of each table.
        assertThat(handles).isBetween(memory / 64 / 2, memory / 64 + 4 * 8);
        assertThat(store.budget().memoryBytes()).isBetween(memory / 2L, (long) memory);
    }

    private static ResourceHandle handle(ResourceType type) {
        return ResourceHandle.own(type, 0, Optional.empty());
    }

    /** Adds handles until that traps; how many. */
    private static int fill(HandleTable handles, ResourceType type) {
        for (int count = 0; ; count++) {
            try {
                handles.add(handle(type));
            } catch (Trap e) {
                assertThat(e).hasMessage("no memory for more handles: the limit is 65536 bytes");
                return count;
            }
        }
    }
}
