package dev.kubewasm.node.app.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate and its private key.
 *
 * @param certificatePem the certificate, then those of its issuers
 * @param keyPem PKCS #8
 */
public record Credential(String certificatePem, String keyPem) {
    private static final String FILE = "credential.pem";

    /** The certificate itself. */
    public X509Certificate certificate() {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificatePem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("it is no certificate", e);
        }
    }

    /** Whether a fifth of its life is left at {@code now}. */
    public boolean fresh(Instant now) {
        return now.isBefore(at(0.8));
    }

    /** When it has lived {@code part} of its life: 0 is its beginning, 1 its end. */
    public Instant at(double part) {
        Instant from = certificate().getNotBefore().toInstant();
        Duration life = Duration.between(from, certificate().getNotAfter().toInstant());
        return from.plusMillis((long) (life.toMillis() * part));
    }

    /** The one kept in {@code folder}, if there is one that can be read. */
    public static Optional<Credential> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        int key = text.indexOf("-----BEGIN PRIVATE KEY-----");
        return key < 0 ? Optional.empty() : Optional.of(new Credential(text.substring(0, key), text.substring(key)));
    }

    /** Keeps it in {@code folder}, for its owner's eyes only. */
    public void write(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        Path partial = Files.createTempFile(
                folder,
                "credential",
                ".partial",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(partial, certificatePem + keyPem, StandardCharsets.US_ASCII);
        try {
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
        return "credential of " + certificate().getSubjectX500Principal();
    }
}
