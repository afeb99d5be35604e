package dev.otter.contract.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The syntax of STUN URIs (RFC 7064) and TURN URIs (RFC 7065), as browsers take them. */
public final class IceServerUrl {

  private static final int PORT = 3478;
  private static final int TLS_PORT = 5349;

  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>stun|turns?):(?<host>\\[[^\\]]+\\]|[^:?/\\[\\]]+)(:(?<port>[0-9]{1,5}))?"
              + "(?<transport>\\?transport=(udp|tcp))?",
          Pattern.CASE_INSENSITIVE);

  private IceServerUrl() {}

  /**
   * Reads {@code stun:host[:port]}, {@code turn:} or {@code turns:host[:port][?transport=udp|tcp]}.
   *
   * @return the URL with its scheme, host and transport in lower case
   * @throws InvalidOptionException if the text has another form
   */
  static String parse(String optionName, String text) {
    Matcher url = FORM.matcher(text);
    if (!url.matches()
        || !hostIsPossible(url.group("host"))
        || !portIsPossible(url.group("port"))) {
      throw refused(optionName, text);
    }
    // RFC 7064 knows no transport, and a browser throws a SyntaxError at one.
    boolean stun = url.group("scheme").equalsIgnoreCase("stun");
    if (stun && url.group("transport") != null) {
      throw refused(optionName, text);
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * Where the server of a URL is.
   *
   * @param url as {@link TurnConfig#urls()} has it
   * @return its host, and its port or the one that its scheme has by default
   */
  public static HostAndPort server(String url) {
    Matcher parts = FORM.matcher(url);
    if (!parts.matches()) {
      throw refused(TurnConfig.URLS, url);
    }
    String host = parts.group("host");
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int byDefault = isTls(url) ? TLS_PORT : PORT;
    return new HostAndPort(
        bare, parts.group("port") == null ? byDefault : Integer.parseInt(parts.group("port")));
  }

  /** Whether the URL is one of a TURN server, so that it relays. */
  public static boolean isTurn(String url) {
    return url.startsWith("turn");
  }

  /** Whether a server is reached by datagrams without TLS by this URL. */
  public static boolean isDatagram(String url) {
    return !isTls(url) && !url.endsWith("?transport=tcp");
  }

  private static boolean isTls(String url) {
    return url.startsWith("turns:");
  }

  private static boolean hostIsPossible(String host) {
    if (host.startsWith("[")) {
      String address = host.substring(1, host.length() - 1);
      return address.indexOf(':') >= 0 && Hosts.isHost(address);
    }
    return Hosts.isHost(host);
  }

  private static boolean portIsPossible(String port) {
    if (port == null) {
      return true;
    }
    int number = Integer.parseInt(port);
    return number >= 1 && number <= Ports.HIGHEST;
  }

  private static InvalidOptionException refused(String optionName, String text) {
    return InvalidOptionException.expected(
        optionName,
        "URLs of the form stun:host[:port], turn:host[:port][?transport=udp|tcp] or turns:…",
        text);
  }
}
