/**
 * WIT interfaces as Java interfaces: what the host supplies is an object of such an interface, and what a component exports
 * is called through one. The types are derived from the Java types and compared with the component's when it is linked.
 *
 * <table>
 * <caption>Java types and what they stand for</caption>
 * <tr><th>Java</th><th>WIT</th></tr>
 * <tr><td>{@code boolean, byte, short, int, long, float, double, String}</td><td>{@code bool, s8, s16, s32, s64, f32, f64, string}</td></tr>
 * <tr><td>{@code @Unsigned byte, short, int, long}</td><td>{@code u8, u16, u32, u64}: the bits, as in {@link java.lang.Integer#toUnsignedLong}</td></tr>
 * <tr><td>{@code @CodePoint int}</td><td>{@code char}</td></tr>
 * <tr><td>{@code byte[]}, {@code List<T>}, {@code Map<K, V>}</td><td>{@code list<u8>}, {@code list<T>}, {@code map<K, V>}</td></tr>
 * <tr><td>{@code Optional<T>}, {@link dev.kubewasm.runtime.typed.Result}{@code <T, E>}</td><td>{@code option<T>}, {@code result<T, E>}; {@link dev.kubewasm.runtime.typed.Nothing} for {@code _}</td></tr>
 * <tr><td>a record; one that is {@link dev.kubewasm.runtime.typed.WitTuple}</td><td>{@code record}, {@code tuple}</td></tr>
 * <tr><td>an enum {@code E}; {@code Set<E>}</td><td>{@code enum}, {@code flags}</td></tr>
 * <tr><td>a sealed interface of records, each with one component or none</td><td>{@code variant}</td></tr>
 * </table>
 *
 * <p>Names in camel case and in capitals become kebab-case; {@link dev.kubewasm.runtime.typed.WitName} says otherwise.
 * Resources, and lists of fixed length, are passed by {@link dev.kubewasm.runtime.value.Val}.
 */
@NullMarked
package dev.kubewasm.runtime.typed;

import org.jspecify.annotations.NullMarked;
