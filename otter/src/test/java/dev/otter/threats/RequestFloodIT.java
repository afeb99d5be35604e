package dev.otter.threats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.turn.testing.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T27: request after request from one address, or with one key, to one node and spread over two. An
 * office of fifty behind one address passes with the defaults.
 */
class RequestFloodIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String RATE = "OTTER_LIMITS_REQUEST_RATE";
  private static final String PROXIES = "OTTER_TRUSTED_PROXIES";
  private static final String FORWARDED = "X-Forwarded-For";
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer " + TestNode.API_KEY;

  @TempDir Path dataDir;

  @Test
  void oneAddressGets429WithRetryAfterAndThenGoesOn() {
    try (TestNode node = TestNode.start(dataDir, RATE, "1")) {
      // One with a body that no JSON reader would get through, so that it is seen who is first.
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(node.api().post("/v1/rooms", "[".repeat(60_000)));
      }
      assertThat(answers.get(0).code()).isEqualTo("body-invalid");
      // Which of them are refused depends on how fast this machine sends them.
      List<Answer> refusals = answers.stream().filter(a -> a.status() == 429).toList();
      assertThat(refusals).hasSizeGreaterThan(20);
      Answer refused = refusals.get(0);
      assertThat(refused.code()).isEqualTo("request-rate");
      assertThat(refused.text()).contains("one address may send 1 requests a second");
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(node.api().get("/").status()).as("pages are not counted").isEqualTo(200);
      assertThat(node.api().get("/readyz").status()).isEqualTo(200);
      Eventually.within(
          BOUND, "it may again", () -> node.api().post("/v1/rooms", "{}").status() == 201);
    }
  }

  @Test
  void oneKeyIsCountedWhereverItComesFromAndOthersDoNotUseItUp() {
    try (TestNode node = TestNode.start(dataDir, RATE, "1", PROXIES, "127.0.0.1")) {
      for (int i = 0; i < 40; i++) {
        // The id of a key is no secret: whoever knows it must not be able to use up its rate.
        String forged = "Bearer otter_testing_" + "x".repeat(36);
        assertThat(create(node, forged, "192.0.2." + i).code()).isEqualTo("api-key-invalid");
      }
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        answers.add(create(node, BEARER, "198.51.100." + i));
      }
      assertThat(answers.subList(0, 2)).extracting(Answer::status).containsOnly(201);
      assertThat(answers).extracting(Answer::status).containsOnly(201, 429);
      List<Answer> refusals = answers.stream().filter(a -> a.status() == 429).toList();
      assertThat(refusals).isNotEmpty();
      assertThat(refusals.get(0).text()).contains("one API key may send 1 requests a second");
    }
  }

  private static Answer create(TestNode node, String authorization, String from) {
    return node.api()
        .send("POST", "/v1/rooms", "{}", AUTHORIZATION, authorization, FORWARDED, from);
  }

  @Test
  void nobodyGetsAnotherAddressByWritingItselfOne() {
    try (TestNode node = TestNode.start(dataDir, RATE, "1")) {
      assertThat(refusals(node, "192.0.2.%d")).isGreaterThan(20);
    }
    try (TestNode node = TestNode.start(dataDir.resolve("b"), RATE, "1", PROXIES, "127.0.0.1")) {
      assertThat(refusals(node, "192.0.2.%d, 198.51.100.7")).isGreaterThan(20);
      assertThat(refusals(node, "192.0.2.%d, nonsense")).as("unreadable").isGreaterThan(20);
      assertThat(refusals(node, "2001:db8:1:2::%d")).as("one /64 network").isGreaterThan(20);
      assertThat(refusals(node, "2001:db8:2:%d::1")).as("many networks").isZero();
      assertThat(refusals(node, "203.0.113.%d:4711, 127.0.0.1")).as("two proxies").isZero();
    }
  }

  private static int refusals(TestNode node, String forwarded) {
    int refused = 0;
    for (int i = 1; i <= 50; i++) {
      Answer answer = node.api().get("/v1/rooms/x", FORWARDED, forwarded.formatted(i));
      refused += answer.status() == 429 ? 1 : 0;
    }
    return refused;
  }

  @Test
  void whoSpreadsOverTwoNodesGetsNoMoreThanOnOne() {
    int rate = 20;
    int firstPort = FreePorts.next();
    try (TestNode first = clustered("1", firstPort, "", rate);
        TestNode second = clustered("2", FreePorts.next(), "127.0.0.1:" + firstPort, rate)) {
      long begin = System.nanoTime();
      long end = begin + TimeUnit.SECONDS.toNanos(8);
      int sent = 0;
      int passed = 0;
      while (System.nanoTime() < end) {
        for (TestNode node : List.of(first, second)) {
          sent++;
          passed += node.api().get("/v1/rooms/x").status() == 429 ? 0 : 1;
        }
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      double allowed = rate * (2 + seconds);
      assertThat(passed / allowed).as("passed of %d sent", sent).isLessThan(1.2);
      assertThat(passed / Math.min(allowed, sent)).as("passed of %d", sent).isGreaterThan(0.8);
    }
  }

  private TestNode clustered(String name, int port, String members, int rate) {
    return TestNode.startClusteredWith(
        dataDir.resolve(name), port, members, RATE, String.valueOf(rate));
  }

  @Test
  void anOfficeOfFiftyBehindOneAddressPassesWithTheDefault() {
    try (TestNode node = TestNode.start(dataDir, RATE, "100")) {
      TestRoom[] rooms = new TestRoom[25];
      for (int i = 0; i < rooms.length; i++) {
        rooms[i] = node.api().createRoom();
      }
      List<V1Client> office = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        TestRoom room = rooms[i / 2];
        String query = "?token=" + room.token();
        assertThat(node.api().get("/otter-meet/" + room.roomId() + query).status()).isEqualTo(200);
        assertThat(node.api().get("/v1/ice-servers" + query).status()).isEqualTo(200);
        office.add(V1Client.join(node.base(), room));
      }
      office.forEach(V1Client::close);
    }
  }
}
