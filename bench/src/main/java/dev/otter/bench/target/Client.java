package dev.otter.bench.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otter.bench.wire.Connection;
import dev.otter.bench.wire.ConnectionEvents;
import dev.otter.bench.wire.Loop;
import dev.otter.bench.wire.NumberedFrame;
import dev.otter.bench.wire.Payload;
import dev.otter.bench.wire.SequenceCheck;
import java.nio.ByteBuffer;

/**
 * One client of a {@link Target}: sends numbered messages to its peer and checks what its peer
 * sends. Message 0 carries one payload, all later ones another. Used on the loop's thread.
 */
public final class Client implements ConnectionEvents {

  /** Of so many messages one is compared byte by byte; all are checked for number and sender. */
  private static final int COMPARE_EVERY = 16;

  private static int clients;

  private final int number = ++clients;
  private final Loop loop;
  private final Target target;
  private final Dialect dialect;
  private final int tailLength;
  private final Room room;
  private final ClientEvents events;
  private final Integrity integrity;
  private final SequenceCheck check = new SequenceCheck();
  private Client peer;
  private String id = "";
  private Connection connection;
  private Kind firstKind = Kind.CANDIDATE;
  private Payload firstPayload;
  private Payload payload;
  private NumberedFrame frame;
  private int sent;
  private int received;
  private boolean gotSome;

  /**
   * A client that has not connected.
   *
   * @param loop serves its socket
   * @param target whom it connects to
   * @param room where it goes
   * @param events told of everything
   * @param integrity takes what goes wrong
   */
  public Client(Loop loop, Target target, Room room, ClientEvents events, Integrity integrity) {
    this.loop = loop;
    this.target = target;
    this.dialect = target.dialect();
    this.tailLength = dialect.tail().length();
    this.room = room;
    this.events = events;
    this.integrity = integrity;
  }

  /** Makes two clients each other's peer. */
  public static void introduce(Client one, Client other) {
    one.peer = other;
    other.peer = one;
  }

  /** Begins to connect. */
  public void connect() {
    connection = loop.connect(target.server().port(), dialect.path(this), this);
  }

  /** Says what its messages carry. */
  public void prepare(Kind kindOfFirst, Payload first, Payload later) {
    firstKind = kindOfFirst;
    firstPayload = first;
    payload = later;
  }

  /** Sends messages, with one write. */
  public void send(int count) {
    ByteBuffer out = loop.outbound();
    for (int i = 0; i < count; i++) {
      if (sent <= 1) {
        boolean first = sent == 0;
        String head = dialect.head(this, first ? firstKind : Kind.CANDIDATE, first);
        frame = NumberedFrame.of(head, first ? firstPayload : payload, dialect.tail(), number);
      }
      frame.writeTo(out, sent++);
    }
    connection.write(out.flip());
  }

  /** Sends a text that is part of the dialect. */
  void write(String text) {
    connection.writeText(text);
  }

  /** Says goodbye and waits for the server to end the connection. */
  public void close() {
    connection.close();
  }

  /** Ends the connection without a word; no event follows. */
  public void drop() {
    if (connection != null) {
      connection.drop();
    }
  }

  void toKnownAs(String newId) {
    id = newId;
  }

  void toReady() {
    events.onReady(this);
  }

  void onArrival() {
    events.onArrival(this);
  }

  void onRefused(String text) {
    integrity.onRefused(text);
  }

  @Override
  public void onOpen() {
    dialect.onOpen(this);
  }

  @Override
  public void onText(ByteBuffer buffer, int from, int to) {
    int end = to - tailLength;
    if (!Payload.endsAt(buffer, from, end)) {
      byte[] text = new byte[to - from];
      buffer.get(from, text);
      dialect.onControl(this, new String(text, UTF_8));
      return;
    }
    int messageNumber = Payload.number(buffer, end);
    check.accept(messageNumber);
    received++;
    gotSome = true;
    if (Payload.sender(buffer, end) != peer.number
        || (messageNumber % COMPARE_EVERY == 0
            && !(messageNumber == 0 ? peer.firstPayload : peer.payload).isAt(buffer, from, end))) {
      integrity.onDamaged();
    }
    events.onMessage(this, messageNumber);
  }

  @Override
  public void onBurst() {
    if (gotSome) {
      gotSome = false;
      events.onBurst(this);
    }
  }

  @Override
  public void onClosed(int code) {
    events.onClosed(this, code);
  }

  /** Its own id, as its server knows it; empty while the client does not know it. */
  public String id() {
    return id;
  }

  /** Where it goes. */
  public Room room() {
    return room;
  }

  /** Who is in the room with it; null when it is alone. */
  public Client peer() {
    return peer;
  }

  /** How many messages it sent. */
  public int sent() {
    return sent;
  }

  /** How many numbered messages it got. */
  public int received() {
    return received;
  }

  /** What it found about the numbers of its peer's messages. */
  public SequenceCheck check() {
    return check;
  }
}
