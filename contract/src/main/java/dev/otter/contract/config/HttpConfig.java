package dev.otter.contract.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The public edge: one port for pages, API and WebSocket.
 *
 * @param host address to listen on, default {@value #DEFAULT_HOST}, in a cluster {@value
 *     #DEFAULT_CLUSTER_HOST}; not null
 * @param port TCP port to listen on, default {@value #DEFAULT_PORT}; 0 takes a free one
 * @param publicUrl base of the links that are handed out, in lower case up to the path and without
 *     a slash at its end; empty means {@code http://localhost:<actual port>}
 * @param allowedOrigins origins of other sites whose pages may use API and WebSocket, as browsers
 *     write them, or {@value #ANY_ORIGIN} for all; empty means only the public URL's own origin
 * @param trustedProxies proxies whose {@code X-Forwarded-For} is believed; empty for none
 */
public record HttpConfig(
    String host,
    int port,
    Optional<URI> publicUrl,
    Set<String> allowedOrigins,
    List<AddressRange> trustedProxies) {

  /** Default of {@code http.host} on a single node: this machine only. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Default of {@code http.host} with {@code -cluster}: every interface. */
  public static final String DEFAULT_CLUSTER_HOST = "0.0.0.0";

  /** Default of {@code http.port}. */
  public static final int DEFAULT_PORT = 8080;

  /** The entry of {@code http.allowedOrigins} that lets every site in. */
  public static final String ANY_ORIGIN = "*";

  private static final String PUBLIC_URL = "http.publicUrl";

  /**
   * Checks and normalises the section.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public HttpConfig {
    Objects.requireNonNull(host, "host");
    Hosts.require("http.host", host);
    Ports.require("http.port", 0, port);
    publicUrl = publicUrl.map(HttpConfig::normalised);
    Set<String> origins = new LinkedHashSet<>();
    for (String origin : allowedOrigins) {
      origins.add(
          origin.equals(ANY_ORIGIN) ? origin : WebOrigin.parse("http.allowedOrigins", origin));
    }
    allowedOrigins = Collections.unmodifiableSet(origins);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /**
   * Reads the text of {@code http.publicUrl}.
   *
   * @param text the text to read; not null
   * @return the URL, normalised as the record keeps it
   * @throws InvalidOptionException if it is not a URL that links can be built on
   */
  public static URI parsePublicUrl(String text) {
    try {
      return normalised(new URI(text));
    } catch (URISyntaxException e) {
      throw refusedPublicUrl(text);
    }
  }

  /**
   * The base of the links that are handed out.
   *
   * @param boundPort the port the node really listens on
   * @return {@link #publicUrl()}, or this machine's own name for the node; without a slash at the
   *     end
   */
  public URI baseUrl(int boundPort) {
    return publicUrl.orElseGet(() -> URI.create("http://localhost:" + boundPort));
  }

  private static URI normalised(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https"))
        || url.getHost() == null
        || url.getPort() == 0
        || url.getPort() > Ports.HIGHEST
        || !(url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw refusedPublicUrl(url);
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create(scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port);
  }

  private static InvalidOptionException refusedPublicUrl(Object got) {
    return InvalidOptionException.expected(
        PUBLIC_URL,
        "an http or https URL of a host and no path, user name, query or fragment",
        got);
  }
}
