package dev.secrets.cli.endpoint;

import dev.secrets.cli.shell.ConfigurationException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** TLS 1.2 and 1.3 with the platform's own implementation. */
final class Tls {
    private Tls() {}

    /**
     * Returns the context of a server.
     *
     * @param certificates the certificate and those that lead to its root, in PEM
     * @param key its private key, PKCS#8 in PEM
     */
    static SslContext server(Path certificates, Path key) {
        try {
            return SslContextBuilder.forServer(certificates.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new ConfigurationException(
                    "The certificate " + certificates + " and the key " + key
                            + " can't be used: a certificate chain in PEM"
                            + " and a PKCS#8 key in PEM without a passphrase are",
                    unusable);
        }
    }
}
