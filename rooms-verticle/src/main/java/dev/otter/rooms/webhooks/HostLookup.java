package dev.otter.rooms.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Asks which addresses a host has. Blocking. */
@FunctionalInterface
interface HostLookup {

  /** Asks the system. */
  HostLookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /**
   * Asks.
   *
   * @param host a name or an address in any form
   * @return at least one
   */
  List<InetAddress> lookup(String host) throws UnknownHostException;
}
