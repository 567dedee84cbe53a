package dev.kubewasm.testkit.controlplane;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** The authority whose client certificates an API server takes: what a controller manager's signer would use. */
public final class ClientAuthority {
    private static final Duration VALID = Duration.ofHours(12);

    private final X509CertificateHolder certificate;
    private final PrivateKey key;

    private ClientAuthority(X509CertificateHolder certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * A certificate and its private key, both PEM.
     *
     * @param certificate the certificate
     * @param key PKCS #8
     */
    public record Issued(String certificate, String key) {}

    static ClientAuthority create() {
        KeyPair keys = keys();
        X500Name name = new X500Name("CN=test-clients");
        return new ClientAuthority(
                certify(
                        name,
                        keys.getPrivate(),
                        name,
                        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()),
                        Optional.empty()),
                keys.getPrivate());
    }

    /** The authority whose certificate and private key are given as PEM. */
    static ClientAuthority of(String certificatePem, String keyPem) throws IOException {
        try (PEMParser certificates = new PEMParser(new StringReader(certificatePem));
                PEMParser keys = new PEMParser(new StringReader(keyPem))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            PrivateKey key =
                    switch (keys.readObject()) {
                        case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
                        case PrivateKeyInfo info -> converter.getPrivateKey(info);
                        case null, default -> throw new IOException("no private key");
                    };
            return new ClientAuthority((X509CertificateHolder) certificates.readObject(), key);
        }
    }

    /** Its own certificate, PEM. */
    public String certificate() {
        return pem(certificate);
    }

    /** Signs a certificate request as it stands, for so long. */
    public String sign(String requestPem, Duration life) {
        try (PEMParser parser = new PEMParser(new StringReader(requestPem))) {
            PKCS10CertificationRequest request = (PKCS10CertificationRequest) parser.readObject();
            return pem(certify(
                    certificate.getSubject(),
                    key,
                    request.getSubject(),
                    request.getSubjectPublicKeyInfo(),
                    Optional.of(life)));
        } catch (IOException e) {
            throw new ControlPlaneException("no certificate request", e);
        }
    }

    /** A certificate for a user and a new key. */
    public Issued issue(String user, String group) {
        KeyPair keys = keys();
        X500Name subject = X500Name.getInstance(new X500Principal("O=" + group + ", CN=" + user).getEncoded());
        X509CertificateHolder issued = certify(
                certificate.getSubject(),
                key,
                subject,
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()),
                Optional.of(VALID));
        return new Issued(pem(issued), privatePem(keys.getPrivate()));
    }

    /** A certificate for a client that lasts so long, or for an authority. */
    private static X509CertificateHolder certify(
            X500Name issuer,
            PrivateKey by,
            X500Name subject,
            SubjectPublicKeyInfo subjectKey,
            Optional<Duration> ofClient) {
        Instant now = Instant.now();
        boolean authority = ofClient.isEmpty();
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer,
                    new BigInteger(64, new SecureRandom()),
                    Date.from(now.minusSeconds(1)),
                    Date.from(now.plus(ofClient.orElse(VALID))),
                    subject,
                    subjectKey);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            }
            ContentSigner signer = new JcaContentSignerBuilder(
                            "SHA256with" + (by.getAlgorithm().equals("RSA") ? "RSA" : "ECDSA"))
                    .build(by);
            return builder.build(signer);
        } catch (IOException | OperatorCreationException e) {
            throw new ControlPlaneException("no certificate can be made", e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has elliptic curves", e);
        }
    }

    private static String privatePem(PrivateKey key) {
        try {
            return pem(new JcaPKCS8Generator(key, null));
        } catch (IOException e) {
            throw new ControlPlaneException("no key can be written", e);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new ControlPlaneException("no PEM can be written", e);
        }
        return text.toString();
    }
}
