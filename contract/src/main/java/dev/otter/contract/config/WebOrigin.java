package dev.otter.contract.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** A web origin (RFC 6454) as browsers write it: lower case, without the scheme's default port. */
public final class WebOrigin {

  private WebOrigin() {}

  /** The origin of a URL that has a scheme and a host. */
  public static String of(URI url) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    String host = url.getHost().toLowerCase(Locale.ROOT);
    int port = url.getPort();
    // A browser leaves the default port out of the Origin header, so a comparison must, too.
    boolean defaultPort =
        port < 0
            || (scheme.equals("http") && port == 80)
            || (scheme.equals("https") && port == 443);
    return scheme + "://" + host + (defaultPort ? "" : ":" + port);
  }

  /**
   * Reads {@code scheme://host[:port]}.
   *
   * @throws InvalidOptionException if there is less or more than that
   */
  static String parse(String optionName, String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && uri.getScheme() != null
          && uri.getRawPath().isEmpty()
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getPort() != 0
          && uri.getPort() <= Ports.HIGHEST) {
        return of(uri);
      }
    } catch (URISyntaxException e) {
      // Refused below, in the same words as every other form that is no origin.
    }
    throw InvalidOptionException.expected(
        optionName, "`*` or origins of the form scheme://host[:port] without a path", text);
  }
}
