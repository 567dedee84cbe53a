package dev.kubewasm.runtime.typed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What something is called in WIT, where its Java name doesn't say it: a function, a field, a case, an enum's name. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.RECORD_COMPONENT, ElementType.TYPE, ElementType.FIELD})
public @interface WitName {
    /** The name, in kebab-case. */
    String value();
}
