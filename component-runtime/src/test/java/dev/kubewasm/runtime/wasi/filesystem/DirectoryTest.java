package dev.kubewasm.runtime.wasi.filesystem;

import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.FOLLOW;
import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.KEEP;
import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.bits;
import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.code;
import static dev.kubewasm.runtime.wasi.filesystem.FolderGuest.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostContext.Preopen;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names: opening, making, removing, listing, linking, and what a path may not do. */
class DirectoryTest {
    @TempDir
    private Path temp;

    private Path root;
    private FolderGuest guest;

    @BeforeEach
    void give() throws IOException {
        root = Files.createDirectory(temp.resolve("root"));
        Files.writeString(temp.resolve("secret"), "secret");
        guest = new FolderGuest(root, true);
    }

    @Test
    void givesNoFolderWithoutPreopens() {
        Guest bare = new Guest(HostContext.builder().build());
        assertThat(bare.call("filesystem/preopens", "get-directories")).isEqualTo(Val.list(List.of()));
    }

    @Test
    void givesFoldersWithTheirNames() {
        Guest two = new Guest(HostContext.builder()
                .preopens(List.of(new Preopen("/data", root, true), new Preopen("/conf", temp, false)))
                .build());
        Val.ListVal folders = (Val.ListVal) two.call("filesystem/preopens", "get-directories");
        assertThat(folders.items())
                .map(folder -> ((Val.TupleVal) folder).elements().get(1))
                .containsExactly(Val.str("/data"), Val.str("/conf"));
    }

    @Test
    void aFolderThatIsNotThereTraps() {
        Guest broken = new Guest(HostContext.builder()
                .preopens(List.of(new Preopen("/data", root.resolve("missing"), true)))
                .build());
        assertThatThrownBy(() -> broken.call("filesystem/preopens", "get-directories"))
                .isInstanceOfSatisfying(
                        Trap.class, trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.HOST_FAILURE))
                .hasMessageContaining("/data");
    }

    @Test
    void opensAndCreatesAsTheFlagsSay() throws IOException {
        assertThat(open("f", 0)).isEqualTo("no-entry");
        assertThat(open("f", bits(OpenFlag.CREATE))).isEqualTo("ok");
        assertThat(open("f", bits(OpenFlag.CREATE))).isEqualTo("ok");
        assertThat(open("f", bits(OpenFlag.CREATE, OpenFlag.EXCLUSIVE))).isEqualTo("exist");
        assertThat(open("g", bits(OpenFlag.CREATE, OpenFlag.EXCLUSIVE))).isEqualTo("ok");
        assertThat(open("f", bits(OpenFlag.DIRECTORY))).isEqualTo("not-directory");
        assertThat(open("f/", 0)).isEqualTo("not-directory");
        assertThat(open("f/x", 0)).isEqualTo("not-directory");
        assertThat(open("f/.", 0)).isEqualTo("not-directory");
        assertThat(open("x/y", bits(OpenFlag.CREATE))).isEqualTo("no-entry");
        assertThat(open("new/", bits(OpenFlag.CREATE))).isEqualTo("is-directory");
        assertThat(open("d", bits(OpenFlag.DIRECTORY, OpenFlag.CREATE))).isEqualTo("invalid");
        Files.writeString(root.resolve("f"), "full");
        assertThat(open("f", bits(OpenFlag.TRUNCATE))).isEqualTo("ok");
        assertThat(root.resolve("f")).isEmptyFile();
    }

    @Test
    void opensDirectories() throws IOException {
        Files.createDirectories(root.resolve("d/e"));
        assertThat(open("d", 0)).isEqualTo("ok");
        assertThat(open("d/e/", bits(OpenFlag.DIRECTORY))).isEqualTo("ok");
        assertThat(open("d/../d/./e", bits(OpenFlag.DIRECTORY))).isEqualTo("ok");
        assertThat(open(".", bits(OpenFlag.DIRECTORY))).isEqualTo("ok");
        assertThat(open("d", bits(OpenFlag.CREATE))).isEqualTo("is-directory");
        assertThat(code(guest.open(guest.folder, "d", 0, bits(DescriptorFlag.WRITE))))
                .isEqualTo("is-directory");
        Val d = payload(guest.open(guest.folder, "d", 0, bits(DescriptorFlag.READ)));
        assertThat(guest.code(d, "create-directory-at", Val.str("made"))).isEqualTo("ok");
        assertThat(root.resolve("d/made")).isDirectory();
    }

    @Test
    void pathsThatLeadOutAreNotPermitted() throws IOException {
        Files.createDirectories(root.resolve("d"));
        Files.createSymbolicLink(root.resolve("up"), Path.of("../secret"));
        Files.createSymbolicLink(root.resolve("absolute"), temp.resolve("secret"));
        Files.createSymbolicLink(root.resolve("within"), root.resolve("d"));
        Files.createSymbolicLink(root.resolve("d/round"), Path.of("../../root/d"));
        for (String path : List.of(
                "..",
                "../secret",
                "/",
                "/etc/passwd",
                "d/../../secret",
                "d/../..",
                "up",
                "absolute",
                "within",
                "d/round")) {
            assertThat(open(path, 0)).as(path).isEqualTo("not-permitted");
            assertThat(stat(FOLLOW, path)).as(path).isEqualTo("not-permitted");
        }
        assertThat(guest.code(guest.folder, "create-directory-at", Val.str("../made")))
                .isEqualTo("not-permitted");
        assertThat(guest.code(guest.folder, "unlink-file-at", Val.str("../secret")))
                .isEqualTo("not-permitted");
        assertThat(guest.code(guest.folder, "rename-at", Val.str("up"), guest.folder, Val.str("../made")))
                .isEqualTo("not-permitted");
        assertThat(guest.code(guest.folder, "symlink-at", Val.str("/etc"), Val.str("made")))
                .isEqualTo("not-permitted");
        assertThat(guest.code(guest.folder, "readlink-at", Val.str("absolute"))).isEqualTo("not-permitted");
        assertThat(temp).isDirectoryNotContaining("glob:**/made");
        assertThat(temp.resolve("secret")).hasContent("secret");
    }

    @Test
    void anOpenedDirectoryIsASandboxOfItsOwn() throws IOException {
        Files.createDirectories(root.resolve("d"));
        Files.writeString(root.resolve("f"), "beside");
        Files.createSymbolicLink(root.resolve("d/beside"), Path.of("../f"));
        assertThat(open("d/beside", 0)).isEqualTo("ok");
        Val d = payload(guest.open(guest.folder, "d", 0, 0));
        assertThat(code(guest.open(d, "beside", 0, 0))).isEqualTo("not-permitted");
        assertThat(code(guest.open(d, "../f", 0, 0))).isEqualTo("not-permitted");
    }

    @Test
    void followsLinksInsideAsTheFlagsSay() throws IOException {
        Files.createDirectories(root.resolve("d"));
        Files.writeString(root.resolve("d/f"), "inside");
        Files.createSymbolicLink(root.resolve("dir"), Path.of("d"));
        Files.createSymbolicLink(root.resolve("file"), Path.of("dir/./f"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("d/new"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        assertThat(guest.contents(payload(guest.open(guest.folder, "file", 0, bits(DescriptorFlag.READ)))))
                .isEqualTo("inside");
        assertThat(code(guest.openAt(guest.folder, KEEP, "file", 0, 0))).isEqualTo("loop");
        assertThat(code(guest.openAt(guest.folder, KEEP, "dir/f", 0, 0))).isEqualTo("ok");
        assertThat(code(guest.openAt(guest.folder, KEEP, "dir/", 0, 0))).isEqualTo("ok");
        assertThat(open("loop", 0)).isEqualTo("loop");
        assertThat(typeAt(KEEP, "dir")).isEqualTo(DescriptorType.SYMBOLIC_LINK);
        assertThat(typeAt(KEEP, "dir/")).isEqualTo(DescriptorType.DIRECTORY);
        assertThat(typeAt(FOLLOW, "dir")).isEqualTo(DescriptorType.DIRECTORY);
        assertThat(stat(FOLLOW, "dangling")).isEqualTo("no-entry");
        assertThat(open("dangling", bits(OpenFlag.CREATE, OpenFlag.EXCLUSIVE))).isEqualTo("exist");
        assertThat(open("dangling", bits(OpenFlag.CREATE))).isEqualTo("ok");
        assertThat(root.resolve("d/new")).isRegularFile();
    }

    @Test
    void namesThatCantBeAreTold() {
        assertThat(open("", 0)).isEqualTo("no-entry");
        assertThat(open("a\0b", 0)).isEqualTo("invalid");
        assertThat(open("x".repeat(5000), 0)).isEqualTo("name-too-long");
        assertThat(open("x".repeat(300), 0)).isEqualTo("name-too-long");
        assertThat(guest.code(guest.folder, "create-directory-at", Val.str("x".repeat(300))))
                .isEqualTo("name-too-long");
    }

    @Test
    void makesAndRemovesDirectories() throws IOException {
        assertThat(change("create-directory-at", "d")).isEqualTo("ok");
        assertThat(change("create-directory-at", "d")).isEqualTo("exist");
        assertThat(change("create-directory-at", "d/e/")).isEqualTo("ok");
        assertThat(change("create-directory-at", "x/y")).isEqualTo("no-entry");
        assertThat(change("remove-directory-at", "d")).isEqualTo("not-empty");
        assertThat(change("unlink-file-at", "d")).isEqualTo("is-directory");
        assertThat(change("remove-directory-at", "d/e")).isEqualTo("ok");
        assertThat(change("remove-directory-at", "d/e")).isEqualTo("no-entry");
        assertThat(change("remove-directory-at", ".")).isEqualTo("invalid");
        assertThat(change("remove-directory-at", "d/..")).isEqualTo("invalid");
        Files.createSymbolicLink(root.resolve("link"), Path.of("d"));
        assertThat(change("remove-directory-at", "link")).isEqualTo("not-directory");
        assertThat(change("remove-directory-at", "link/")).isEqualTo("not-directory");
        assertThat(change("unlink-file-at", "link/")).isEqualTo("not-directory");
        assertThat(change("unlink-file-at", "link")).isEqualTo("ok");
        assertThat(change("remove-directory-at", "d/")).isEqualTo("ok");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void listsEntriesWithTheirTypes() throws IOException {
        Files.createDirectories(root.resolve("d"));
        Files.writeString(root.resolve("f"), "");
        Files.createSymbolicLink(root.resolve("l"), Path.of("f"));
        Val stream = guest.ok(guest.folder, "read-directory");
        List<String> listed = new ArrayList<>();
        for (Optional<Val> entry = next(stream); entry.isPresent(); entry = next(stream)) {
            Val.RecordVal fields = (Val.RecordVal) entry.get();
            DescriptorType type =
                    FolderGuest.constant(DescriptorType.class, fields.fields().get(0));
            listed.add(((Val.Str) fields.fields().get(1)).value() + " " + type);
        }
        assertThat(listed).containsExactlyInAnyOrder("d DIRECTORY", "f REGULAR_FILE", "l SYMBOLIC_LINK");
        assertThat(next(stream)).isEmpty();
        assertThat(guest.openHandles()).isEqualTo(1);
        Guest.drop(stream);
        assertThat(guest.openHandles()).isZero();
    }

    @Test
    void renamesAsPosixDoes() throws IOException {
        Files.createDirectories(root.resolve("d/e"));
        Files.createDirectories(root.resolve("empty"));
        Files.writeString(root.resolve("f"), "one");
        Files.writeString(root.resolve("g"), "two");
        assertThat(rename("f", "g")).isEqualTo("ok");
        assertThat(root.resolve("g")).hasContent("one");
        assertThat(rename("f", "h")).isEqualTo("no-entry");
        assertThat(rename("g", "d")).isEqualTo("is-directory");
        assertThat(rename("d", "g")).isEqualTo("not-directory");
        assertThat(rename("g", "h/")).isEqualTo("not-directory");
        assertThat(rename("d", "d/e/x")).isEqualTo("invalid");
        assertThat(rename("empty", "d")).isEqualTo("not-empty");
        assertThat(rename(".", "x")).isEqualTo("busy");
        assertThat(rename("d", ".")).isEqualTo("busy");
        assertThat(rename("d", "empty")).isEqualTo("ok");
        assertThat(rename("empty", "moved/")).isEqualTo("ok");
        assertThat(root.resolve("moved/e")).isDirectory();
        Val e = payload(guest.open(guest.folder, "moved/e", 0, 0));
        assertThat(guest.code(guest.folder, "rename-at", Val.str("g"), e, Val.str("g")))
                .isEqualTo("ok");
        assertThat(root.resolve("moved/e/g")).hasContent("one");
    }

    @Test
    void linksFilesOnly() throws IOException {
        Files.createDirectories(root.resolve("d"));
        Files.writeString(root.resolve("f"), "one");
        Files.createSymbolicLink(root.resolve("s"), Path.of("f"));
        assertThat(link(KEEP, "f", "hard")).isEqualTo("ok");
        assertThat(link(KEEP, "f", "hard")).isEqualTo("exist");
        assertThat(link(KEEP, "f", "hard2/")).isEqualTo("no-entry");
        assertThat(link(KEEP, "x", "y")).isEqualTo("no-entry");
        assertThat(link(KEEP, "d", "y")).isEqualTo("not-permitted");
        assertThat(link(KEEP, "s", "y")).isEqualTo("not-permitted");
        assertThat(link(FOLLOW, "s", "y")).isEqualTo("ok");
        assertThat(Files.isSameFile(root.resolve("f"), root.resolve("y"))).isTrue();
    }

    @Test
    void makesAndReadsSymbolicLinks() {
        assertThat(guest.code(guest.folder, "symlink-at", Val.str("../anything"), Val.str("l")))
                .isEqualTo("ok");
        assertThat(guest.ok(guest.folder, "readlink-at", Val.str("l"))).isEqualTo(Val.str("../anything"));
        assertThat(guest.code(guest.folder, "symlink-at", Val.str("x"), Val.str("l")))
                .isEqualTo("exist");
        assertThat(guest.code(guest.folder, "symlink-at", Val.str(""), Val.str("m")))
                .isEqualTo("no-entry");
        assertThat(guest.code(guest.folder, "readlink-at", Val.str("."))).isEqualTo("invalid");
        assertThat(open("l", 0)).isEqualTo("not-permitted");
    }

    @Test
    void aReadOnlyFolderChangesInNoWay() throws IOException {
        Files.createDirectories(root.resolve("d"));
        Files.writeString(root.resolve("f"), "kept");
        FolderGuest reader = new FolderGuest(root, false);
        Val sub = payload(reader.open(reader.folder, "d", 0, 0));
        for (Val directory : List.of(reader.folder, sub)) {
            assertThat(reader.ok(directory, "get-flags")).isEqualTo(new Val.FlagsVal(bits(DescriptorFlag.READ)));
            for (String method : List.of("create-directory-at", "remove-directory-at", "unlink-file-at")) {
                assertThat(reader.code(directory, method, Val.str("f"))).isEqualTo("read-only");
            }
            assertThat(reader.code(directory, "rename-at", Val.str("f"), directory, Val.str("g")))
                    .isEqualTo("read-only");
            assertThat(reader.code(directory, "symlink-at", Val.str("f"), Val.str("g")))
                    .isEqualTo("read-only");
            assertThat(reader.code(directory, "set-times", Val.variant(1), Val.variant(1)))
                    .isEqualTo("read-only");
            for (OpenFlag flag : List.of(OpenFlag.CREATE, OpenFlag.TRUNCATE)) {
                assertThat(code(reader.open(directory, "f", bits(flag), 0))).isEqualTo("read-only");
            }
            for (DescriptorFlag flag : List.of(DescriptorFlag.WRITE, DescriptorFlag.MUTATE_DIRECTORY)) {
                assertThat(code(reader.open(directory, "f", 0, bits(flag)))).isEqualTo("read-only");
            }
        }
        Val file = payload(reader.open(reader.folder, "f", 0, bits(DescriptorFlag.READ)));
        assertThat(reader.code(file, "set-times", Val.variant(1), Val.variant(1)))
                .isEqualTo("read-only");
        assertThat(guest.code(guest.folder, "link-at", new Val.FlagsVal(0), Val.str("f"), sub, Val.str("g")))
                .isEqualTo("read-only");
        assertThat(reader.contents(file)).isEqualTo("kept");
    }

    @Test
    void aDirectoryThatIsGoneOrReplacedHasNoEntries() throws IOException {
        Files.createDirectories(root.resolve("d"));
        Val d = payload(guest.open(guest.folder, "d", 0, 0));
        assertThat(rename("d", "e")).isEqualTo("ok");
        assertThat(code(guest.open(d, "x", bits(OpenFlag.CREATE), 0))).isEqualTo("no-entry");
        Files.createSymbolicLink(root.resolve("d"), temp);
        assertThat(code(guest.open(d, "secret", 0, 0))).isEqualTo("no-entry");
        assertThat(guest.code(d, "read-directory")).isEqualTo("no-entry");
        Files.delete(root.resolve("d"));
        Files.createDirectories(root.resolve("d"));
        assertThat(guest.code(d, "stat")).isEqualTo("no-entry");
    }

    @Test
    void pipesAreNotOpened() throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertThat(open("pipe", 0)).isEqualTo("unsupported");
        assertThat(typeAt(FOLLOW, "pipe")).isEqualTo(DescriptorType.FIFO);
    }

    private String open(String path, int openFlags) {
        return code(guest.open(guest.folder, path, openFlags, 0));
    }

    private String stat(int pathFlags, String path) {
        return guest.code(guest.folder, "stat-at", new Val.FlagsVal(pathFlags), Val.str(path));
    }

    private DescriptorType typeAt(int pathFlags, String path) {
        Val.RecordVal stat =
                (Val.RecordVal) guest.ok(guest.folder, "stat-at", new Val.FlagsVal(pathFlags), Val.str(path));
        return FolderGuest.constant(DescriptorType.class, stat.fields().get(0));
    }

    private String change(String method, String path) {
        return guest.code(guest.folder, method, Val.str(path));
    }

    private String rename(String from, String to) {
        return guest.code(guest.folder, "rename-at", Val.str(from), guest.folder, Val.str(to));
    }

    private String link(int pathFlags, String from, String to) {
        return guest.code(
                guest.folder, "link-at", new Val.FlagsVal(pathFlags), Val.str(from), guest.folder, Val.str(to));
    }

    private Optional<Val> next(Val stream) {
        Val entry = guest.guest.ok(
                "filesystem/types", "[method]directory-entry-stream.read-directory-entry", Guest.borrow(stream));
        return ((Val.OptionVal) entry).some();
    }
}
