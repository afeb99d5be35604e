package dev.otter.turn.certificate;

import dev.otter.contract.config.RelayTls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;

/**
 * Reads the two files of {@link RelayTls} and checks that they belong together, to the host, and to
 * this day. While a tool replaces the files one after the other they do not. Blocking.
 */
final class CertificateReading {

  private static final long LARGEST = 1 << 20;

  /** What Vert.x calls the first of its pairs. */
  private static final String ALIAS = "dummy-entry-0";

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private CertificateReading() {}

  /**
   * Reads.
   *
   * @param files where
   * @param now the time
   * @throws IllegalStateException with a reason in words, which holds no secret
   */
  static RelayCertificate read(RelayTls files, Instant now) {
    String chain = text("turn.tlsCertificate", files.certificate());
    String key = text("turn.tlsKey", files.key());
    X509KeyManager pair = pair(files, chain, key);
    try {
      X509Certificate certificate = pair.getCertificateChain(ALIAS)[0];
      Instant end = certificate.getNotAfter().toInstant();
      if (!belong(pair.getPrivateKey(ALIAS), certificate.getPublicKey())) {
        throw refused("turn.tlsKey", files.key(), "is not the key of turn.tlsCertificate");
      }
      if (!end.isAfter(now)) {
        throw refused("turn.tlsCertificate", files.certificate(), "ended on " + end);
      }
      if (!isFor(certificate, files.host())) {
        throw refused("turn.tlsCertificate", files.certificate(), "is not for " + files.host());
      }
      return new RelayCertificate(files.host(), chain, key, end);
    } catch (GeneralSecurityException e) {
      throw refused("turn.tlsCertificate", files.certificate(), "cannot be used: " + e);
    }
  }

  private static String text(String optionName, Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw refused(optionName, file, "has more than " + LARGEST + " bytes");
      }
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw refused(optionName, file, "cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /** What the reader says of a bad file may quote it. */
  private static X509KeyManager pair(RelayTls files, String chain, String key) {
    PemKeyCertOptions pem =
        new PemKeyCertOptions().addCertValue(Buffer.buffer(chain)).addKeyValue(Buffer.buffer(key));
    try {
      return (X509KeyManager) pem.getKeyManagerFactory(null).getKeyManagers()[0];
    } catch (Exception e) {
      throw refused(
          "turn.tlsCertificate",
          files.certificate(),
          "and " + files.key() + " must be PEM files with a certificate and its private key");
    }
  }

  private static boolean belong(PrivateKey own, PublicKey shown) throws GeneralSecurityException {
    String algorithm =
        switch (own.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> own.getAlgorithm();
        };
    byte[] text = {1, 2, 3, 4};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(own);
    signature.update(text);
    byte[] signed = signature.sign();
    try {
      signature.initVerify(shown);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // A key of another kind.
      return false;
    }
  }

  private static boolean isFor(X509Certificate certificate, String host)
      throws GeneralSecurityException {
    Collection<List<?>> names =
        Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
    String wanted = host.toLowerCase(Locale.ROOT);
    String anyOfIts = "*." + wanted.substring(wanted.indexOf('.') + 1);
    return names.stream()
        .anyMatch(
            name -> {
              int type = (Integer) name.get(0);
              String text = String.valueOf(name.get(1)).toLowerCase(Locale.ROOT);
              return (type == IP_ADDRESS && text.equals(wanted))
                  || (type == DNS_NAME && (text.equals(wanted) || text.equals(anyOfIts)));
            });
  }

  private static IllegalStateException refused(String optionName, Path file, String what) {
    return new IllegalStateException(optionName + ": " + file + " " + what);
  }
}
