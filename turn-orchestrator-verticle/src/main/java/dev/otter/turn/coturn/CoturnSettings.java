package dev.otter.turn.coturn;

import dev.otter.contract.config.AddressRange;
import dev.otter.contract.config.PortRange;
import dev.otter.turn.ports.PortSlots.Slot;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a CoTURN server is told.
 *
 * @param listeningIp where it listens and relays from; an IPv4 address
 * @param externalIp what it tells clients instead; empty where that is the same
 * @param listeningPort UDP and TCP
 * @param relayPorts where it relays from
 * @param peers what it may reach
 * @param secrets where it has its TURN REST secrets from; secrets
 * @param console where its console listens, and its password, a secret
 * @param tls whether it takes TLS at the same port; then a certificate is beside its settings
 * @param listeningIpv6 where it listens besides, and does not relay from; empty for nowhere
 */
public record CoturnSettings(
    String listeningIp,
    Optional<String> externalIp,
    int listeningPort,
    PortRange relayPorts,
    PeerPolicy peers,
    RelaySecrets secrets,
    ConsoleAccess console,
    boolean tls,
    Optional<String> listeningIpv6) {

  /** The name of the file with the certificate, in the server's directory. */
  public static final String CERTIFICATE = "certificate.pem";

  /** The name of the file with the certificate's key, in the server's directory. */
  public static final String KEY = "key.pem";

  /** The realm of every credential. */
  public static final String REALM = "otter";

  /** How many allocations one participant may have at a time; a gateway counts by itself. */
  public static final int USER_QUOTA = 10;

  private static final int LONGEST_ALLOCATION_SECONDS = 600;
  private static final int NONCE_SECONDS = 600;

  /**
   * What one relay is told.
   *
   * @param rules what all of this node are told
   * @param relay its name
   * @param local where it listens and relays from
   * @param slot its ports
   * @param publicIp what clients are told
   */
  public static CoturnSettings of(
      RelayRules rules, String relay, InetAddress local, Slot slot, String publicIp) {
    return of(rules, relay, local, slot, publicIp, rules.console(relay, slot));
  }

  /**
   * What one relay is told that is in a network of its own: its console listens there too.
   *
   * @param rules what all of this node are told
   * @param relay its name
   * @param own its address in that network
   * @param slot its ports
   * @param publicIp what clients are told
   */
  public static CoturnSettings inOwnNetwork(
      RelayRules rules, String relay, InetAddress own, Slot slot, String publicIp) {
    return of(rules, relay, own, slot, publicIp, rules.console(relay, slot, own));
  }

  private static CoturnSettings of(
      RelayRules rules,
      String relay,
      InetAddress local,
      Slot slot,
      String publicIp,
      ConsoleAccess console) {
    String ip = local.getHostAddress();
    return new CoturnSettings(
        ip,
        Optional.of(publicIp).filter(other -> !other.equals(ip)),
        slot.listeningPort(),
        slot.relayPorts(),
        rules.peers(local),
        rules.secretsOf(relay),
        console,
        rules.certificates().wanted(),
        Optional.empty());
  }

  /** The same for a server that listens on an IPv6 address too. */
  public CoturnSettings withIpv6(Optional<String> ip) {
    return new CoturnSettings(
        listeningIp, externalIp, listeningPort, relayPorts, peers, secrets, console, tls, ip);
  }

  /**
   * What a relay is told that learns its own address only when it starts.
   *
   * @param rules what all are told
   * @param relay its name
   * @param slot its ports
   * @param publicIp what clients are told; empty for its own address
   */
  public static CoturnSettings forPod(
      RelayRules rules, String relay, Slot slot, Optional<String> publicIp) {
    InetAddress later = NetUtil.createInetAddressFromIpAddressString("0.0.0.0");
    return of(rules, relay, later, slot, publicIp.orElse(later.getHostAddress()));
  }

  /**
   * The text of {@code turnserver.conf}. Holds the secrets: only for a file that nobody else reads.
   *
   * @param directory where the server may write, as the server sees it
   */
  public String text(String directory) {
    StringBuilder text = new StringBuilder();
    // Relays from an IPv4 address only, whatever it listens on: an IPv6 allocation is then refused
    // (440), whatever peer it is for.
    listeningIpv6.ifPresent(ip -> line(text, "listening-ip", ip));
    addressOptions(listeningIp).forEach((option, value) -> line(text, option, value));
    // With both sides, so that it is put in the place of this one and of no IPv6 address.
    externalIp.ifPresent(ip -> line(text, "external-ip", ip + "/" + listeningIp));
    return text + common(directory, directory);
  }

  /**
   * The text for a server that has its own address on its command line: {@link #addressArguments}.
   *
   * @param files where its certificate is, as the server sees it
   * @param work where it may write
   */
  public String textForPod(String files, String work) {
    StringBuilder text = new StringBuilder();
    externalIp.ifPresent(ip -> line(text, "external-ip", ip));
    return text + common(files, work);
  }

  /**
   * What says on a command line where a server listens, relays from, and may reach itself.
   *
   * @param ip its own address, or what stands for it
   */
  public static List<String> addressArguments(String ip) {
    return addressOptions(ip).entrySet().stream()
        .map(each -> "--" + each.getKey() + "=" + each.getValue())
        .toList();
  }

  private static Map<String, String> addressOptions(String ip) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("listening-ip", ip);
    options.put("relay-ip", ip);
    options.put("allowed-peer-ip", ip);
    return options;
  }

  private String common(String directory, String work) {
    StringBuilder text = new StringBuilder();
    line(text, "listening-port", listeningPort);
    line(text, "min-port", relayPorts.first());
    line(text, "max-port", relayPorts.last());
    line(text, "realm", REALM);
    text.append("use-auth-secret\n");
    secrets.listed().forEach(secret -> line(text, "static-auth-secret", secret));
    if (peers.isPublicOpen()) {
      line(text, "user-quota", USER_QUOTA);
    }
    line(text, "max-allocate-lifetime", LONGEST_ALLOCATION_SECONDS);
    line(text, "stale-nonce", NONCE_SECONDS);
    // One thread: with more, a client that moves its allocation can lose it (a race of 4.6.1).
    line(text, "relay-threads", 1);
    text.append("fingerprint\nno-software-attribute\nno-multicast-peers\n")
        .append("no-tcp-relay\nno-rfc5780\nno-stun-backward-compatibility\n")
        .append("no-dtls\n");
    if (tls) {
      // At one port with TCP: CoTURN tells them apart by the first bytes.
      line(text, "tls-listening-port", listeningPort);
      line(text, "cert", directory + "/" + CERTIFICATE);
      line(text, "pkey", directory + "/" + KEY);
      text.append("no-tlsv1\nno-tlsv1_1\n");
    } else {
      text.append("no-tls\n");
    }
    if (peers.opensLoopback()) {
      // CoTURN's own rule about loopback comes before its lists; the lists below do its work.
      text.append("allow-loopback-peers\n");
    }
    List<AddressRange> denied = peers.isPublicOpen() ? PeerPolicy.NOT_PUBLIC : PeerPolicy.ALL;
    denied.forEach(range -> line(text, "denied-peer-ip", range));
    peers.allowed().forEach(range -> line(text, "allowed-peer-ip", range));
    // CoTURN 4.9 and later have it only if asked for; older ones say that they do not know this
    // line.
    text.append("cli\n");
    line(text, "cli-ip", console.at().getAddress().getHostAddress());
    line(text, "cli-port", console.at().getPort());
    line(text, "cli-password", console.password());
    line(text, "cli-max-output-sessions", relayPorts.size());
    if (secrets.door().isPresent()) {
      line(text, "redis-userdb", secrets.door().get().text());
      line(text, "redis-statsdb", secrets.door().get().text());
    } else {
      line(text, "userdb", work + "/turndb");
    }
    line(text, "pidfile", work + "/coturn.pid");
    // At its start it would write into its log how it reaches the door, its token included.
    return text.append(
            secrets.door().isPresent()
                ? "log-file=/dev/null\nno-stdout-log\n"
                : "log-file=stdout\n")
        .append("simple-log\n")
        .toString();
  }

  /**
   * Tells servers with the same settings from others, secrets included, without giving them away.
   *
   * @return 16 hexadecimal digits
   */
  public String fingerprint() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text("").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "CoturnSettings[" + listeningIp + ":" + listeningPort + ", " + relayPorts + "]";
  }

  private static void line(StringBuilder text, String option, Object value) {
    text.append(option).append('=').append(value).append('\n');
  }
}
