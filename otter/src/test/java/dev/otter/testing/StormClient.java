package dev.otter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client of which a test can have thousands: it has no thread of its own, and reads only while it
 * comes in. When it is refused it waits for a random while, which grows, and comes again. For one
 * thread at a time.
 */
public final class StormClient {

  private static final int ATTEMPTS = 12;
  private static final int FIRST_WAIT_MS = 100;
  private static final int CLOSED_WITHOUT_A_WORD = 1006;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI base;
  private final TestRoom room;
  private final boolean resumes;
  private final List<Integer> refusals = new ArrayList<>();
  private RawWebSocket socket;
  private String firstId;
  private String id;
  private String secret = randomSecret();
  private int hellos;

  /**
   * Makes a client that is not connected.
   *
   * @param resumes whether it speaks otter.v1
   */
  public StormClient(URI base, TestRoom room, boolean resumes) {
    this.base = base;
    this.room = room;
    this.resumes = resumes;
  }

  /** Connects and gets into its room. */
  public StormClient comeIn() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (tryToComeIn()) {
        return this;
      }
      if (socket != null) {
        socket.close();
      }
      int wait = FIRST_WAIT_MS << Math.min(attempt, 5);
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(wait)));
    }
    throw new AssertionError("not let in, but refused with " + refusals);
  }

  /** Connects again after a break; its refusals are counted anew. */
  public StormClient comeBack() throws IOException {
    refusals.clear();
    return comeIn();
  }

  /** Ends the connection by a reset. */
  public StormClient reset() throws IOException {
    socket.reset();
    return this;
  }

  /** The HTTP status or close code of each attempt that was refused. */
  public List<Integer> refusals() {
    return refusals;
  }

  /** Whether it came back as the one who it was. */
  public boolean hasItsOldId() {
    return id.equals(firstId);
  }

  private static String randomSecret() {
    byte[] bytes = new byte[32];
    ThreadLocalRandom.current().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private boolean tryToComeIn() throws IOException {
    String path = "/ws?roomId=" + room.roomId() + "&token=" + room.token();
    try {
      socket =
          resumes
              ? RawWebSocket.request(base, path, "Sec-WebSocket-Protocol: otter.v1")
              : RawWebSocket.request(base, path);
      int status = Integer.parseInt(socket.statusLine().split(" ")[1]);
      if (status != 101) {
        refusals.add(status);
        return false;
      }
      return resumes ? isGreeted() : isAnswered();
    } catch (RawWebSocket.ClosedException e) {
      refusals.add(e.code());
      return false;
    } catch (IOException e) {
      refusals.add(CLOSED_WITHOUT_A_WORD);
      return false;
    }
  }

  /** A plain client is told nothing; the answer to a message to nobody says that it is in. */
  private boolean isAnswered() throws IOException {
    socket.sendText("{\"destination\":\"nobody\",\"payload\":1}");
    await("\"destination-unknown\"");
    return true;
  }

  private boolean isGreeted() throws IOException {
    String next = randomSecret();
    hellos++;
    socket.sendText(
        id == null
            ? "{\"type\":\"join\",\"attempt\":%d,\"secret\":\"%s\"}".formatted(hellos, secret)
            : ("{\"type\":\"resume\",\"attempt\":%d,\"connectionId\":\"%s\",\"secret\":\"%s\","
                    + "\"nextSecret\":\"%s\"}")
                .formatted(hellos, id, secret, next));
    String greeting = await(id == null ? "\"welcome\"" : "\"resumed\"");
    JsonNode message = MAPPER.readTree(greeting);
    if (id != null) {
      secret = next;
    }
    id = message.get("connectionId").asText();
    if (firstId == null) {
      firstId = id;
    }
    return true;
  }

  private String await(String part) throws IOException {
    String text = socket.nextText();
    while (!text.contains(part)) {
      text = socket.nextText();
    }
    return text;
  }
}
