package dev.kubewasm.deployment;

import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platforms that an image is for, as {@code OS/ARCH}: the programs run on each that their base image has. */
final class ImagePlatforms {
    /** Those of an image that is pushed, unless others are named. */
    static final List<String> PUSHED = List.of("linux/amd64", "linux/arm64");

    /** That of an image in a file, unless another is named. */
    static final List<String> IN_A_FILE = List.of("linux/amd64");

    private static final Pattern PLATFORM = Pattern.compile("([a-z0-9]+)/([a-z0-9]+)");

    private ImagePlatforms() {}

    /**
     * Those that {@code names} name.
     *
     * @throws IllegalArgumentException if one is no platform
     */
    static Set<Platform> parse(List<String> names) {
        Set<Platform> platforms = new LinkedHashSet<>();
        for (String name : names) {
            Matcher parts = PLATFORM.matcher(name);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "--platform " + name + ": write OS/ARCH, for example linux/arm64 or linux/riscv64");
            }
            platforms.add(new Platform(parts.group(2), parts.group(1)));
        }
        return platforms;
    }
}
