package dev.kubewasm.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFolderTest {
    @TempDir
    private Path temp;

    @Test
    void theFilesAreThereAndNothingElse() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("made"));

        WholeFolder.write(folder, Map.of("a.txt", "a", "deep/b.txt", "b"));

        assertThat(folder.resolve("a.txt")).hasContent("a");
        assertThat(folder.resolve("deep/b.txt")).hasContent("b");
        assertThat(temp).isDirectoryContaining(folder::equals).isDirectoryNotContaining(path -> !path.equals(folder));
    }

    /** The second file can't be where the first is. */
    @Test
    void ifOneCantBeWrittenNoneIsThere() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a", "a file");
        files.put("a/b", "in a file");

        assertThatThrownBy(() -> WholeFolder.write(temp.resolve("made"), files)).isInstanceOf(IOException.class);

        assertThat(temp).isEmptyDirectory();
    }
}
