package dev.kubewasm.runtime.abi;

import static org.assertj.core.api.Assertions.assertThat;

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
}
