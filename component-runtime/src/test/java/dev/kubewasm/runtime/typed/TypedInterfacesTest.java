package dev.kubewasm.runtime.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.LinkException;
import dev.kubewasm.runtime.TestComponents;
import dev.kubewasm.runtime.TestEngine;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostInterfaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A Java object is what a component imports, and another what it exports: values go through the component both ways. */
@ParameterizedClass
@EnumSource(TestEngine.class)
class TypedInterfacesTest {
    private final TestComponents components;

    TypedInterfacesTest(TestEngine engine) {
        this.components = TestComponents.on(engine);
    }

    private ComponentInstance keeper(HostInterface zoo) {
        return components.instantiate("keeper", components.compile("zoo"), HostInterfaces.of(List.of(zoo)));
    }

    private static Zoo.Animal animal(
            Optional<Integer> maybe, Result<String, Short> outcome, Result<Nothing, String> done) {
        return new Zoo.Animal(
                true,
                (byte) -1,
                (byte) 0xff,
                Short.MIN_VALUE,
                (short) 0xffff,
                -2,
                0xffff_fffe,
                Long.MIN_VALUE,
                -1L,
                1.5f,
                Double.NEGATIVE_INFINITY,
                0x1f418,
                "elephant \u00fc",
                new byte[] {1, -1},
                List.of("a", ""),
                maybe,
                outcome,
                done,
                new Zoo.Pair((short) 0x8000, "pair"),
                Zoo.Size.EXTRA_LARGE,
                Set.of(Zoo.Rights.READ, Zoo.Rights.RUN),
                List.of(new Zoo.Shape.Circle(2.5), new Zoo.Shape.Point(), new Zoo.Shape.Named("n")));
    }

    /** Supplies what the component passes on. */
    private static final class Keeper implements Zoo {
        private final List<Zoo.Animal> seen = new ArrayList<>();
        private int ticks;

        @Override
        public Zoo.Animal same(Zoo.Animal animal) {
            seen.add(animal);
            return animal;
        }

        @Override
        public void tick() {
            ticks++;
        }
    }

    @Test
    void aValueOfEveryTypeGoesThroughTheComponentAndBack() {
        Keeper keeper = new Keeper();
        Zoo zoo = TypedExports.of(keeper(TypedHost.of(Zoo.class, keeper)), Zoo.class);
        List<Zoo.Animal> animals = List.of(
                animal(Optional.empty(), Result.ok("fine"), Result.ok()),
                animal(Optional.of(-7), Result.err((short) 0xfffe), Result.err("late")));
        for (Zoo.Animal animal : animals) {
            Zoo.Animal back = zoo.same(animal);

            assertThat(keeper.seen.removeLast()).usingRecursiveComparison().isEqualTo(animal);
            assertThat(back).usingRecursiveComparison().isEqualTo(animal);
        }
        zoo.tick();
        zoo.tick();
        assertThat(keeper.ticks).isEqualTo(2);
        assertThat(zoo.toString()).isEqualTo("keeper");
        Set<Object> set = Set.of(zoo, keeper);
        assertThat(set.contains(zoo)).isTrue();
        assertThat(zoo).isNotEqualTo(keeper);
    }

    @WitInterface("kube:test/zoo@0.2.0")
    interface WithContext {
        Zoo.Animal same(HostContext context, Zoo.Animal animal);

        void tick(HostContext context);
    }

    @Test
    void aMethodMayAskForTheContextOfTheCaller() {
        List<HostContext> contexts = new ArrayList<>();
        ComponentInstance keeper = keeper(TypedHost.of(WithContext.class, new WithContext() {
            @Override
            public Zoo.Animal same(HostContext context, Zoo.Animal animal) {
                throw new IllegalStateException("no animals");
            }

            @Override
            public void tick(HostContext context) {
                contexts.add(context);
            }
        }));
        Zoo zoo = TypedExports.of(keeper, Zoo.class);
        zoo.tick();
        assertThat(contexts).hasSize(1).doesNotContainNull();

        WithContext wrong = TypedExports.of(keeper, WithContext.class);
        assertThatThrownBy(() -> wrong.tick(contexts.getFirst()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it takes a context");

        assertThatThrownBy(() -> zoo.same(animal(Optional.empty(), Result.ok(""), Result.ok())))
                .isInstanceOf(Trap.class)
                .hasMessageContaining("no animals");
    }

    @WitInterface("kube:test/zoo@0.2.0")
    interface Other {
        record Beast(boolean tame, @Unsigned byte minus) {}

        Zoo.Animal same(Beast animal);

        void tick();
    }

    @Test
    void otherTypesAreRefusedWithThePathToTheDifference() {
        Other other = new Other() {
            @Override
            public Zoo.Animal same(Beast animal) {
                throw new AssertionError();
            }

            @Override
            public void tick() {
                throw new AssertionError();
            }
        };
        assertThatThrownBy(() -> keeper(TypedHost.of(Other.class, other)))
                .isInstanceOf(LinkException.class)
                .hasMessage("import kube:test/zoo@0.2.0 › function same › parameter animal: "
                        + "expected field octet, found no field there");
        ComponentInstance keeper = keeper(TypedHost.of(Zoo.class, new Keeper()));
        assertThatThrownBy(() -> TypedExports.of(keeper, Other.class))
                .isInstanceOf(LinkException.class)
                .hasMessage("import kube:test/zoo@0.2.0 › function same › parameter p0: "
                        + "expected no field there, found field octet");
    }

    @WitInterface("kube:test/zoo@0.2.0")
    interface Bigger {
        void tick();

        void tock();
    }

    @WitInterface("kube:test/zoo@0.3.0")
    interface Newer {
        void tick();
    }

    @Test
    void whatTheComponentLacksIsNamed() {
        ComponentInstance keeper = keeper(TypedHost.of(Zoo.class, new Keeper()));
        assertThatThrownBy(() -> TypedExports.of(keeper, Bigger.class))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("has no function tock");
        assertThatThrownBy(() -> TypedExports.of(keeper, Newer.class))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("exports no kube:test/zoo@0.3.0");
    }
}
