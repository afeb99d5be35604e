package dev.otter.turn.docker;

import dev.otter.turn.testing.Command;
import dev.otter.turn.testing.MachineLock;
import dev.otter.turn.testing.NetworkNamespace;
import java.nio.file.Path;
import java.util.List;

/**
 * A machine of its own for a test, as a network namespace, with somebody beside it who has a
 * public-looking address and a forbidden one, in another one. Needs root.
 */
final class TestMachine implements AutoCloseable {

  /** The machine's address in the network that it shares with the test. */
  static final String ADDRESS = "10.213.8.2";

  /** The public-looking address of who is beside it. */
  static final String PUBLIC = "93.184.215.14";

  /** The machine's own address as seen from there. */
  static final String OUTSIDE = "93.184.215.1";

  /** A forbidden address, to which the machine knows the way. */
  static final String FORBIDDEN = "192.168.77.7";

  /** Where they and the machine itself listen. */
  static final int PORT = 5_999;

  /** Its name as a network namespace. */
  static final String NAME = "otter-machine-" + ProcessHandle.current().pid();

  private static final String BESIDE = "otter-beside-" + ProcessHandle.current().pid();

  /** Says from where each datagram came, to which address, and what it said; and says it back. */
  private static final String LISTENER =
      """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.setsockopt(socket.IPPROTO_IP, 8, 1)
      s.bind(('0.0.0.0', %d))
      print('listening', flush=True)
      while True:
          data, extra, flags, sender = s.recvmsg(2048, 256)
          to = socket.inet_ntoa(extra[0][2][8:12])
          print(sender[0], sender[1], to, data.decode(), flush=True)
          s.sendto(b'answer to ' + data, sender)
      """
          .formatted(PORT);

  private final MachineLock lock = MachineLock.take("network");
  private final Path directory;
  private final NetworkNamespace machine;
  private final NetworkNamespace beside;

  /** Makes it; what is heard on it and beside it is written into {@code directory}. */
  TestMachine(Path directory) {
    this.directory = directory;
    machine = new NetworkNamespace(NAME);
    beside = new NetworkNamespace(BESIDE);
    Command.run("ip link add otterM0 type veth peer name otterM1 netns " + NAME);
    Command.run("ip addr add 10.213.8.1/30 dev otterM0");
    Command.run("ip link set otterM0 up");
    machine.run("ip addr add " + ADDRESS + "/30 dev otterM1");
    machine.run("ip link set otterM1 up");
    machine.run("ip link set lo up");
    machine.run("ip link add otterN0 type veth peer name otterN1 netns " + BESIDE);
    machine.run("ip addr add " + OUTSIDE + "/24 dev otterN0");
    machine.run("ip link set otterN0 up");
    beside.run("ip addr add " + PUBLIC + "/24 dev otterN1");
    beside.run("ip addr add " + FORBIDDEN + "/32 dev otterN1");
    beside.run("ip link set otterN1 up");
    machine.run("ip route add " + FORBIDDEN + "/32 via " + PUBLIC);
    listen(machine, NAME);
    listen(beside, BESIDE);
  }

  /** What came to the machine itself, a line for each datagram. */
  List<String> heard() {
    return NetworkNamespace.lines(directory.resolve(NAME));
  }

  /** What came to who is beside it. */
  List<String> heardBeside() {
    return NetworkNamespace.lines(directory.resolve(BESIDE));
  }

  /** Sends a datagram from the network of a process, and answers with what comes back; or empty. */
  static String ask(String network, String ip, int port, String hex) {
    return Command.run(
        network
            + " python3 -c \"import socket; s = socket.socket(2, 2); s.settimeout(5);"
            + " s.sendto(bytes.fromhex('"
            + hex
            + "'), ('"
            + ip
            + "', "
            + port
            + "))\ntry: print(s.recv(2048).hex())\nexcept OSError: pass\"");
  }

  /** In the machine's network. */
  static String network() {
    return "ip netns exec " + NAME;
  }

  /** In the network of a process of this machine. */
  static String networkOf(long pid) {
    return "nsenter -n -t " + pid;
  }

  @Override
  public void close() {
    try {
      Command.run("ip link del otterM0");
      machine.close();
      beside.close();
    } finally {
      lock.close();
    }
  }

  private void listen(NetworkNamespace namespace, String name) {
    namespace.start(directory.resolve(name), "python3", "-c", LISTENER);
    NetworkNamespace.until(directory.resolve(name), "listening");
  }
}
