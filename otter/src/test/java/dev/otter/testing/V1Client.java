package dev.otter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reference client of {@code otter.v1}: numbers and keeps what it sends, hands over in order
 * and once, and comes back by itself when it was told where. It does what
 * docs/signaling-protocol.md asks of a client. All waits are bounded.
 */
public final class V1Client implements AutoCloseable {

  private static final int PROBE_MS = 200;
  private static final int RETRY_MS = 50;
  private static final Set<Integer> FOR_GOOD = Set.of(4400, 4403, 4409, 4410, 4411, 4412, 4413);

  private final TestRoom room;
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final V1Peers peers = new V1Peers();
  private final V1Inbox messages = new V1Inbox("message");
  private final V1Inbox events = new V1Inbox("event");
  private final CompletableFuture<TestSignalingClient.Closed> refused = new CompletableFuture<>();
  private final AtomicInteger duplicates = new AtomicInteger();
  private final AtomicInteger gaps = new AtomicInteger();
  private final V1Hello hello = new V1Hello();
  private final V1Arrivals arrivals = new V1Arrivals();
  private List<URI> bases;
  private int attempts;
  private V1TestSocket socket;
  private boolean greeted;
  private int sockets;
  private volatile String connectionId;
  private boolean comesBack;

  /** Whether it is on its way back; the old socket may be open still. */
  private boolean coming;

  private boolean underWay;

  private V1Client(TestRoom room, List<URI> bases) {
    this.room = room;
    this.bases = bases;
    Future<?> unused =
        loop.scheduleWithFixedDelay(
            () -> peers.probes().forEach(this::say), PROBE_MS, PROBE_MS, TimeUnit.MILLISECONDS);
  }

  /** Asks to join a room anew. */
  public static V1Client knock(URI base, TestRoom room) {
    V1Client client = new V1Client(room, List.of(base));
    client.connect(client.hello.join());
    return client;
  }

  /** Joins a room anew, and waits for the welcome. */
  public static V1Client join(URI base, TestRoom room) {
    V1Client client = new V1Client(room, List.of(base));
    // Nodes that have just met may be slow to answer: it asks again.
    client.comesBack = true;
    client.connect(client.hello.join());
    client.await("welcome");
    client.onLoop(() -> client.comesBack = false);
    return client;
  }

  /** Comes with the secret of another client, or of an earlier one. */
  public static V1Client resuming(URI base, TestRoom room, String id, String secret) {
    V1Client client = new V1Client(room, List.of(base));
    client.hello.present(secret);
    client.connect(client.hello.resume(id));
    return client;
  }

  /** Makes it come back by itself after a break, to the first of these that lets it in. */
  public V1Client comeBackTo(URI... to) {
    onLoop(
        () -> {
          bases = List.of(to);
          comesBack = true;
        });
    return this;
  }

  /** Makes it ping, and take its connection for broken after three periods without a word. */
  public V1Client noticeSilence(int periodMs) {
    Runnable look = () -> checkSilence(3_000_000L * periodMs);
    Future<?> unused = loop.scheduleAtFixedRate(look, 0, periodMs, TimeUnit.MILLISECONDS);
    return this;
  }

  private void checkSilence(long maxNanos) {
    write("{\"type\":\"ping\"}");
    if (arrivals.isSilentFor(maxNanos)) {
      socket.abort();
    }
  }

  /** Its address. */
  public String id() {
    return connectionId;
  }

  /** What it would resume with; a secret. */
  public String secret() {
    return hello.secret();
  }

  /** How long each of its ways back took, in milliseconds. */
  public List<Long> returnsMs() {
    return arrivals.returnsMs();
  }

  /** Sends a JSON value to a peer: at once, and again until it is acknowledged. */
  public void send(String peer, String payload) {
    onLoop(
        () -> {
          V1Peer to = peers.of(peer);
          long seq = to.add(payload);
          if (to.overflows()) {
            write(V1Texts.notice("resync", peer, to.nextSeq()));
          } else {
            say(V1Texts.message(peer, seq, payload));
          }
        });
  }

  /** Sends a JSON value to several peers in one message. */
  public void broadcast(String payload, String... to) {
    onLoop(
        () -> {
          StringJoiner seqs = new StringJoiner(",");
          for (String each : to) {
            seqs.add("\"" + each + "\":" + peers.of(each).add(payload));
          }
          say("{\"destination\":\"*\",\"seqs\":{" + seqs + "},\"payload\":" + payload + "}");
        });
  }

  /** Sends a text as it is. */
  public void sendRaw(String text) {
    onLoop(() -> write(text));
  }

  /** The next message of any peer that was handed over. */
  public JsonNode next() {
    return messages.next();
  }

  /** How many messages were handed over and not looked at yet. */
  public int unread() {
    return messages.size();
  }

  /** The next event: whatever the server said that is no message of a peer. */
  public JsonNode nextEvent() {
    return events.next();
  }

  /** Waits for an event of a type. */
  public JsonNode await(String type) {
    return events.next(type);
  }

  /** How many events came that were not looked at yet, of a type. */
  public long unreadEvents(String type) {
    return events.size(type);
  }

  /** How many texts of a type came. */
  public int count(String type) {
    return arrivals.count(type);
  }

  /** How many messages came again and were not handed over again. */
  public int duplicates() {
    return duplicates.get();
  }

  /** How often one was missing and was asked for. */
  public int gaps() {
    return gaps.get();
  }

  /** Waits until everything that was sent is acknowledged. */
  public void awaitAcknowledged() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> checkAcknowledged(done));
    V1TestSocket.get(done);
  }

  /** Drops the connection without a word. */
  public void drop() {
    onLoop(() -> socket.abort());
  }

  /** Connects again and says {@code resume} with these. */
  public void resume(URI base, String id, String secret) {
    onLoop(
        () -> {
          bases = List.of(base);
          hello.present(secret);
        });
    connect(hello.resume(id));
  }

  /** Waits for a close that it does not come back from. */
  public TestSignalingClient.Closed refused() {
    return V1TestSocket.get(refused);
  }

  @Override
  public void close() {
    onLoop(
        () -> {
          comesBack = false;
          socket.close();
        });
    loop.shutdownNow();
  }

  private void connect(String text) {
    loop.execute(
        () -> {
          URI base = bases.get(attempts++ % bases.size());
          int number = ++sockets;
          Future<?> unused =
              V1TestSocket.open(
                      base,
                      room,
                      comesBack ? V1TestSocket.TRY_ANOTHER : V1TestSocket.NO_OTHER,
                      this::receive,
                      how -> onClosed(number, how))
                  .whenCompleteAsync(
                      (opened, failure) -> {
                        if (failure == null) {
                          underWay = false;
                          socket = opened;
                          greeted = false;
                          opened.write(text);
                        } else if (comesBack) {
                          retry(RETRY_MS);
                        }
                      },
                      loop);
        });
  }

  /** Begins its way back, unless it is on it. */
  private void comeBack(long afterMs) {
    if (!coming) {
      coming = true;
      arrivals.onLeaving(afterMs);
      retry(afterMs);
    }
  }

  private void retry(long afterMs) {
    underWay = true;
    Future<?> unused =
        loop.schedule(
            () -> connect(connectionId == null ? hello.join() : hello.resume(connectionId)),
            afterMs,
            TimeUnit.MILLISECONDS);
  }

  private void onClosed(int number, TestSignalingClient.Closed how) {
    onLoopLater(
        () -> {
          if (!comesBack || (FOR_GOOD.contains(how.code()) && number == sockets)) {
            refused.complete(how);
          } else if (number == sockets && coming && !underWay) {
            retry(RETRY_MS);
          } else if (number == sockets) {
            comeBack(0);
          }
        });
  }

  private void receive(String text) {
    onLoopLater(() -> onText(text));
  }

  private void onLoopLater(Runnable task) {
    if (!loop.isShutdown()) {
      loop.execute(task);
    }
  }

  private void onText(String text) {
    JsonNode message = V1Texts.read(text);
    arrivals.onText(message.path("type").asText("message"));
    switch (message.path("type").asText("message")) {
      case "message" -> onPeerMessage(message);
      case "ack", "resend" -> {
        boolean answered =
            peers.of(V1Texts.source(message)).acknowledged(message.get("seq").asLong());
        if (answered || message.get("type").asText().equals("resend")) {
          peers.unacknowledged(V1Texts.source(message)).forEach(this::say);
        }
      }
      case "welcome" -> {
        peers.forgetAll();
        greeted(message);
      }
      case "resumed" -> {
        peers.keepOnly(message.get("peers"));
        greeted(message);
        peers.unacknowledged().forEach(this::say);
      }
      case "peer-resumed" -> {
        events.add(message);
        peers.unacknowledged(message.get("connectionId").asText()).forEach(this::say);
      }
      case "go-away" -> {
        events.add(message);
        if (comesBack && connectionId != null) {
          comeBack(ThreadLocalRandom.current().nextLong(message.get("withinMs").asLong() + 1));
        }
      }
      case "peer-left" -> {
        peers.forget(message.get("connectionId").asText());
        events.add(message);
      }
      case "resync" -> {
        if (!message.has("source")
            || peers.of(V1Texts.source(message)).goesOnAt(message.get("seq").asLong())) {
          events.add(message);
        }
      }
      default -> events.add(message);
    }
  }

  private void greeted(JsonNode greeting) {
    connectionId = greeting.get("connectionId").asText();
    hello.taken();
    greeted = true;
    if (coming) {
      coming = false;
      arrivals.onBack();
    }
    events.add(greeting);
  }

  private void onPeerMessage(JsonNode message) {
    String source = V1Texts.source(message);
    V1Peer from = peers.of(source);
    switch (from.arrived(message.get("seq").asLong())) {
      case NEXT -> messages.add(message);
      case DUPLICATE -> duplicates.incrementAndGet();
      case GAP -> {
        gaps.incrementAndGet();
        if (from.asksForTheGap()) {
          write(V1Texts.notice("resend", source, from.lastReceived()));
        }
        return;
      }
      default -> throw new AssertionError("no such arrival");
    }
    write(V1Texts.notice("ack", source, from.lastReceived()));
  }

  private void checkAcknowledged(CompletableFuture<Void> done) {
    if (peers.allAcknowledged()) {
      done.complete(null);
    } else if (!loop.isShutdown()) {
      Future<?> unused =
          loop.schedule(() -> checkAcknowledged(done), RETRY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void say(String text) {
    if (greeted) {
      write(text);
    }
  }

  private void write(String text) {
    if (socket != null) {
      socket.write(text);
    }
  }

  private void onLoop(Runnable task) {
    V1TestSocket.get(CompletableFuture.runAsync(task, loop));
  }
}
