package dev.otter.turn.address;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A name server on loopback that answers as a test wants, honestly or not. */
public final class TestDnsServer implements AutoCloseable {

  private static final int A = 1;
  private static final int TXT = 16;
  private static final int NXDOMAIN = 3;

  private final DatagramSocket socket;
  private final DatagramSocket sender;
  private volatile Behaviour behaviour;

  private TestDnsServer(DatagramSocket socket, DatagramSocket sender, Behaviour behaviour) {
    this.socket = socket;
    this.sender = sender;
    this.behaviour = behaviour;
  }

  /** What to send for a question, in this order; nothing is silence. */
  public interface Behaviour {
    /** What it sends, in this order. */
    List<byte[]> answers(byte[] question);
  }

  /** Begins to answer, at a free port. */
  public static TestDnsServer start(Behaviour behaviour) {
    DatagramSocket socket = socket();
    return start(new TestDnsServer(socket, socket, behaviour));
  }

  /** One whose answers come from another port than the one that was asked. */
  static TestDnsServer startElsewhere(Behaviour behaviour) {
    return start(new TestDnsServer(socket(), socket(), behaviour));
  }

  private static TestDnsServer start(TestDnsServer server) {
    Thread thread = new Thread(server::serve, "test-dns");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static DatagramSocket socket() {
    try {
      return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
  }

  @Override
  public void close() {
    socket.close();
    sender.close();
  }

  /** The truth, in the form that was asked for. */
  public static Behaviour honest(String... addresses) {
    return question -> List.of(answer(question, addresses));
  }

  static Behaviour silent() {
    return question -> List.of();
  }

  static Behaviour noSuchName() {
    return question -> List.of(refusal(question));
  }

  /** Forged answers with a wrong id, another question, and rubbish, and then the truth. */
  static Behaviour forgedFirst(String forged, String truth) {
    return question -> {
      byte[] otherId = answer(question, forged);
      otherId[0] ^= 0x55;
      byte[] otherName = answer(question, forged);
      otherName[13] ^= 0x01;
      byte[] rubbish = "rubbish".getBytes(StandardCharsets.US_ASCII);
      return List.of(otherId, otherName, rubbish, answer(question, truth));
    };
  }

  private void serve() {
    byte[] buffer = new byte[512];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        for (byte[] answer : behaviour.answers(question)) {
          sender.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private static byte[] refusal(byte[] question) {
    byte[] answer = question.clone();
    answer[2] |= (byte) 0x80;
    answer[3] = NXDOMAIN;
    return answer;
  }

  private static byte[] answer(byte[] question, String... addresses) {
    int type = question[question.length - 3];
    List<byte[]> data = new ArrayList<>();
    for (String address : addresses) {
      data.add(type == TXT ? text(address) : ip(address));
    }
    int length = question.length + data.stream().mapToInt(each -> 12 + each.length).sum();
    ByteBuffer out = ByteBuffer.allocate(length).put(question);
    out.putShort(2, (short) 0x8180).putShort(6, (short) data.size());
    for (byte[] each : data) {
      out.putShort((short) 0xc00c).putShort((short) (type == TXT ? TXT : A)).putShort((short) 1);
      out.putInt(0).putShort((short) each.length).put(each);
    }
    return out.array();
  }

  private static byte[] text(String address) {
    byte[] ascii = address.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(ascii.length + 1).put((byte) ascii.length).put(ascii).array();
  }

  private static byte[] ip(String address) {
    byte[] bytes = new byte[4];
    String[] parts = address.split("\\.", -1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    return bytes;
  }
}
