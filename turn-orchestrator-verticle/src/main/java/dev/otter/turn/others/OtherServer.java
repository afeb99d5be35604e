package dev.otter.turn.others;

import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.config.IceServerUrl;
import dev.otter.contract.config.WatchPlace;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One server of {@code turn.urls}: all URLs that lead to one host and port.
 *
 * @param name as browsers know it
 * @param place where this node finds it
 * @param urls as configured
 */
record OtherServer(HostAndPort name, HostAndPort place, List<String> urls) {

  /** Whether it takes datagrams that a node can send: else a TCP connection has to do. */
  boolean takesDatagrams() {
    return urls.stream().anyMatch(IceServerUrl::isDatagram);
  }

  /** Where this node sends to; {@link #place} must be an address. */
  InetSocketAddress address() {
    return new InetSocketAddress(
        NetUtil.createInetAddressFromIpAddressString(place.host()), place.port());
  }

  /** Whether it relays. */
  boolean relays() {
    return urls.stream().anyMatch(IceServerUrl::isTurn);
  }

  /**
   * Puts URLs together by where they lead.
   *
   * @param urls as {@code turn.urls} has them
   * @param places where nodes find servers that are elsewhere for them
   * @return in the order of the URLs
   */
  static List<OtherServer> of(List<String> urls, List<WatchPlace> places) {
    Map<HostAndPort, List<String>> byName = new LinkedHashMap<>();
    for (String url : urls) {
      byName.computeIfAbsent(IceServerUrl.server(url), name -> new ArrayList<>()).add(url);
    }
    return byName.entrySet().stream()
        .map(
            each ->
                new OtherServer(
                    each.getKey(), WatchPlace.of(each.getKey(), places), each.getValue()))
        .toList();
  }
}
