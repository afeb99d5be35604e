package dev.otter.turn.address;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on loopback that answers as a test wants, honestly or not. */
public final class TestDnsServer implements AutoCloseable {

  private static final int TXT = 16;
  private static final int NXDOMAIN = 3;

  private final DatagramSocket socket;
  private final DatagramSocket sender;
  private final AtomicInteger questions = new AtomicInteger();
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
    return start(AddressFamily.IPV4, behaviour);
  }

  /** Begins to answer, at a free port of the loopback address of a family. */
  public static TestDnsServer start(AddressFamily family, Behaviour behaviour) {
    DatagramSocket socket = socket(family);
    return start(new TestDnsServer(socket, socket, behaviour));
  }

  /** One whose answers come from another port than the one that was asked. */
  static TestDnsServer startElsewhere(AddressFamily family, Behaviour behaviour) {
    return start(new TestDnsServer(socket(family), socket(family), behaviour));
  }

  private static TestDnsServer start(TestDnsServer server) {
    Thread thread = new Thread(server::serve, "test-dns");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static DatagramSocket socket(AddressFamily family) {
    String loopback = family == AddressFamily.IPV6 ? "::1" : "127.0.0.1";
    try {
      return new DatagramSocket(0, NetUtil.createInetAddressFromIpAddressString(loopback));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  /** How many questions have come. */
  public int questions() {
    return questions.get();
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

  /** No answer ever. */
  public static Behaviour silent() {
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
        questions.incrementAndGet();
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
      data.add(type == TXT ? text(address) : NetUtil.createByteArrayFromIpAddressString(address));
    }
    int length = question.length + data.stream().mapToInt(each -> 12 + each.length).sum();
    ByteBuffer out = ByteBuffer.allocate(length).put(question);
    out.putShort(2, (short) 0x8180).putShort(6, (short) data.size());
    for (byte[] each : data) {
      out.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1);
      out.putInt(0).putShort((short) each.length).put(each);
    }
    return out.array();
  }

  private static byte[] text(String address) {
    byte[] ascii = address.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(ascii.length + 1).put((byte) ascii.length).put(ascii).array();
  }
}
