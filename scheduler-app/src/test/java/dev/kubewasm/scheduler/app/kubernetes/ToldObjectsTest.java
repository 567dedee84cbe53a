package dev.kubewasm.scheduler.app.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.scheduler.app.kubernetes.ToldObjects.News;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ToldObjectsTest {
    private final ToldObjects<Pod> objects =
            new ToldObjects<>(Pod::new, (whole, remains) -> remains.setStatus(whole.getStatus()));

    @Test
    @DisplayName("an object is whole until it was told, then what tells it from others and what is to be kept")
    void keepsIdentity() {
        Pod pod = pod("web", "1");

        assertThat(put(pod)).isNull();
        assertThat(objects.news(pod)).isEqualTo(new News.Changed<>(pod));
        assertThat(objects.get("default/web")).isSameAs(pod);

        objects.told(pod);

        assertThat(objects.news(pod)).isEqualTo(new News.None<>());
        Pod remains = Objects.requireNonNull(objects.get("default/web"));
        assertThat(remains)
                .isEqualTo(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("web")
                        .withUid("uid of web")
                        .withResourceVersion("1")
                        .endMetadata()
                        .withStatus(pod.getStatus())
                        .build());
        assertThat(objects.values()).containsExactly(remains);
        assertThat(objects.keySet()).containsExactly("default/web");
        assertThat(objects.size()).isOne();
    }

    @Test
    @DisplayName("a newer version is news, and the informer is given the version that was told")
    void newerIsNews() {
        Pod first = pod("web", "1");
        put(first);
        objects.told(first);
        Pod second = pod("web", "2");

        assertThat(Objects.requireNonNull(put(second)).getMetadata().getResourceVersion())
                .isEqualTo("1");
        assertThat(objects.news(first)).isEqualTo(new News.Changed<>(second));
    }

    @Test
    @DisplayName("what was told is no news when it is listed again, of which the informer says nothing")
    void listedAgain() {
        Pod pod = pod("web", "1");
        put(pod);
        objects.told(pod);

        put(pod("web", "1"));

        assertThat(objects.news(pod)).isEqualTo(new News.None<>());
        assertThat(Objects.requireNonNull(objects.get("default/web")).getSpec()).isNull();
    }

    @Test
    @DisplayName("what is listed again while it is told is told then")
    void listedAgainWhileTelling() {
        Pod pod = pod("web", "1");
        put(pod);
        put(pod("web", "1"));

        objects.told(pod);

        assertThat(objects.news(pod)).isEqualTo(new News.None<>());
    }

    @Test
    @DisplayName("what came while an older version was told is still to be told")
    void newerWhileTelling() {
        Pod first = pod("web", "1");
        put(first);
        Pod second = pod("web", "2");
        put(second);

        objects.told(first);

        assertThat(objects.news(first)).isEqualTo(new News.Changed<>(second));
    }

    @Test
    @DisplayName("what was removed is gone, also while it was told, and comes anew")
    void removed() {
        Pod pod = pod("web", "1");
        put(pod);

        assertThat(objects.remove("default/web")).isSameAs(pod);
        objects.told(pod);

        assertThat(objects.news(pod)).isEqualTo(new News.Gone<>());
        assertThat(objects.get("default/web")).isNull();
        assertThat(objects.remove("default/web")).isNull();
        Pod again = pod("web", "1");
        put(again);
        assertThat(objects.news(pod)).isEqualTo(new News.Changed<>(again));
    }

    @Test
    @DisplayName("whatever happens, in the end the newest version of each was told last, once")
    void toldLast() {
        Random random = new Random(7);
        Map<String, String> is = new TreeMap<>();
        Map<String, String> told = new TreeMap<>();
        for (int version = 0; version < 10_000; version++) {
            String name = "pod-" + random.nextInt(20);
            switch (random.nextInt(3)) {
                case 0 -> {
                    put(pod(name, Integer.toString(version)));
                    is.put(name, Integer.toString(version));
                }
                case 1 -> {
                    objects.remove("default/" + name);
                    is.remove(name);
                }
                default -> tell(name, told);
            }
        }
        for (int i = 0; i < 20; i++) {
            tell("pod-" + i, told);
            assertThat(objects.news(pod("pod-" + i, "")))
                    .isEqualTo(is.containsKey("pod-" + i) ? new News.None<>() : new News.Gone<>());
        }
        assertThat(told).isEqualTo(is);
    }

    private void tell(String name, Map<String, String> told) {
        switch (objects.news(pod(name, ""))) {
            case News.Gone<Pod> _ -> told.remove(name);
            case News.None<Pod> _ ->
                assertThat(told)
                        .containsEntry(
                                name,
                                Objects.requireNonNull(objects.get("default/" + name))
                                        .getMetadata()
                                        .getResourceVersion());
            case News.Changed<Pod>(Pod pod) -> {
                told.put(name, pod.getMetadata().getResourceVersion());
                objects.told(pod);
            }
        }
    }

    private @Nullable Pod put(Pod pod) {
        return objects.put(Cache.metaNamespaceKeyFunc(pod), pod);
    }

    private static Pod pod(String name, String version) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .withUid("uid of " + name)
                .withResourceVersion(version)
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("kube-wasm")
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build();
    }
}
