package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Figures;
import dev.otter.testing.HttpApi;
import dev.otter.testing.NumberedLoad;
import dev.otter.testing.ProcessNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.TestSignalingClient;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three nodes, under numbered load, and one of them is killed: again and again, a fresh one each
 * time. How long until it is noticed, and until its client goes on elsewhere. {@code make
 * bench-kill} prints the figures.
 */
@Tag("long")
class KillRepeatsIT {

  private static final Logger LOG = LoggerFactory.getLogger(KillRepeatsIT.class);
  private static final int REPEATS = 20;

  @TempDir Path directory;

  @Test
  void aKilledNodeIsNoticedAndItsClientGoesOnElsewhereEachTime() {
    int[] ports = {FreePorts.next(), FreePorts.next(), FreePorts.next()};
    String members =
        "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d".formatted(ports[0], ports[1], ports[2]);
    Figures noticed = new Figures();
    Figures resumed = new Figures();
    try (ProcessNode one = ProcessNode.startClustered(directory.resolve("one"), ports[0], members);
        ProcessNode two = ProcessNode.startClustered(directory.resolve("two"), ports[1], members)) {
      URI onOne = one.awaitRunning();
      URI onTwo = two.awaitRunning();
      for (int run = 0; run < Figures.repeats(REPEATS); run++) {
        try (ProcessNode killed =
            ProcessNode.startClustered(directory.resolve("killed" + run), ports[2], members)) {
          kill(killed, onOne, onTwo, noticed, resumed);
        }
      }
    }
    LOG.info("kill -9 of a node of three, a peer was told: {}", noticed);
    LOG.info("kill -9 of a node of three, its client had resumed: {}", resumed);
    assertThat(resumed.count()).isEqualTo(Figures.repeats(REPEATS));
  }

  private static void kill(ProcessNode killed, URI one, URI two, Figures noticed, Figures resumed) {
    URI base = killed.awaitRunning();
    TestRoom room = new HttpApi(one).createRoom();
    TestRoom plainRoom = new HttpApi(two).createRoom();
    TestSignalingClient plainPeer = TestSignalingClient.connect(two, plainRoom);
    try (V1Client stays = V1Client.join(one, room);
        V1Client moves = V1Client.join(base, room).comeBackTo(two, one);
        NumberedLoad load = NumberedLoad.between(stays, moves)) {
      TestSignalingClient plain = TestSignalingClient.connect(base, plainRoom);
      assertThat(plainPeer.next().get("source").isTextual()).isTrue();
      load.more(50);

      long killedAt = System.nanoTime();
      killed.kill();
      assertThat(plainPeer.next().get("source").isNull()).isTrue();
      noticed.add(since(killedAt));
      moves.await("resumed");
      resumed.add(moves.returnsMs().get(0));

      load.more(50).verified();
      assertThat(stays.count("peer-left") + moves.count("peer-left")).isZero();
      assertThat(stays.count("resync") + moves.count("resync")).isZero();
      plain.close();
    }
    plainPeer.close();
  }

  private static long since(long startNanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
  }
}
