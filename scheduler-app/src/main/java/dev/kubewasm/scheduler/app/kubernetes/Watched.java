package dev.kubewasm.scheduler.app.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/**
 * The objects of one kind, watched.
 *
 * @param informer not started yet
 * @param objects its store
 */
record Watched<T extends HasMetadata>(SharedIndexInformer<T> informer, ToldObjects<T> objects) {
    Watched {
        informer.itemStore(objects);
    }
}
