package dev.otter.deploy;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one certificate and no other, whoever signed it and by whatever address it is found: the
 * one that was just handed to a server, which is to show it.
 */
final class OneCertificate extends X509ExtendedTrustManager {

  private final Certificate only;

  private OneCertificate(Certificate only) {
    this.only = only;
  }

  /**
   * Makes a context for a client.
   *
   * @param pem the certificate, maybe with more after it; known to be good
   */
  static SSLContext trusted(String pem) {
    try {
      Certificate first =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
              .iterator()
              .next();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new OneCertificate(first)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was checked cannot be read", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (!chain[0].equals(only)) {
      throw new CertificateException("it shows another certificate than that of --tls-cert");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this is a client");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
