package dev.otter.testing;

import dev.otter.contract.config.ClusterConfig;
import dev.otter.turn.testing.MachineLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network that a test may cut: a bridge, and nodes as processes in network namespaces of their
 * own, each with an address on the bridge. The test itself is at the bridge and reaches all of them
 * all the time, as clients on the internet do. The nodes' logs are in target/cut-network-*. Needs
 * root, and the tools of scripts/install-test-tools. What an earlier run left behind is removed
 * first.
 */
public final class CutNetwork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CutNetwork.class);
  private static final String BRIDGE = "otter-br";
  private static final String NAMESPACE = "otter-n";
  private static final String NETWORK = "10.213.47.";
  private static final int CLUSTER_PORT = 5701;
  private static final int HTTP_PORT = 8080;
  private static final int COMMAND_SECONDS = 60;

  private final List<NetworkNode> nodes = new ArrayList<>();
  private final Path directory = newDirectory();
  private final MachineLock lock;

  private CutNetwork(MachineLock lock) {
    this.lock = lock;
  }

  /**
   * Makes a network and starts nodes, all at once, as one cluster.
   *
   * @param size how many nodes
   */
  public static CutNetwork start(int size) {
    return start(size, false);
  }

  /** The same, but started one after the other, the last one first: so the last is the oldest. */
  public static CutNetwork startLastFirst(int size) {
    return start(size, true);
  }

  private static CutNetwork start(int size, boolean lastFirst) {
    CutNetwork network = withoutNodes(size);
    try {
      Map<String, String> others =
          Map.of(
              "OTTER_CLUSTER_MEMBERS",
              IntStream.rangeClosed(1, size)
                  .mapToObj(number -> NETWORK + number + ":" + CLUSTER_PORT)
                  .collect(Collectors.joining(",")));
      for (int turn = 1; turn <= size; turn++) {
        int number = lastFirst ? size + 1 - turn : turn;
        ProcessNode process = startNode(network.directory, number, others);
        network.nodes.add(lastFirst ? 0 : network.nodes.size(), node(process, number));
        if (lastFirst) {
          process.awaitRunning();
        }
      }
      network.nodes.forEach(node -> node.process().awaitRunning());
      return network;
    } catch (RuntimeException | AssertionError e) {
      network.close();
      throw e;
    }
  }

  /** Makes a network with room for nodes, and starts none. */
  public static CutNetwork withoutNodes(int size) {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "only root may make network namespaces: this test is left out");
    // Else what another run on this machine is about would be a leftover.
    CutNetwork network = new CutNetwork(MachineLock.take("cut-network"));
    try {
      removeLeftovers();
      run("ip", "link", "add", BRIDGE, "type", "bridge");
      run("ip", "address", "add", NETWORK + "254/24", "dev", BRIDGE);
      run("ip", "link", "set", BRIDGE, "up");
      for (int number = 1; number <= size; number++) {
        addNamespace(number);
      }
      return network;
    } catch (RuntimeException | AssertionError e) {
      network.close();
      throw e;
    }
  }

  /**
   * Starts the next node as a pod that finds the others by the name of a Service.
   *
   * @param named the numbers of the nodes that the name leads to, at this node, from 1
   */
  public NetworkNode startPod(int... named) {
    int number = nodes.size() + 1;
    name(number, named);
    Map<String, String> others =
        Map.of(
            "OTTER_CLUSTER_DISCOVERY",
            "kubernetes",
            "JAVA_TOOL_OPTIONS",
            "-Djdk.net.hosts.file=" + names(number));
    NetworkNode pod = node(startNode(directory, number, others), number);
    nodes.add(pod);
    return pod;
  }

  /** From now on, at the node {@code number}, the name of the Service leads to these. */
  public void name(int number, int... named) {
    String lines =
        IntStream.of(named)
            .mapToObj(each -> NETWORK + each + " " + ClusterConfig.DEFAULT_KUBERNETES_SERVICE)
            .collect(Collectors.joining("\n", "127.0.0.1 localhost\n", "\n"));
    try {
      Files.writeString(names(number), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path names(int number) {
    return directory.resolve("names" + number);
  }

  /** Not one that is removed at the end: the nodes' logs say why a test failed. */
  private static Path newDirectory() {
    try {
      return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "cut-network-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NetworkNode node(ProcessNode process, int number) {
    String host = NETWORK + number;
    return new NetworkNode(
        process, NAMESPACE + number, host, URI.create("http://" + host + ":" + HTTP_PORT));
  }

  private static void addNamespace(int number) {
    String namespace = NAMESPACE + number;
    String outside = "otter-v" + number;
    run("ip", "netns", "add", namespace);
    run("ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    run("ip", "link", "set", outside, "master", BRIDGE, "up");
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    run("ip", "-n", namespace, "address", "add", NETWORK + number + "/24", "dev", "eth0");
    run("ip", "-n", namespace, "link", "set", "eth0", "up");
  }

  private static ProcessNode startNode(Path directory, int number, Map<String, String> others) {
    String host = NETWORK + number;
    Map<String, String> environment = new HashMap<>(others);
    environment.putAll(
        Map.of(
            "OTTER_HTTP_HOST",
            host,
            "OTTER_HTTP_PORT",
            String.valueOf(HTTP_PORT),
            "OTTER_API_KEY",
            TestNode.API_KEY,
            "OTTER_CLUSTER_HOST",
            host,
            "OTTER_CLUSTER_PORT",
            String.valueOf(CLUSTER_PORT),
            "OTTER_CLUSTER_EVENT_BUS_PORT",
            String.valueOf(CLUSTER_PORT + 1),
            "OTTER_LIMITS_MESSAGE_RATE",
            "0",
            "OTTER_MANAGEMENT_HOST",
            host,
            "OTTER_MANAGEMENT_PORT",
            String.valueOf(HTTP_PORT + 1)));
    return ProcessNode.start(
        directory.resolve("node" + number),
        List.of("ip", "netns", "exec", NAMESPACE + number),
        environment,
        "-cluster");
  }

  /** One of the nodes, from 0. */
  public NetworkNode node(int index) {
    return nodes.get(index);
  }

  /** All nodes. */
  public List<NetworkNode> nodes() {
    return List.copyOf(nodes);
  }

  /** Cuts two nodes from each other. */
  public void cut(int one, int other) {
    dropFrom(one, other);
    dropFrom(other, one);
  }

  /** Lets nothing of {@code sender} reach {@code receiver}; the other way stays open. */
  public void dropFrom(int sender, int receiver) {
    run(
        "ip",
        "netns",
        "exec",
        nodes.get(receiver).namespace(),
        "iptables",
        "-w",
        "-A",
        "INPUT",
        "-s",
        nodes.get(sender).host(),
        "-j",
        "DROP");
  }

  /** Ends all cuts. */
  public void heal() {
    for (NetworkNode node : nodes) {
      run("ip", "netns", "exec", node.namespace(), "iptables", "-w", "-F", "INPUT");
    }
  }

  /**
   * Makes a call from every node to every other, and to itself: a message each way.
   *
   * @return how long all took, in milliseconds
   */
  public long callAll() {
    long start = System.nanoTime();
    for (NetworkNode one : nodes) {
      for (NetworkNode other : nodes) {
        TestRoom room = one.api().createRoom();
        try (V1Client first = V1Client.join(one.base(), room);
            V1Client second = V1Client.join(other.base(), room)) {
          first.send(second.id(), "1");
          second.send(first.id(), "2");
          if (second.next().get("payload").asInt() != 1
              || first.next().get("payload").asInt() != 2) {
            throw new AssertionError(one.host() + " and " + other.host() + " talk at cross");
          }
        }
      }
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  @Override
  public void close() {
    try {
      nodes.forEach(node -> node.process().close());
      removeLeftovers();
    } finally {
      lock.close();
    }
  }

  /** Ends also the processes that a killed test run left in the namespaces. */
  private static void removeLeftovers() {
    for (String line : output("ip", "netns", "list").split("\n")) {
      String namespace = line.split(" ")[0];
      if (namespace.startsWith(NAMESPACE)) {
        for (String pid : output("ip", "netns", "pids", namespace).split("\\s+")) {
          if (!pid.isEmpty()) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
          }
        }
        run("ip", "netns", "delete", namespace);
      }
    }
    if (output("ip", "-brief", "link", "show", "type", "bridge").contains(BRIDGE)) {
      run("ip", "link", "delete", BRIDGE);
    }
    for (String line : output("ip", "-brief", "link", "show", "type", "veth").split("\n")) {
      String outside = line.split("[@ ]")[0];
      if (outside.startsWith("otter-v")) {
        // The kernel may be about to delete it with its namespace.
        attempt("ip", "link", "delete", outside);
      }
    }
  }

  private static void run(String... command) {
    output(command);
  }

  private static void attempt(String... command) {
    try {
      output(command);
    } catch (IllegalStateException e) {
      LOG.debug("not done: {}", e.getMessage());
    }
  }

  private static String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
