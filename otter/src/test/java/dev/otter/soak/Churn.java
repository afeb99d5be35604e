package dev.otter.soak;

import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi;
import dev.otter.testing.TestRoom;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Some workers that play one scene after the other, each in rooms of its own. */
final class Churn implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Churn.class);
  private static final int SLOW_MS = 5_000;
  private static final List<ChurnScene> SCENES = List.of(ChurnScene.values());
  private static final int WORKERS = 6;

  /** Rooms are made once and asked for by name from then on, so that their number stays. */
  private static final int ROOMS_OF_A_WORKER = 25;

  /** A client of otter.v1 whose last word was lost keeps its place for the resume window. */
  private static final Duration EMPTY_BOUND = Duration.ofSeconds(90);

  private final List<URI> nodes;
  private final HttpApi api;
  private final Random seeds;
  private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);

  Churn(List<URI> nodes, long seed) {
    this.nodes = nodes;
    this.api = new HttpApi(nodes.get(0));
    this.seeds = new Random(seed);
  }

  /**
   * Plays for a while, and waits until all rooms are empty.
   *
   * @return how many scenes were played, by kind
   */
  Map<ChurnScene, Integer> play(Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    List<Future<Map<ChurnScene, Integer>>> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      int worker = i;
      Random random = new Random(seeds.nextLong());
      workers.add(threads.submit(() -> work(worker, random, end)));
    }
    Map<ChurnScene, Integer> played = new EnumMap<>(ChurnScene.class);
    for (Future<Map<ChurnScene, Integer>> each : workers) {
      // The last scene, and then the wait for its room to be empty.
      each.get(duration.plus(EMPTY_BOUND).toSeconds() + 90, TimeUnit.SECONDS)
          .forEach((scene, count) -> played.merge(scene, count, Integer::sum));
    }
    return played;
  }

  private Map<ChurnScene, Integer> work(int worker, Random random, long end) throws Exception {
    Map<ChurnScene, Integer> played = new EnumMap<>(ChurnScene.class);
    for (int i = 0; System.nanoTime() < end; i++) {
      TestRoom room = room("soak-" + worker + '-' + i % ROOMS_OF_A_WORKER);
      ChurnScene scene = SCENES.get(random.nextInt(SCENES.size()));
      try {
        scene.play(nodes, room, random);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(scene + " failed in " + room.roomId(), e);
      }
      long milliseconds = awaitEmpty(room);
      if (milliseconds > SLOW_MS) {
        LOG.info("after {} a room was empty after {} ms only", scene, milliseconds);
      }
      played.merge(scene, 1, Integer::sum);
    }
    return played;
  }

  private TestRoom room(String uniqueName) {
    HttpApi.Answer answer = api.post("/v1/rooms", "{\"uniqueName\":\"" + uniqueName + "\"}");
    String url = answer.json().path("url").asText();
    return new TestRoom(
        answer.json().path("roomId").asText(), url.substring(url.indexOf("token=") + 6));
  }

  private long awaitEmpty(TestRoom room) {
    return Eventually.within(
        EMPTY_BOUND,
        room.roomId() + " is empty",
        () ->
            api.get("/v1/rooms/" + room.roomId() + "?token=" + room.token())
                    .json()
                    .path("participantCount")
                    .asInt(-1)
                == 0);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
