package dev.kubewasm.deployment;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds an image of one of Kube-Wasm's programs, as a file or into a registry. Exit code 2: it can't be built. */
@Command(
        name = "scripts/build-image",
        description = "Builds a container image of one of Kube-Wasm's programs; needs no Docker daemon.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Main implements Callable<Integer> {
    private final Path root;

    @Parameters(
            index = "0",
            paramLabel = "PROGRAM",
            description = "What to build an image of: ${COMPLETION-CANDIDATES}.")
    private @Nullable Program program;

    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            defaultValue = "eclipse-temurin:25-jre",
            description = "The image to build on, with Java 25; `scratch` for nothing. Default: ${DEFAULT-VALUE}.")
    private String base = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The image's name and tag. Default: the program's, tag 0.1.0-SNAPSHOT.")
    private @Nullable String name;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            split = ",",
            description = "What it is for; the base image must have it. A registry takes several, a file one."
                    + " Default: linux/amd64,linux/arm64 pushed, linux/amd64 in a file.")
    private List<String> platforms = List.of();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private @Nullable Target target;

    /** Where the image goes. */
    private static final class Target {
        @Option(
                names = "--tar",
                paramLabel = "FILE",
                description = "Write it to a file, for `docker load`, `podman load` or `ctr images import`.")
        private @Nullable Path tar;

        @Option(
                names = "--push",
                description = "Push it to the registry that NAME names, with the login of `docker login`.")
        private boolean push;
    }

    private Main(Path root) {
        this.root = root;
    }

    /** Runs the command; the working directory is the project's. */
    public static void main(String[] args) {
        System.exit(command(Path.of("")).execute(args));
    }

    static CommandLine command(Path root) {
        return new CommandLine(new Main(root))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println(command.getCommandName() + ": " + e.getMessage());
                    return CommandLine.ExitCode.USAGE;
                });
    }

    @Override
    public Integer call()
            throws IOException, InvalidImageReferenceException, InterruptedException, ExecutionException,
                    RegistryException, CacheDirectoryCreationException {
        Program what = Objects.requireNonNull(program);
        Target where = Objects.requireNonNull(target);
        ImageReference reference = ImageReference.parse(name == null ? what.imageName() + ":0.1.0-SNAPSHOT" : name);
        JibContainer built = AppImage.of(what, what.folder(root), base, platforms(where))
                .containerize(containerizer(where, reference)
                        .setOfflineMode(base.equals(AppImage.SCRATCH) && where.tar != null)
                        .setToolName("kube-wasm"));
        System.out.println(reference + " " + built.getImageId() + (where.tar == null ? "" : " in " + where.tar));
        return CommandLine.ExitCode.OK;
    }

    private Set<Platform> platforms(Target where) {
        if (platforms.isEmpty()) {
            return ImagePlatforms.parse(where.tar == null ? ImagePlatforms.PUSHED : ImagePlatforms.IN_A_FILE);
        }
        if (where.tar != null && platforms.size() > 1) {
            throw new IllegalArgumentException(
                    "--platform " + String.join(",", platforms) + ": a file holds the image of one platform");
        }
        return ImagePlatforms.parse(platforms);
    }

    private static Containerizer containerizer(Target where, ImageReference reference) {
        if (where.tar != null) {
            return Containerizer.to(TarImage.at(where.tar).named(reference));
        }
        if (!where.push) {
            throw new IllegalArgumentException("--push=false says nowhere to put the image: name a file with --tar");
        }
        return Containerizer.to(RegistryImage.named(reference)
                .addCredentialRetriever(CredentialRetrieverFactory.forImage(reference, event -> {})
                        .dockerConfig()));
    }
}
