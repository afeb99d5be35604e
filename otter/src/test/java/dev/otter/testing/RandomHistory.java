package dev.otter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One random history of one room, and the model it is compared with: who is in, and whether its
 * socket is there. After each step the room itself, as each node reads it, and what every connected
 * client was told must agree with the model; in the end every message must have come once.
 */
public final class RandomHistory implements AutoCloseable {

  private static final int MAX_PARTICIPANTS = 5;
  private static final int WAIT_SECONDS = 60;

  private final Random random;
  private final List<TestNode> nodes;

  /** What the next ones come with. */
  private TestRoom room;

  /** The model: who is in, oldest first. */
  private final Map<String, Member> members = new LinkedHashMap<>();

  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<V1Client> all = new ArrayList<>();

  /** One who is in. */
  private static final class Member {
    private final V1Client client;
    private final Map<String, String> view = new HashMap<>();

    /** How many messages were sent to each of the others. */
    private final Map<String, Integer> sent = new HashMap<>();

    private String secretBefore;
    private boolean live = true;

    private Member(V1Client client) {
      this.client = client;
    }
  }

  /** Begins in an empty room; the same seed is the same history. */
  public RandomHistory(long seed, List<TestNode> nodes) {
    this.random = new Random(seed);
    this.nodes = nodes;
    this.room = nodes.get(0).api().createRoom("{\"maxParticipants\":" + MAX_PARTICIPANTS + "}");
  }

  /** How often each kind of step was made. */
  public Map<String, Integer> counts() {
    return counts;
  }

  /** Makes one step, waits until all agree with the model, and lets everybody speak. */
  public void step() {
    List<Member> in = List.copyOf(members.values());
    Member one = in.isEmpty() ? null : in.get(random.nextInt(in.size()));
    int kind = random.nextInt(100);
    if (one == null || kind < 30) {
      join();
    } else if (kind < 36) {
      leave(one);
    } else if (kind < 56) {
      drop(one);
    } else if (kind < 82) {
      resume(one);
    } else if (kind < 88) {
      claim("wrong secret", one, V1Hello.random());
    } else if (kind < 95) {
      claim("stale secret", one, one.secretBefore == null ? one.client.id() : one.secretBefore);
    } else {
      putOut(one);
    }
    agree();
    speak();
  }

  /**
   * Brings everybody back, and compares what came.
   *
   * @return how many messages were handed over
   */
  public int finish() {
    List.copyOf(members.values()).stream().filter(each -> !each.live).forEach(this::resume);
    agree();
    members.values().forEach(each -> each.client.awaitAcknowledged());
    int handedOver = 0;
    for (Member to : members.values()) {
      Map<String, Integer> came = new HashMap<>();
      while (to.client.unread() > 0) {
        JsonNode message = to.client.next();
        String from = message.get("source").asText();
        int expected = came.merge(from, 1, Integer::sum) - 1;
        check(message.get("payload").asInt() == expected, "not in order, or not once");
        handedOver++;
      }
      members.forEach(
          (id, from) ->
              check(
                  came.getOrDefault(id, 0).equals(from.sent.getOrDefault(to.client.id(), 0)),
                  "not all that " + id + " sent has come"));
    }
    return handedOver;
  }

  private void join() {
    V1Client client = V1Client.knock(somewhere(), room);
    all.add(client);
    if (members.size() == MAX_PARTICIPANTS) {
      count("refused as full");
      check(client.refused().code() == 4409, "a full room let somebody in");
      return;
    }
    count("join");
    JsonNode welcome = client.await("welcome");
    Member newcomer = new Member(client);
    members.put(client.id(), newcomer);
    see(newcomer, welcome);
  }

  private void leave(Member one) {
    if (!one.live) {
      drop(one);
      return;
    }
    count("leave");
    members.remove(one.client.id());
    all.remove(one.client);
    one.client.close();
  }

  private void drop(Member one) {
    if (one.live) {
      count("drop");
      one.live = false;
      one.client.drop();
    }
  }

  /** Also of one whose socket is there: then the new one takes over. */
  private void resume(Member one) {
    count(one.live ? "take over" : "resume");
    String secret = one.client.secret();
    one.client.resume(somewhere(), one.client.id(), secret);
    JsonNode resumed = one.client.await("resumed");
    one.secretBefore = secret;
    one.live = true;
    see(one, resumed);
  }

  private void claim(String what, Member one, String secret) {
    count(what);
    try (V1Client thief = V1Client.resuming(somewhere(), room, one.client.id(), secret)) {
      check(thief.refused().code() == 4410, "a " + what + " opened a place");
    }
  }

  private void putOut(Member one) {
    count("put out");
    String path = "/v1/rooms/" + room.roomId() + "/participants/" + one.client.id();
    int status =
        node()
            .api()
            .send("DELETE", path, null, "Authorization", "Bearer " + TestNode.API_KEY)
            .status();
    check(status == 204, "putting out was answered by " + status);
    members.remove(one.client.id());
    // The token of whoever was put out lets nobody in any more: the next ones come by a fresh link.
    room = node().api().freshLink(room);
  }

  /** Everybody who is connected says something to everybody who is in. */
  private void speak() {
    for (Member from : members.values()) {
      if (from.live) {
        from.view
            .keySet()
            .forEach(
                to -> {
                  int number = from.sent.merge(to, 1, Integer::sum) - 1;
                  from.client.send(to, String.valueOf(number));
                });
      }
    }
  }

  private void agree() {
    Map<String, String> model = new LinkedHashMap<>();
    members.forEach((id, member) -> model.put(id, member.live ? "live" : "interrupted"));
    nodes.forEach(node -> awaitRoom(node, model));
    members.forEach(
        (id, member) -> {
          Map<String, String> others = new HashMap<>(model);
          others.remove(id);
          while (member.live && !member.view.equals(others)) {
            hear(member, member.client.nextEvent(), others);
          }
        });
  }

  private void awaitRoom(TestNode node, Map<String, String> model) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    Map<String, String> there = read(node);
    while (!List.copyOf(there.entrySet()).equals(List.copyOf(model.entrySet()))) {
      check(System.nanoTime() < end, "the room has " + there + " instead of " + model);
      there = read(node);
    }
  }

  private Map<String, String> read(TestNode node) {
    Map<String, String> there = new LinkedHashMap<>();
    node.api()
        .get(
            "/v1/rooms/" + room.roomId() + "/participants",
            "Authorization",
            "Bearer " + TestNode.API_KEY)
        .json()
        .get("participants")
        .forEach(each -> there.put(each.get("connectionId").asText(), each.get("state").asText()));
    return there;
  }

  private static void see(Member member, JsonNode greeting) {
    member.view.clear();
    greeting
        .get("peers")
        .forEach(
            peer -> member.view.put(peer.get("connectionId").asText(), peer.get("state").asText()));
  }

  private void hear(Member member, JsonNode event, Map<String, String> expected) {
    String id = event.path("connectionId").asText();
    switch (event.get("type").asText()) {
      case "peer-joined", "peer-resumed" -> member.view.put(id, "live");
      case "peer-interrupted" -> member.view.put(id, "interrupted");
      case "peer-left" -> member.view.remove(id);
      // The last word on a socket that was taken over, or of one who went while it was spoken to.
      case "error" ->
          check(
              event.path("code").asText().equals("resumed-elsewhere")
                  || !members.containsKey(event.path("destination").asText()),
              "" + event);
      default ->
          throw new AssertionError(
              event + " came, and the view is " + member.view + " instead of " + expected);
    }
  }

  private TestNode node() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private URI somewhere() {
    return node().base();
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  @Override
  public void close() {
    all.forEach(V1Client::close);
  }
}
