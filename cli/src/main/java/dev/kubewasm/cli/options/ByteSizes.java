package dev.kubewasm.cli.options;

import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of bytes as Kubernetes writes them: {@code 65536}, {@code 64Mi}, {@code 2Gi}, {@code 100M}. */
public final class ByteSizes implements ITypeConverter<Long> {
    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,18})(|k|M|G|Ki|Mi|Gi)");
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L, "k", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L, "Ki", 1L << 10, "Mi", 1L << 20, "Gi", 1L << 30);

    @Override
    public Long convert(String text) {
        Matcher m = SYNTAX.matcher(text);
        if (!m.matches()) {
            throw new TypeConversionException("'" + text + "' is not a number of bytes such as 65536, 64Mi or 2Gi");
        }
        BigInteger bytes = new BigInteger(m.group(1)).multiply(BigInteger.valueOf(UNITS.getOrDefault(m.group(2), 1L)));
        return bytes.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }
}
