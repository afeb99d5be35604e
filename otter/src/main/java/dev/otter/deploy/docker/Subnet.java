package dev.otter.deploy.docker;

import dev.otter.contract.config.AddressRange;
import dev.otter.deploy.DeployException;
import io.netty.util.NetUtil;

/**
 * The addresses of a deployment: each part has its own, so that it is the same after a restart.
 *
 * @param prefix the first three numbers and their dots
 */
record Subnet(String prefix) {

  private static final String END = "0/24";
  private static final int GATEWAY = 1;
  private static final int WAY_OUT = 2;
  private static final int ROUTER = 3;
  private static final int BALANCER = 10;
  private static final int DATABASE = 11;
  private static final int FIRST_NODE = 20;
  private static final int LAST_NODE = 29;
  private static final int FIRST_RELAY = 30;

  /** Reads {@code 172.30.88.0/24}. */
  static Subnet parse(String text) {
    String address = text.endsWith("." + END) ? text.substring(0, text.length() - 3) : "";
    if (!NetUtil.isValidIpV4Address(address)) {
      throw DeployException.wrongUse("--subnet must be as 172.30.88.0/24, got " + text);
    }
    return new Subnet(address.substring(0, address.length() - 1));
  }

  /** The address of the engine's machine in the network. */
  String gateway() {
    return prefix + GATEWAY;
  }

  /** The address to which all send what is for outside of the network, where there is a router. */
  String wayOut() {
    return prefix + WAY_OUT;
  }

  /** The address at which the router is reached. */
  String router() {
    return prefix + ROUTER;
  }

  String balancer() {
    return prefix + BALANCER;
  }

  String database() {
    return prefix + DATABASE;
  }

  /** The address of a node, the first of which is 1. */
  String node(int number) {
    return prefix + (FIRST_NODE + number);
  }

  /** All addresses that a node may have. */
  AddressRange nodes() {
    return AddressRange.between(node(1), prefix + LAST_NODE);
  }

  /** The address of a TURN server, the first of which is 1. */
  String relay(int number) {
    return prefix + (FIRST_RELAY + number);
  }

  @Override
  public String toString() {
    return prefix + END;
  }
}
