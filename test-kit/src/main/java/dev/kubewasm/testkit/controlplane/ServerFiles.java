package dev.kubewasm.testkit.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a kube-apiserver reads and writes beside its flags.
 *
 * @param certificates the folder where it leaves the certificate that it makes for itself
 * @param tokens its static token file, with the administrator alone
 * @param serviceAccountKey the key pair that ServiceAccount tokens are signed with
 * @param adminToken the administrator's bearer token
 * @param clientAuthority whose client certificates it takes
 * @param clientAuthorityCertificate the certificate of that authority
 * @param kubeletClientCertificate what it shows to kubelets
 * @param kubeletClientKey the key of that certificate
 */
record ServerFiles(
        Path certificates,
        Path tokens,
        Path serviceAccountKey,
        String adminToken,
        ClientAuthority clientAuthority,
        Path clientAuthorityCertificate,
        Path kubeletClientCertificate,
        Path kubeletClientKey) {
    /** Both count on a controller manager: to take the taint away again, and to make the default ServiceAccounts. */
    static final String DISABLED_ADMISSION_PLUGINS = "TaintNodesByCondition,ServiceAccount";

    static ServerFiles write(Path directory) throws IOException {
        String adminToken = randomToken();
        ClientAuthority authority = ClientAuthority.create();
        ClientAuthority.Issued kubeletClient = authority.issue("kube-apiserver-kubelet-client", "system:masters");
        return new ServerFiles(
                Files.createDirectory(directory.resolve("certificates")),
                Files.writeString(directory.resolve("tokens.csv"), tokenFile(adminToken)),
                Files.writeString(directory.resolve("service-account.key"), privateKey()),
                adminToken,
                authority,
                Files.writeString(directory.resolve("client-ca.crt"), authority.certificate()),
                Files.writeString(directory.resolve("kubelet-client.crt"), kubeletClient.certificate()),
                Files.writeString(directory.resolve("kubelet-client.key"), kubeletClient.key()));
    }

    String readCertificates() throws IOException {
        return Files.readString(certificates.resolve("apiserver.crt"));
    }

    /** A static token file as kube-apiserver reads it: token, user name, uid, groups. */
    static String tokenFile(String adminToken) {
        return adminToken + ",test-admin,test-admin,\"system:masters\"\n";
    }

    static String randomToken() {
        byte[] bytes = new byte[20];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                    .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
