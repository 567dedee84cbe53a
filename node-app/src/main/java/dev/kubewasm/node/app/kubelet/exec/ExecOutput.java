package dev.kubewasm.node.app.kubelet.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kubewasm.node.ContainerCall.Answer;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** What a call by exec comes to on its streams: as a program prints its result, or what is wrong, and exits. */
final class ExecOutput {
    /** A shell's, for a command that isn't there. */
    private static final int NO_SUCH_COMMAND = 127;

    private ExecOutput() {}

    /**
     * The bytes for each stream.
     *
     * @param wanted those that the caller takes, {@link ExecStream#ERROR} among them; what would go to standard error goes to
     *     standard output where that is all there is, as on a terminal
     */
    static Map<ExecStream, byte[]> of(Answer answer, Set<ExecStream> wanted) {
        Map<ExecStream, byte[]> output = new EnumMap<>(ExecStream.class);
        ExecStream to =
                answer.returned() || !wanted.contains(ExecStream.STDERR) ? ExecStream.STDOUT : ExecStream.STDERR;
        String text = text(answer);
        if (wanted.contains(to) && !text.isEmpty()) {
            output.put(to, (text + "\n").getBytes(UTF_8));
        }
        output.put(ExecStream.ERROR, Serialization.asJson(status(answer)).getBytes(UTF_8));
        return output;
    }

    private static String text(Answer answer) {
        return switch (answer.ending()) {
            case PASSED, FAILED, BROKE -> answer.text();
            case NOT_EXPORTED ->
                "not for components, which have no processes and no shell, but for the functions they export: "
                        + answer.text();
            // The status has it.
            case NOT_RUNNING -> "";
        };
    }

    private static Status status(Answer answer) {
        return switch (answer.ending()) {
            case PASSED -> new StatusBuilder().withStatus("Success").build();
            case FAILED, BROKE -> exited(1);
            case NOT_EXPORTED -> exited(NO_SUCH_COMMAND);
            case NOT_RUNNING ->
                new StatusBuilder()
                        .withStatus("Failure")
                        .withReason("InternalError")
                        .withMessage(answer.text())
                        .withCode(500)
                        .build();
        };
    }

    private static Status exited(int code) {
        return new StatusBuilder()
                .withStatus("Failure")
                .withReason("NonZeroExitCode")
                .withMessage("command terminated with non-zero exit code")
                .withNewDetails()
                .addNewCause(null, String.valueOf(code), "ExitCode")
                .endDetails()
                .build();
    }
}
