package dev.kubewasm.testkit.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestConditionBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** The controller manager's part in node certificates: approves and signs every request that the API server has taken. */
public final class NodeCertificateSigner implements AutoCloseable {
    private final ApiCluster cluster;
    private final Duration life;
    private final AtomicInteger signed = new AtomicInteger();
    private final SharedIndexInformer<CertificateSigningRequest> requests;

    private NodeCertificateSigner(ApiCluster cluster, Duration life) {
        this.cluster = cluster;
        this.life = life;
        this.requests = cluster.client()
                .certificates()
                .v1()
                .certificateSigningRequests()
                .runnableInformer(0);
    }

    /** Begins to sign, for so long each. */
    public static NodeCertificateSigner start(ApiCluster cluster, Duration life) {
        NodeCertificateSigner signer = new NodeCertificateSigner(cluster, life);
        signer.requests.addEventHandler(signer.new Requests());
        signer.requests.start().toCompletableFuture().join();
        return signer;
    }

    /** How many certificates it has signed. */
    public int signed() {
        return signed.get();
    }

    @Override
    public void close() {
        requests.close();
    }

    private void sign(CertificateSigningRequest request) {
        String pem = new String(Base64.getDecoder().decode(request.getSpec().getRequest()), US_ASCII);
        var all = cluster.client().certificates().v1().certificateSigningRequests();
        CertificateSigningRequest approved = all.withName(request.getMetadata().getName())
                .approve(new CertificateSigningRequestConditionBuilder()
                        .withType("Approved")
                        .withStatus("True")
                        .withReason("Test")
                        .build());
        String certificate = cluster.controlPlane().clientAuthority().sign(pem, life);
        all.resource(new CertificateSigningRequestBuilder(approved)
                        .editOrNewStatus()
                        .withCertificate(Base64.getEncoder().encodeToString(certificate.getBytes(US_ASCII)))
                        .endStatus()
                        .build())
                .updateStatus();
        signed.incrementAndGet();
    }

    private final class Requests implements ResourceEventHandler<CertificateSigningRequest> {
        @Override
        public void onAdd(CertificateSigningRequest request) {
            if (request.getStatus() == null || request.getStatus().getCertificate() == null) {
                sign(request);
            }
        }

        @Override
        public void onUpdate(CertificateSigningRequest before, CertificateSigningRequest now) {
            // It was signed when it came.
        }

        @Override
        public void onDelete(CertificateSigningRequest request, boolean finalStateUnknown) {
            // Nothing is kept of it.
        }
    }
}
