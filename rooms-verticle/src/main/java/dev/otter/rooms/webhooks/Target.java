package dev.otter.rooms.webhooks;

import java.net.InetAddress;
import java.net.URI;

/**
 * Where a message goes, checked.
 *
 * @param url the address as it was given, or as a redirect named it
 * @param address the very address to connect to: asking for it a second time could give another
 */
record Target(URI url, InetAddress address) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  boolean tls() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  int port() {
    int usual = tls() ? HTTPS_PORT : HTTP_PORT;
    return url.getPort() < 0 ? usual : url.getPort();
  }

  /** What stands in the request line. */
  String pathAndQuery() {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + '?' + url.getRawQuery();
  }
}
