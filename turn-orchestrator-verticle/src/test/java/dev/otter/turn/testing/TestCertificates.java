package dev.otter.turn.testing;

import dev.otter.contract.config.RelayTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Certificates that sign themselves, made by the keytool of the running Java. */
public final class TestCertificates {

  private static final String PASSWORD = "changeit";

  private TestCertificates() {}

  /**
   * Writes a certificate and its key as PEM files, over those that may be there.
   *
   * @param directory where
   * @param host whom it is for; a name, maybe with {@code *.} in front, or an IPv4 address
   * @param options more options of {@code keytool -genkeypair}
   */
  public static RelayTls write(Path directory, String host, String... options) {
    Path store = directory.resolve(UUID.randomUUID() + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "relay",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=" + (host.matches("[0-9.]+") ? "ip:" : "dns:") + host,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(options));
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new AssertionError(said);
      }
      KeyStore made = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        made.load(in, PASSWORD.toCharArray());
      }
      Path certificate = directory.resolve("certificate.pem");
      Path key = directory.resolve("key.pem");
      Files.writeString(certificate, pem("CERTIFICATE", made.getCertificate("relay").getEncoded()));
      Files.writeString(
          key, pem("PRIVATE KEY", made.getKey("relay", PASSWORD.toCharArray()).getEncoded()));
      return new RelayTls(host.replace("*", "turn"), certificate, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }
}
