package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.StormClient;
import dev.otter.testing.TestRoom;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * F10: all connections of a node break at once, by a reset, as when a load balancer is restarted,
 * and all clients come back at once. None of them is told that its room is gone.
 */
class ReconnectStormIT {

  private static final Logger LOG = LoggerFactory.getLogger(ReconnectStormIT.class);
  private static final int CLIENTS = 2_000;
  private static final int AT_ONCE = 200;
  private static final int BOUND_SECONDS = 60;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allComeBackAndNobodyIsToldThatItsRoomIsGone(boolean resumes) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try (ProcessNode node =
        ProcessNode.startSingle(directory, Map.of("OTTER_LIMITS_CONNECTIONS_PER_ADDRESS", "0"))) {
      URI base = node.awaitRunning();
      HttpApi api = new HttpApi(base);
      List<TestRoom> rooms = new ArrayList<>();
      List<StormClient> clients = new ArrayList<>();
      for (TestRoom room :
          all(threads, Collections.nCopies(CLIENTS / 2, api), HttpApi::createRoom)) {
        rooms.add(room);
        clients.add(new StormClient(base, room, resumes));
        clients.add(new StormClient(base, room, resumes));
      }
      all(threads, clients, StormClient::comeIn);

      all(threads, clients, StormClient::reset);
      long cutAt = System.nanoTime();
      all(threads, clients, StormClient::comeBack);
      long recovered = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - cutAt);

      List<Integer> refusals = clients.stream().flatMap(each -> each.refusals().stream()).toList();
      LOG.info(
          "{}: {} clients back after {} ms, {} of them refused once or more: {}",
          resumes ? "otter.v1" : "plain",
          CLIENTS,
          recovered,
          clients.stream().filter(each -> !each.refusals().isEmpty()).count(),
          refusals.stream().distinct().toList());
      assertThat(refusals)
          .as("room gone, ended, or resume refused")
          .doesNotContain(4404, 4410, 401, 404);
      if (resumes) {
        assertThat(refusals).as("its place was kept").isEmpty();
        assertThat(clients).allMatch(StormClient::hasItsOldId);
      }
      assertThat(recovered).isLessThan(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
      assertThat(all(threads, rooms, room -> participants(api, room))).containsOnly(2);
      assertThat(node.err()).doesNotContain("ERROR");
      for (StormClient each : clients) {
        each.reset();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int participants(HttpApi api, TestRoom room) {
    return api.get("/v1/rooms/" + room.roomId() + "?token=" + room.token())
        .json()
        .get("participantCount")
        .asInt();
  }

  private interface Step<T, R> {
    R of(T subject) throws Exception;
  }

  private static <T, R> List<R> all(ExecutorService threads, List<T> subjects, Step<T, R> step)
      throws Exception {
    List<Future<R>> done = new ArrayList<>();
    for (T each : subjects) {
      done.add(threads.submit(() -> step.of(each)));
    }
    List<R> results = new ArrayList<>();
    for (Future<R> each : done) {
      results.add(each.get(BOUND_SECONDS, TimeUnit.SECONDS));
    }
    return results;
  }
}
