package dev.kubewasm.cli.wast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.cli.wast.ScriptCommand.Action;
import dev.kubewasm.cli.wast.ScriptCommand.Binary;
import dev.kubewasm.cli.wast.ScriptCommand.Check;
import dev.kubewasm.cli.wast.ScriptCommand.Stage;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads scripts. Everything they say of how to run is checked here, the binaries they name are there afterwards. */
final class ScriptReader {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String file;
    private final Path folder;

    private ScriptReader(Path path) {
        this.file = path.toString();
        this.folder = path.resolveSibling("");
    }

    /**
     * The script at {@code path}.
     *
     * @throws UnusableScriptException if there is none, or none that can be run
     */
    static Script read(Path path) throws UnusableScriptException {
        return new ScriptReader(path).script(json(path));
    }

    private static JsonNode json(Path path) throws UnusableScriptException {
        if (!Files.isRegularFile(path)) {
            throw new UnusableScriptException(path + ": there is no such file");
        }
        try {
            return JSON.readTree(ComponentDecoder.read(path));
        } catch (JsonProcessingException e) {
            throw new UnusableScriptException("%s:%d:%d: is no JSON: %s"
                    .formatted(
                            path, e.getLocation().getLineNr(), e.getLocation().getColumnNr(), e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UnusableScriptException(path + ": " + e.getMessage());
        }
    }

    private Script script(JsonNode root) throws UnusableScriptException {
        Fields fields = Fields.of(file, "$", root);
        List<ScriptCommand> commands = new ArrayList<>();
        for (Fields command : fields.list("commands")) {
            commands.add(command(command));
        }
        return new Script(file, fields.optionalText("source_filename").orElse(file), commands);
    }

    private ScriptCommand command(Fields c) throws UnusableScriptException {
        int line = c.line();
        String type = c.text("type");
        return switch (type) {
            case "module" -> new ScriptCommand.Load(line, c.optionalText("name"), binary(c));
            case "module_definition" -> new ScriptCommand.Define(line, c.optionalText("name"), binary(c));
            case "module_instance" ->
                new ScriptCommand.Instantiate(line, c.optionalText("instance"), c.optionalText("module"));
            case "register" -> new ScriptCommand.Register(line, c.optionalText("name"), c.text("as"));
            case "action" -> new ScriptCommand.Act(line, action(c), new Check.Returns());
            case "assert_return" ->
                new ScriptCommand.Act(line, action(c), new Check.ReturnsValues(constants(c, "expected")));
            case "assert_trap" ->
                new ScriptCommand.Act(line, action(c), new Check.Traps(type, ExpectedTrap.of(text(c))));
            case "assert_exhaustion" ->
                new ScriptCommand.Act(line, action(c), new Check.Traps(type, ExpectedTrap.exhaustion(text(c))));
            case "assert_exception" ->
                new ScriptCommand.Act(line, action(c), new Check.Traps(type, ExpectedTrap.exception()));
            case "assert_malformed" -> refuse(c, Stage.DECODING);
            case "assert_invalid" -> refuse(c, Stage.VALIDATION);
            case "assert_unlinkable" -> refuse(c, Stage.LINKING);
            case "assert_uninstantiable" -> refuse(c, Stage.INSTANTIATION);
            case "thread", "wait" -> new ScriptCommand.Unsupported(line, type, "threads");
            case "assert_suspension" -> new ScriptCommand.Unsupported(line, type, "stack switching");
            case "assert_malformed_custom", "assert_invalid_custom" ->
                new ScriptCommand.Unsupported(line, type, "annotations of custom sections");
            default -> throw c.problem("type", "`" + type + "` is no command");
        };
    }

    private static String text(Fields command) throws UnusableScriptException {
        return command.optionalText("text").orElse("");
    }

    private ScriptCommand refuse(Fields command, Stage stage) throws UnusableScriptException {
        return new ScriptCommand.Refuse(command.line(), stage, binary(command), ExpectedTrap.of(text(command)));
    }

    private Binary binary(Fields command) throws UnusableScriptException {
        String kind = command.text("module_type");
        return switch (kind) {
            case "binary" -> new Binary(Optional.of(file(command, "filename")));
            case "text" ->
                new Binary(
                        command.optionalText("binary_filename").isPresent()
                                ? Optional.of(file(command, "binary_filename"))
                                : Optional.empty());
            default -> throw command.problem("module_type", "must be binary or text, not `" + kind + "`");
        };
    }

    private Path file(Fields command, String field) throws UnusableScriptException {
        String name = command.text(field);
        try {
            Path path = folder.resolve(name);
            if (!Files.isRegularFile(path)) {
                throw command.problem(field, "there is no file " + path);
            }
            return path;
        } catch (InvalidPathException e) {
            throw command.problem(field, "`" + name + "` is no file name");
        }
    }

    private Action action(Fields command) throws UnusableScriptException {
        Fields action = command.inner("action");
        String type = action.text("type");
        Optional<String> module = action.optionalText("module");
        return switch (type) {
            case "invoke" -> new Action.Invoke(module, action.text("field"), constants(action, "args"));
            case "get" -> new Action.Get(module, action.text("field"));
            default -> throw action.problem("type", "`" + type + "` is no action");
        };
    }

    private static List<Constant> constants(Fields in, String field) throws UnusableScriptException {
        List<Constant> all = new ArrayList<>();
        for (Fields constant : in.list(field)) {
            all.add(new Constant(constant.text("type"), constant.object()));
        }
        return all;
    }
}
