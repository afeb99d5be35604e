package dev.otter.command;

import dev.otter.contract.config.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Looks at the base of the links: its name, and its certificate. Blocking. */
final class PublicUrlCheck {

  private static final String ABOUT = "publicUrl";
  private static final int TIMEOUT_MS = 3_000;
  private static final int HTTPS_PORT = 443;
  private static final Duration SOON = Duration.ofDays(14);

  private final HttpConfig http;

  PublicUrlCheck(HttpConfig http) {
    this.http = http;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (http.publicUrl().isEmpty()) {
      findings.add(
          isLoopback(http.host())
              ? Finding.ok(ABOUT, "links lead to this machine, for this machine")
              : Finding.warning(
                  ABOUT,
                  "links lead to localhost, and others can reach this node; set http.publicUrl"));
      return findings;
    }
    URI url = http.publicUrl().get();
    if (isLoopback(url.getHost())) {
      findings.add(Finding.ok(ABOUT, url + " is this machine"));
    } else if (url.getScheme().equals("http")) {
      findings.add(
          Finding.wrong(
              ABOUT,
              url
                  + " is not https: browsers give camera and microphone to https pages only; put a"
                  + " proxy with a certificate in front"));
    } else {
      findings.add(certificate(url));
    }
    return findings;
  }

  private static Finding certificate(URI url) {
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    int port = url.getPort() < 0 ? HTTPS_PORT : url.getPort();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(InetAddress.getByName(host), port), TIMEOUT_MS);
      plain.setSoTimeout(TIMEOUT_MS);
      SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      try (SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        Instant end = own.getNotAfter().toInstant();
        return end.isBefore(Instant.now().plus(SOON))
            ? Finding.warning(
                ABOUT, "the certificate of " + host + " ends at " + end + "; renew it")
            : Finding.ok(ABOUT, "the certificate of " + host + " is good until " + end);
      }
    } catch (UnknownHostException e) {
      return Finding.wrong(ABOUT, host + " has no address in the DNS");
    } catch (SSLException e) {
      return Finding.wrong(
          ABOUT,
          "browsers will not trust " + url + ": " + e.getMessage() + "; renew or correct it");
    } catch (IOException e) {
      return Finding.wrong(
          ABOUT, url + " cannot be reached from here (" + e.getMessage() + "); start the proxy");
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.replaceAll("[\\[\\]]", "").equals("::1");
  }
}
