package dev.kubewasm.runtime.typed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which WIT interface a Java interface stands for. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WitInterface {
    /** Its name, with the version if it has one: {@code example:pricing/catalog@1.0.0}. */
    String value();
}
