package dev.otter.command;

import dev.otter.contract.config.ClusterConfig;
import dev.otter.contract.config.ClusterDiscovery;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.config.OtterConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks at this node's address in the cluster, and whether the others answer. Blocking. */
final class ClusterCheck {

  private static final String ABOUT = "cluster";
  private static final int TIMEOUT_MS = 2_000;

  private final ClusterConfig cluster;

  ClusterCheck(OtterConfig config) {
    this.cluster = config.cluster();
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (!cluster.enabled()) {
      return findings;
    }
    findings.add(ownAddress());
    List<HostAndPort> members =
        cluster.discovery() == ClusterDiscovery.KUBERNETES ? discovered() : cluster.members();
    members.forEach(member -> findings.add(member(member)));
    if (members.isEmpty()) {
      findings.add(nobody());
    }
    return findings;
  }

  private List<HostAndPort> discovered() {
    try {
      return Arrays.stream(InetAddress.getAllByName(cluster.kubernetesService()))
          .map(each -> new HostAndPort(each.getHostAddress(), cluster.port()))
          .toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  private Finding nobody() {
    return cluster.discovery() == ClusterDiscovery.KUBERNETES
        ? Finding.wrong(
            ABOUT,
            "cluster.kubernetesService "
                + cluster.kubernetesService()
                + " leads to no pod: a node does not start; look whether that Service is there")
        : Finding.warning(
            ABOUT, "cluster.members is empty: this node joins nobody, others may join it");
  }

  private Finding ownAddress() {
    String host = cluster.host();
    try {
      InetAddress address = InetAddress.getByName(host);
      if (NetworkInterface.getByInetAddress(address) == null) {
        return Finding.wrong(
            ABOUT, "cluster.host " + host + " is no address of this machine; set one that is");
      }
      return address.isLoopbackAddress()
          ? Finding.warning(ABOUT, "cluster.host " + host + " joins nodes of this machine only")
          : Finding.ok(ABOUT, "cluster.host " + host + " is an address of this machine");
    } catch (IOException e) {
      return Finding.wrong(ABOUT, "cluster.host " + host + " cannot be resolved");
    }
  }

  private static Finding member(HostAndPort member) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(member.host(), member.port()), TIMEOUT_MS);
      return Finding.ok(ABOUT, "the member " + member + " answers");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.warning(
          ABOUT,
          "the member "
              + member
              + " does not answer: start it, or look at its cluster.host and the firewall");
    }
  }
}
