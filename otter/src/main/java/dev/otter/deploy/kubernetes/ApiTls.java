package dev.otter.deploy.kubernetes;

import dev.otter.deploy.DeployException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS with an API server: its certificate and the user's. Blocking. */
final class ApiTls {

  private ApiTls() {}

  /**
   * Makes it. Vert.x reads the key: Java by itself reads no keys in PEM, and those of RSA and EC as
   * who makes clusters writes them not at all.
   *
   * @throws DeployException when certificates or the key cannot be read
   */
  static SSLContext of(ApiAccess access) {
    try {
      TrustManager[] trust =
          access.authority().isPresent() ? trust(access.authority().get()) : null;
      KeyManager[] keys = null;
      if (access.certificate().isPresent() && access.key().isPresent()) {
        keys =
            new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(access.certificate().get()))
                .addKeyValue(Buffer.buffer(access.key().get()))
                .getKeyManagerFactory(null)
                .getKeyManagers();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      return context;
    } catch (Exception e) {
      // What Vert.x says of a bad file may quote it.
      throw unreadable(access);
    }
  }

  private static TrustManager[] trust(String pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    for (Certificate each :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))) {
      store.setCertificateEntry("authority-" + store.size(), each);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static DeployException unreadable(ApiAccess access) {
    return DeployException.wrongUse(
        "the certificates or the client key of " + access.from() + " cannot be read");
  }
}
