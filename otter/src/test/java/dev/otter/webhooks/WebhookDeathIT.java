package dev.otter.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.PostgresServer;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import dev.otter.testing.WebhookReceiver;
import dev.otter.testing.WebhookReceiver.Message;
import dev.otter.turn.testing.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes, a receiver that fails now and then, and {@code kill -9} of the node that delivers:
 * what a room's numbers tell has no hole and no disorder.
 */
class WebhookDeathIT {

  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final Pattern READY = Pattern.compile("ready nodeId=(\\S+)");
  private static final int ROOMS = 6;

  @TempDir Path directory;

  @Test
  void withASharedDatabase() {
    try (PostgresServer server = PostgresServer.start()) {
      Map<String, String> store = new HashMap<>();
      for (int i = 0; i < server.environment().length; i += 2) {
        store.put(server.environment()[i], server.environment()[i + 1]);
      }
      killTheOneThatDelivers(store);
    }
  }

  /** The same deliverer over another store: half a minute that each run need not take. */
  @Test
  @Tag("long")
  void withTheMemoryOfTheNodesAlone() {
    killTheOneThatDelivers(Map.of());
  }

  private void killTheOneThatDelivers(Map<String, String> store) {
    Map<String, String> environment = new HashMap<>(store);
    environment.put("OTTER_WEBHOOKS_ALLOWED_TARGETS", "127.0.0.1");
    int port = FreePorts.next();
    String members = "127.0.0.1:" + port;
    try (WebhookReceiver receiver = new WebhookReceiver();
        ProcessNode first =
            ProcessNode.startClustered(directory.resolve("1"), port, "", environment)) {
      AtomicInteger count = new AtomicInteger();
      receiver.answer(message -> count.incrementAndGet() % 7 == 0 ? 503 : 200);
      URI firstBase = first.awaitRunning();
      // Alone, and so the one that delivers.
      Answer made =
          new HttpApi(firstBase)
              .post("/v1/webhooks", "{\"url\":\"" + receiver.url("/hook") + "\"}");
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      new HttpApi(firstBase).createRoom();
      receiver.awaitTaken(1);
      try (ProcessNode second = start(members, "2", environment);
          ProcessNode third = start(members, "3", environment)) {
        List<URI> bases = List.of(firstBase, second.awaitRunning(), third.awaitRunning());
        assertThat(READY.matcher(first.err()).results().count()).isEqualTo(1);
        runRooms(first, receiver, bases);
      }
    }
  }

  private ProcessNode start(String members, String name, Map<String, String> environment) {
    return ProcessNode.startClustered(
        directory.resolve(name), FreePorts.next(), members, environment);
  }

  /** Calls begin and end on all nodes, in the middle of it one is killed, and it goes on. */
  private static void runRooms(ProcessNode delivering, WebhookReceiver receiver, List<URI> bases) {
    Map<String, TestRoom> rooms = new HashMap<>();
    for (int i = 0; i < ROOMS; i++) {
      TestRoom room = new HttpApi(bases.get(i % 3)).createRoom("{\"maxParticipants\":16}");
      rooms.put(room.roomId(), room);
    }
    List<Staying> staying = new ArrayList<>();
    comeAndGo(rooms.values(), bases, staying);
    comeAndGo(rooms.values(), bases, staying);

    delivering.kill();
    List<URI> left = bases.subList(1, 3);
    staying.removeIf(each -> each.base().equals(bases.get(0)));
    Eventually.within(
        BOUND,
        "the others serve",
        () -> left.stream().allMatch(base -> new HttpApi(base).get("/readyz").status() == 200));
    comeAndGo(rooms.values(), left, staying);
    staying.forEach(each -> each.client().close());
    rooms.values().forEach(room -> awaitIn(left.get(0), room, 0));

    Map<String, Long> told = new HashMap<>();
    Eventually.within(
        BOUND,
        "all has been told",
        () ->
            rooms.keySet().stream()
                .allMatch(
                    room ->
                        distinct(receiver.taken(), room, "participant.joined").size() == 6
                            && distinct(receiver.taken(), room, "participant.left").size() == 6));
    for (Message message : receiver.taken()) {
      long before = told.getOrDefault(message.room(), 0L);
      assertThat(message.number())
          .as("the next one, or one that came before")
          .isBetween(1L, before + 1);
      told.put(message.room(), Math.max(before, message.number()));
    }
    assertThat(told.keySet()).containsAll(rooms.keySet());
  }

  /** One that stays, in the plain dialect: nobody waits for who was on a node that died. */
  private record Staying(TestSignalingClient client, URI base, TestRoom room) {}

  /** Into each room comes one that stays and one that goes; all of it is done at the end. */
  private static void comeAndGo(Iterable<TestRoom> rooms, List<URI> bases, List<Staying> staying) {
    int turn = 0;
    for (TestRoom room : rooms) {
      URI base = bases.get(turn++ % bases.size());
      staying.add(new Staying(TestSignalingClient.connect(base, room), base, room));
      V1Client.join(bases.get(turn++ % bases.size()), room).close();
    }
    for (TestRoom room : rooms) {
      long in = staying.stream().filter(each -> each.room().equals(room)).count();
      awaitIn(bases.get(1), room, in);
    }
  }

  private static void awaitIn(URI base, TestRoom room, long count) {
    String path = "/v1/rooms/" + room.roomId() + "?token=" + room.token();
    Eventually.within(
        BOUND,
        count + " are in",
        () -> new HttpApi(base).get(path).json().path("participantCount").asLong() == count);
  }

  private static Set<String> distinct(List<Message> messages, String room, String type) {
    Set<String> found = new HashSet<>();
    messages.stream()
        .filter(each -> each.room().equals(room) && each.type().equals(type))
        .forEach(each -> found.add(each.json().at("/participant/connectionId").asText()));
    return found;
  }
}
