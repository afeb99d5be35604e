package dev.otter.turn.check;

import dev.otter.turn.coturn.PeerPolicy;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayEndpoint.OwnNetwork;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Peers that a relay must refuse: loopback, private networks, cloud metadata, multicast, and the
 * ways to write them as IPv6.
 */
final class ForbiddenPeers {

  private static final int PORT = 9;
  private static final int NEIGHBOURS = 4;

  private static final List<String> IPV4 =
      List.of(
          "0.0.0.0",
          "0.1.2.3",
          "10.0.0.5",
          "100.64.0.1",
          "127.0.0.1",
          "127.1.2.3",
          "169.254.169.254",
          "172.17.0.1",
          "192.0.0.8",
          "192.168.1.1",
          "198.18.0.1",
          "224.0.0.1",
          "255.255.255.255");

  /** As bytes: Java makes an IPv4 address of a mapped one. */
  private static final List<String> IPV6 =
      List.of(
          "00000000000000000000000000000000",
          "00000000000000000000000000000001",
          "00000000000000000000ffff7f000001",
          "00000000000000000000ffff0a000005",
          "00000000000000000000ffffa9fea9fe",
          "0000000000000000000000007f000001",
          "20020a00000500000000000000000001",
          "20010000000000000000000000000001",
          "0064ff9b0000000000000000a9fea9fe",
          "0064ff9b000100000000000000000001",
          "fe800000000000000000000000000001",
          "fc000000000000000000000000000001",
          "fd000ec2000000000000000000000254",
          "fec00000000000000000000000000001",
          "ff020000000000000000000000000001");

  private ForbiddenPeers() {}

  /**
   * Those that a relay must refuse; in a network of its own also who is there beside it.
   *
   * @param relay which; to it the address that clients use is another name of its own
   * @param policy what it may reach
   */
  static List<InetSocketAddress> of(RelayEndpoint relay, PeerPolicy policy) {
    Stream<InetAddress> beside = relay.network().stream().flatMap(ForbiddenPeers::beside);
    return Stream.of(
            IPV4.stream().map(NetUtil::createInetAddressFromIpAddressString),
            beside,
            IPV6.stream().map(ForbiddenPeers::ipv6))
        .flatMap(each -> each)
        .filter(address -> !policy.permits(address) && !address.equals(relay.publicAddress()))
        .map(address -> new InetSocketAddress(address, PORT))
        .toList();
  }

  /** The machine, which has the first address, and who has or could have the next ones. */
  private static Stream<InetAddress> beside(OwnNetwork network) {
    int first =
        NetUtil.ipv4AddressToInt(
            (Inet4Address) NetUtil.createInetAddressFromIpAddressString(network.gateway()));
    return IntStream.range(first, first + NEIGHBOURS)
        .mapToObj(NetUtil::intToIpAddress)
        .filter(ip -> !ip.equals(network.ip()))
        .map(NetUtil::createInetAddressFromIpAddressString);
  }

  private static InetAddress ipv6(String hex) {
    try {
      return Inet6Address.getByAddress(null, HexFormat.of().parseHex(hex), -1);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(hex, e);
    }
  }
}
