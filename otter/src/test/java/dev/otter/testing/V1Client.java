package dev.otter.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reference client of {@code otter.v1}: numbers and keeps what it sends, hands over in order
 * and once, and comes back by itself when it was told where. All waits are bounded. What it does is
 * what docs/signaling-protocol.md asks of a client.
 */
public final class V1Client implements AutoCloseable {

  private static final int WAIT_SECONDS = 15;
  private static final int RESEND_MS = 700;
  private static final int RETRY_MS = 50;
  private static final int RESUMED_ELSEWHERE = 4411;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TestRoom room;
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, V1Peer> peers = new HashMap<>();
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<TestSignalingClient.Closed> refused = new CompletableFuture<>();
  private final AtomicInteger duplicates = new AtomicInteger();
  private final AtomicInteger gaps = new AtomicInteger();
  private List<URI> bases;
  private int attempts;
  private V1TestSocket socket;
  private volatile String connectionId;
  private volatile String secret;
  private boolean comesBack;

  private V1Client(TestRoom room, List<URI> bases) {
    this.room = room;
    this.bases = bases;
    Future<?> unused =
        loop.scheduleWithFixedDelay(this::resendAll, RESEND_MS, RESEND_MS, TimeUnit.MILLISECONDS);
  }

  /** Asks to join a room anew. */
  public static V1Client knock(URI base, TestRoom room) {
    V1Client client = new V1Client(room, List.of(base));
    client.connect("{\"type\":\"join\"}");
    return client;
  }

  /** Joins a room anew, and waits for the welcome. */
  public static V1Client join(URI base, TestRoom room) {
    V1Client client = knock(base, room);
    client.await("welcome");
    return client;
  }

  /** Comes with the secret of another client, or of an earlier one. */
  public static V1Client resuming(URI base, TestRoom room, String id, String secret) {
    V1Client client = new V1Client(room, List.of(base));
    client.connect(resumeText(id, secret));
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

  /** Its address. */
  public String id() {
    return connectionId;
  }

  /** What it would resume with; a secret. */
  public String secret() {
    return secret;
  }

  /** Sends a JSON value to a peer: at once, and again until it is acknowledged. */
  public void send(String peer, String payload) {
    onLoop(
        () -> {
          V1Peer to = peer(peer);
          long seq = to.add(payload);
          if (to.overflows()) {
            write(notice("resync", peer, to.nextSeq()));
          } else {
            write(message(peer, seq, payload));
          }
        });
  }

  /** Sends a JSON value to several peers in one message. */
  public void broadcast(String payload, String... to) {
    onLoop(
        () -> {
          StringJoiner seqs = new StringJoiner(",");
          for (String each : to) {
            seqs.add("\"" + each + "\":" + peer(each).add(payload));
          }
          write("{\"destination\":\"*\",\"seqs\":{" + seqs + "},\"payload\":" + payload + "}");
        });
  }

  /** Sends a text as it is. */
  public void sendRaw(String text) {
    onLoop(() -> write(text));
  }

  /** The next message of any peer that was handed over. */
  public JsonNode next() {
    return poll(messages, "message");
  }

  /** How many messages were handed over and not looked at yet. */
  public int unread() {
    return messages.size();
  }

  /** The next event: whatever the server said that is no message of a peer. */
  public JsonNode nextEvent() {
    return poll(events, "event");
  }

  /** Waits for an event of a type; others before it are passed over. */
  public JsonNode await(String type) {
    JsonNode event = nextEvent();
    while (!event.path("type").asText().equals(type)) {
      event = nextEvent();
    }
    return event;
  }

  /** How many events came that were not looked at yet, of a type. */
  public long unreadEvents(String type) {
    return events.stream().filter(each -> each.path("type").asText().equals(type)).count();
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

  /** Takes nothing more from its connection, which stays open. */
  public void stopReading() {
    onLoop(() -> socket.stopReading());
  }

  /** Drops the connection without a word. */
  public void drop() {
    onLoop(() -> socket.abort());
  }

  /** Connects again and says {@code resume} with these. */
  public void resume(URI base, String id, String secret) {
    onLoop(() -> bases = List.of(base));
    connect(resumeText(id, secret));
  }

  /** Whether the server has let it in or refused it. */
  public boolean isAnswered() {
    return refused.isDone() || unreadEvents("resumed") + unreadEvents("welcome") > 0;
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

  private void connect(String hello) {
    loop.execute(
        () -> {
          URI base = bases.get(attempts++ % bases.size());
          Future<?> unused =
              V1TestSocket.open(base, room, this::receive, this::onClosed)
                  .whenCompleteAsync(
                      (opened, failure) -> {
                        if (failure == null) {
                          socket = opened;
                          opened.write(hello);
                        } else if (comesBack) {
                          retry();
                        }
                      },
                      loop);
        });
  }

  private void retry() {
    Future<?> unused =
        loop.schedule(
            () -> connect(resumeText(connectionId, secret)), RETRY_MS, TimeUnit.MILLISECONDS);
  }

  private void onClosed(TestSignalingClient.Closed how) {
    if (loop.isShutdown()) {
      return;
    }
    loop.execute(
        () -> {
          if (comesBack && how.code() != RESUMED_ELSEWHERE) {
            retry();
          } else {
            refused.complete(how);
          }
        });
  }

  private void receive(String text) {
    if (!loop.isShutdown()) {
      loop.execute(() -> onText(text));
    }
  }

  private void onText(String text) {
    JsonNode message = read(text);
    switch (message.path("type").asText("message")) {
      case "message" -> onPeerMessage(message);
      case "ack" -> peer(source(message)).acknowledged(message.get("seq").asLong());
      case "resend" -> {
        peer(source(message)).acknowledged(message.get("seq").asLong());
        resend(source(message));
      }
      case "welcome" -> {
        peers.clear();
        greeted(message);
      }
      case "resumed" -> {
        Set<String> there = new HashSet<>();
        message.get("peers").forEach(peer -> there.add(peer.get("connectionId").asText()));
        peers.keySet().retainAll(there);
        greeted(message);
        resendAll();
      }
      case "peer-resumed" -> {
        events.add(message);
        resend(message.get("connectionId").asText());
      }
      case "peer-left" -> {
        peers.remove(message.get("connectionId").asText());
        events.add(message);
      }
      case "resync" -> {
        if (!message.has("source") || peer(source(message)).goesOnAt(message.get("seq").asLong())) {
          events.add(message);
        }
      }
      default -> events.add(message);
    }
  }

  private void greeted(JsonNode greeting) {
    connectionId = greeting.get("connectionId").asText();
    secret = greeting.get("resumeSecret").asText();
    events.add(greeting);
  }

  private void onPeerMessage(JsonNode message) {
    String source = source(message);
    V1Peer from = peer(source);
    switch (from.arrived(message.get("seq").asLong())) {
      case NEXT -> messages.add(message);
      case DUPLICATE -> duplicates.incrementAndGet();
      case GAP -> {
        gaps.incrementAndGet();
        write(notice("resend", source, from.lastReceived()));
        return;
      }
      default -> throw new AssertionError("no such arrival");
    }
    write(notice("ack", source, from.lastReceived()));
  }

  private void resendAll() {
    List.copyOf(peers.keySet()).forEach(this::resend);
  }

  private void resend(String peer) {
    peer(peer).unacknowledged().forEach(sent -> write(message(peer, sent.seq(), sent.payload())));
  }

  private void checkAcknowledged(CompletableFuture<Void> done) {
    if (peers.values().stream().allMatch(each -> each.unacknowledged().isEmpty())) {
      done.complete(null);
    } else if (!loop.isShutdown()) {
      Future<?> unused =
          loop.schedule(() -> checkAcknowledged(done), RETRY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private V1Peer peer(String id) {
    return peers.computeIfAbsent(id, unknown -> new V1Peer());
  }

  private void write(String text) {
    if (socket != null) {
      socket.write(text);
    }
  }

  private void onLoop(Runnable task) {
    V1TestSocket.get(CompletableFuture.runAsync(task, loop));
  }

  private static String message(String peer, long seq, String payload) {
    return "{\"destination\":\"%s\",\"seq\":%d,\"payload\":%s}".formatted(peer, seq, payload);
  }

  private static String notice(String type, String peer, long seq) {
    return "{\"type\":\"%s\",\"destination\":\"%s\",\"seq\":%d}".formatted(type, peer, seq);
  }

  private static String resumeText(String id, String secret) {
    return "{\"type\":\"resume\",\"connectionId\":\"%s\",\"secret\":\"%s\"}".formatted(id, secret);
  }

  private static String source(JsonNode message) {
    return message.get("source").asText();
  }

  private static JsonNode poll(BlockingQueue<JsonNode> queue, String what) {
    try {
      JsonNode next = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + what + " came within " + WAIT_SECONDS + " s");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
