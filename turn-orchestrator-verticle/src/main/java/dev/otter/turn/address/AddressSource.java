package dev.otter.turn.address;

import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A provider that answers a question with the address it came from.
 *
 * @param name for logs
 * @param resolvers its name servers, tried in this order; by address, as a name would have to be
 *     looked up by somebody else
 * @param question the name to ask for
 * @param type A, or TXT with the address as text
 */
public record AddressSource(
    String name, List<InetSocketAddress> resolvers, String question, DnsRecordType type) {

  /** Two providers, each with its own name servers and its own form. */
  public static final List<AddressSource> DEFAULT =
      List.of(
          new AddressSource(
              "OpenDNS",
              List.of(resolver("208.67.222.222"), resolver("208.67.220.220")),
              "myip.opendns.com.",
              DnsRecordType.A),
          new AddressSource(
              "Google",
              List.of(resolver("216.239.32.10"), resolver("216.239.34.10")),
              "o-o.myaddr.l.google.com.",
              DnsRecordType.TXT));

  private static final int DNS = 53;

  /** Copies. */
  public AddressSource {
    resolvers = List.copyOf(resolvers);
  }

  private static InetSocketAddress resolver(String address) {
    return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), DNS);
  }
}
