package dev.kubewasm.runtime.wasi.filesystem;

import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import org.jspecify.annotations.Nullable;

/** A file operation failed with an {@code error-code}. Its text names no path of the host. */
final class FilesystemException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** A failure that this implementation found itself. */
    FilesystemException(ErrorCode code) {
        this(code, null);
    }

    private FilesystemException(ErrorCode code, @Nullable IOException cause) {
        super("wasi:filesystem: " + EnumTypes.name(code), cause);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }

    /** The failure that {@code e}, thrown by java.nio, stands for. */
    static FilesystemException of(IOException e) {
        return e instanceof FilesystemException known ? known : new FilesystemException(classify(e), e);
    }

    private static ErrorCode classify(IOException e) {
        return switch (e) {
            case NoSuchFileException x -> ErrorCode.NO_ENTRY;
            case FileAlreadyExistsException x -> ErrorCode.EXIST;
            case DirectoryNotEmptyException x -> ErrorCode.NOT_EMPTY;
            case AccessDeniedException x -> ErrorCode.ACCESS;
            case NotDirectoryException x -> ErrorCode.NOT_DIRECTORY;
            case NotLinkException x -> ErrorCode.INVALID;
            case AtomicMoveNotSupportedException x -> ErrorCode.CROSS_DEVICE;
            case FileSystemLoopException x -> ErrorCode.LOOP;
            case FileSystemException x -> byReason(x.getReason());
            default -> byReason(e.getMessage());
        };
    }

    /** java.nio keeps of all other errors only the text of strerror(3). */
    private static ErrorCode byReason(@Nullable String reason) {
        if (reason == null) {
            return ErrorCode.IO;
        }
        // java.nio appends to the text of ELOOP.
        if (reason.startsWith("Too many levels of symbolic links")) {
            return ErrorCode.LOOP;
        }
        return switch (reason) {
            case "Permission denied" -> ErrorCode.ACCESS;
            case "Bad file descriptor" -> ErrorCode.BAD_DESCRIPTOR;
            case "Device or resource busy" -> ErrorCode.BUSY;
            case "Disk quota exceeded" -> ErrorCode.QUOTA;
            case "File exists" -> ErrorCode.EXIST;
            case "File too large" -> ErrorCode.FILE_TOO_LARGE;
            case "Invalid argument" -> ErrorCode.INVALID;
            case "Is a directory" -> ErrorCode.IS_DIRECTORY;
            case "Too many links" -> ErrorCode.TOO_MANY_LINKS;
            case "File name too long" -> ErrorCode.NAME_TOO_LONG;
            case "No such file or directory" -> ErrorCode.NO_ENTRY;
            case "Cannot allocate memory", "Too many open files" -> ErrorCode.INSUFFICIENT_MEMORY;
            case "No space left on device" -> ErrorCode.INSUFFICIENT_SPACE;
            case "Not a directory" -> ErrorCode.NOT_DIRECTORY;
            case "Directory not empty" -> ErrorCode.NOT_EMPTY;
            case "Operation not supported" -> ErrorCode.UNSUPPORTED;
            case "Operation not permitted" -> ErrorCode.NOT_PERMITTED;
            case "Read-only file system" -> ErrorCode.READ_ONLY;
            case "Text file busy" -> ErrorCode.TEXT_FILE_BUSY;
            case "Invalid cross-device link" -> ErrorCode.CROSS_DEVICE;
            default -> ErrorCode.IO;
        };
    }
}
