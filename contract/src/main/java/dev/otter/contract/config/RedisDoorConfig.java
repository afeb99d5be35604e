package dev.otter.contract.config;

/**
 * Where a node's CoTURN servers and its operators find its Redis door.
 *
 * @param host the address that it listens on: the cluster's; an IP address
 * @param port 1 to 65535
 */
public record RedisDoorConfig(String host, int port) {

  /** The option of the port. */
  public static final String PORT_OPTION = "turn.redisPort";

  /**
   * Checks the values.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public RedisDoorConfig {
    Ports.require(PORT_OPTION, 1, port);
    if (!Hosts.isAddress(host)) {
      throw new InvalidOptionException(
          PORT_OPTION,
          PORT_OPTION
              + " needs an IP address as cluster.host, as TURN servers are told it, got "
              + host);
    }
  }
}
