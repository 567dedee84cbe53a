package dev.kubewasm.runtime.typed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Of {@code byte}, {@code short}, {@code int} and {@code long}: the bits are those of {@code u8}, {@code u16}, {@code u32} and {@code u64}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Unsigned {}
