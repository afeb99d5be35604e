package dev.otter.turn.address;

import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A provider that answers a question with the address it came from.
 *
 * @param name for logs
 * @param family the kind of that address; the resolvers are asked by it
 * @param resolvers its name servers, tried in this order; by address, as a name would have to be
 *     looked up by somebody else
 * @param question the name to ask for
 * @param type the family's own, or TXT with the address as text
 */
public record AddressSource(
    String name,
    AddressFamily family,
    List<InetSocketAddress> resolvers,
    String question,
    DnsRecordType type) {

  private static final int DNS = 53;

  /** Two providers for each family, each with its own name servers and its own form. */
  public static final List<AddressSource> DEFAULT =
      List.of(
          openDns(AddressFamily.IPV4, "208.67.222.222", "208.67.220.220"),
          google(AddressFamily.IPV4, "216.239.32.10", "216.239.34.10"),
          openDns(AddressFamily.IPV6, "2620:119:35::35", "2620:119:53::53"),
          google(AddressFamily.IPV6, "2001:4860:4802:32::a", "2001:4860:4802:34::a"));

  /** Copies. */
  public AddressSource {
    resolvers = List.copyOf(resolvers);
  }

  /** Those of a list that say an address of a family. */
  public static List<AddressSource> of(AddressFamily family, List<AddressSource> all) {
    return all.stream().filter(source -> source.family == family).toList();
  }

  private static AddressSource openDns(AddressFamily family, String first, String second) {
    return new AddressSource(
        "OpenDNS",
        family,
        List.of(resolver(first), resolver(second)),
        "myip.opendns.com.",
        family.recordType());
  }

  private static AddressSource google(AddressFamily family, String first, String second) {
    return new AddressSource(
        "Google",
        family,
        List.of(resolver(first), resolver(second)),
        "o-o.myaddr.l.google.com.",
        DnsRecordType.TXT);
  }

  private static InetSocketAddress resolver(String address) {
    return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), DNS);
  }
}
