package dev.kubewasm.node.app.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/**
 * Certificates that the kubelet's API is served with: signed by themselves, as the kubelet's are unless told otherwise.
 *
 * @param host the machine's name, which they are for
 * @param address its address, which they are for
 * @param life how long each lasts
 */
public record ServingCertificates(String host, String address, Duration life) {
    /** Clocks of those who check it may be that late. */
    private static final Duration BEFORE = Duration.ofMinutes(1);

    /** The one kept in {@code folder}, or a new one. */
    public Credential keptOrNew(Path folder, Instant now) throws IOException {
        Optional<Credential> kept = Credential.read(folder).filter(c -> c.fresh(now));
        if (kept.isPresent()) {
            return kept.get();
        }
        Credential made = issue(now);
        made.write(folder);
        return made;
    }

    /** A new one, of which {@link #life} is left. */
    public Credential issue(Instant now) {
        KeyPair keys = KeyPairs.generate();
        X500Principal name = new X500Principal("CN=" + host);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(BEFORE)),
                Date.from(now.plus(life)),
                name,
                keys.getPublic());
        try {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, host), new GeneralName(GeneralName.iPAddress, address)
            }));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Credential(KeyPairs.pem(builder.build(KeyPairs.signer(keys))), KeyPairs.privatePem(keys));
    }
}
