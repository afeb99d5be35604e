package dev.otter.turn.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.bus.BusCodecs;
import dev.otter.turn.relay.RelayId;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

/** With a Java client of Redis, redis-cli, and bytes of our own. */
@ExtendWith(VertxExtension.class)
class RedisDoorTest {

  private static final RelayId FIRST = RelayId.random();
  private static final RelayId SECOND = RelayId.random();
  private static final String STATUS = "turn/realm/otter/user/1:bo/allocation/001/status";

  private OpenDoor door;

  @BeforeEach
  void open(Vertx vertx) {
    BusCodecs.register(vertx);
    door = new OpenDoor(vertx, Map.of("token-1", FIRST, "token-2", SECOND));
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void aRelayKeepsTextsAndSeesItsOwnOnly() {
    try (Jedis first = client("token-1");
        Jedis second = client("token-2")) {
      assertThat(first.set(STATUS, "new lifetime=600, type=UDP")).isEqualTo("OK");
      assertThat(second.set("other", "é")).isEqualTo("OK");

      assertThat(first.get(STATUS)).isEqualTo("new lifetime=600, type=UDP");
      assertThat(first.get("other")).isNull();
      assertThat(second.get("other")).isEqualTo("é");
      assertThat(first.keys("turn/*/allocation/*/status")).containsExactly(STATUS);
      // What CoTURN does when it starts: all statuses that it can list.
      assertThat(second.keys("turn/*/allocation/*/status")).isEmpty();
      assertThat(second.del(STATUS)).isZero();
      assertThat(first.del(STATUS, "")).isEqualTo(1);
      assertThat(first.get(STATUS)).isNull();
    }
  }

  @Test
  void textsHaveALifeAndAStatusHasThatOfItsAllocation() {
    try (Jedis relay = client("token-1")) {
      relay.set("for ever", "1");
      relay.set("short", "1", SetParams.setParams().ex(100));
      relay.set(STATUS, "refreshed lifetime=600, type=UDP");

      assertThat(relay.ttl("for ever")).isEqualTo(-1);
      assertThat(relay.ttl("none")).isEqualTo(-2);
      assertThat(relay.ttl("short")).isBetween(90L, 100L);
      assertThat(relay.ttl(STATUS)).isBetween(650L, 660L);
      assertThat(relay.expire("for ever", 50)).isEqualTo(1);
      assertThat(relay.ttl("for ever")).isBetween(40L, 50L);
      assertThat(relay.expire("for ever", 0)).isEqualTo(1);
      assertThat(relay.get("for ever")).isNull();
      assertThat(relay.expire("none", 5)).isZero();
    }
  }

  @Test
  void theSecretsAreASetThatRelaysReadAndOperatorsDoNot() {
    try (Jedis relay = client("token-1");
        Jedis operator = client(OpenDoor.ADMIN)) {
      assertThat(relay.smembers("turn/realm/otter/secret")).containsExactly(OpenDoor.SECRET);
      assertThat(relay.smembers("turn/realm/other/secret")).isEmpty();
      assertThatThrownBy(() -> operator.smembers("turn/realm/otter/secret"))
          .hasMessageStartingWith("ERR unknown command 'SMEMBERS', allowed: ");
      assertThatThrownBy(() -> operator.set("x/y", "1"))
          .hasMessageStartingWith("ERR unknown command 'SET'");
    }
  }

  @Test
  void anOperatorLooksAtAllRelaysAndListensToWhatTheyPublish() throws InterruptedException {
    BlockingQueue<List<String>> heard = new LinkedBlockingQueue<>();
    CountDownLatch listening = new CountDownLatch(2);
    JedisPubSub ear =
        new JedisPubSub() {
          @Override
          public void onPSubscribe(String pattern, int all) {
            listening.countDown();
          }

          @Override
          public void onPMessage(String pattern, String channel, String message) {
            heard.add(List.of(pattern, channel, message));
          }
        };
    try (Jedis relay = client("token-1");
        Jedis operator = client(OpenDoor.ADMIN);
        Jedis listener = client(OpenDoor.ADMIN)) {
      relay.set(STATUS, "new lifetime=600, type=UDP");
      String name = FIRST.value() + "/" + STATUS;
      assertThat(operator.keys("*")).containsExactly(name);
      assertThat(operator.get(name)).isEqualTo("new lifetime=600, type=UDP");
      assertThat(operator.ttl(name)).isPositive();
      assertThat(operator.get(STATUS)).isNull();

      Thread thread = new Thread(() -> listener.psubscribe(ear, "*/status", "nothing"));
      thread.start();
      assertThat(listening.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(relay.publish(STATUS, "deleted")).isEqualTo(1);
      assertThat(relay.publish("turn/other", "x")).isZero();
      assertThat(heard.poll(60, TimeUnit.SECONDS)).containsExactly("*/status", name, "deleted");
      ear.punsubscribe();
      thread.join(60_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void answersComeInOrderHoweverManyCommandsAreSentAtOnce() {
    try (Jedis relay = client("token-1")) {
      List<Response<?>> answers = new ArrayList<>();
      Pipeline pipeline = relay.pipelined();
      for (int i = 0; i < 500; i++) {
        answers.add(pipeline.set("key", "value " + i));
        answers.add(pipeline.get("key"));
      }
      pipeline.sync();
      for (int i = 0; i < 500; i++) {
        assertThat(answers.get(2 * i + 1).get()).isEqualTo("value " + i);
      }
    }
  }

  /** The API key is asked for elsewhere; what was sent after it waits for the answer. */
  @Test
  void commandsSentRightAfterAnApiKeyAreAnsweredAfterIt() throws IOException {
    assertThat(answer(command("AUTH", OpenDoor.ADMIN) + command("PING") + command("QUIT")))
        .isEqualTo("+OK\r\n+PONG\r\n+OK\r\n");
  }

  @Test
  void withoutAPasswordThereIsNothing() throws IOException {
    assertThat(answer(command("GET", "x") + command("PING") + command("QUIT")))
        .isEqualTo(
            "-NOAUTH Authentication required.\r\n-NOAUTH Authentication required.\r\n+OK\r\n");
    assertThat(answer(command("AUTH", "token-3") + command("PING")))
        .isEqualTo("-WRONGPASS neither a relay's token nor an API key\r\n");
    assertThat(answer(command("AUTH", "default", OpenDoor.BACKEND)))
        .isEqualTo("-NOPERM the API key needs the scope turn:admin\r\n");
    assertThat(answer(command("AUTH", "default", "token-1") + command("QUIT")))
        .isEqualTo("+OK\r\n+OK\r\n");
  }

  /** T30: a browser that was talked into posting here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nSET a b\r\n",
        "POST / HTTP/1.1\r\n\r\n*1\r\n$4\r\nPING\r\n",
        "PING\r\n",
        "*1\r\n:4\r\n",
        "*1\r\n*1\r\n$4\r\nPING\r\n",
        "*0\r\n",
        "*-1\r\n",
        "*4\r\n$4\r\nAUTH\r\n",
        "*2\r\n$4\r\nAUTH\r\n$500000000\r\n",
        "*2\r\n$4\r\nAUTH\r\n$-1\r\n",
        "$4\r\nPING\r\n",
        "*99999999999999999999\r\n"
      })
  void whatIsNoCommandEndsTheConnectionAtOnce(String bytes) throws IOException {
    assertThat(answer(bytes))
        .isEqualTo("-ERR Protocol error: not a command of this door's size\r\n");
    assertThat(door.metrics.counts().refused().sum()).isEqualTo(1);
  }

  @Test
  void limitsHaveClearAnswers() {
    try (Jedis relay = client("token-1")) {
      for (int i = 0; i < RelayNamespace.MOST_KEYS; i++) {
        relay.set("key " + i, "");
      }
      assertThatThrownBy(() -> relay.set("one more", ""))
          .hasMessage("OOM a relay has at most 1024 keys here");
      assertThat(relay.set("key 1", "again")).isEqualTo("OK");
      assertThatThrownBy(() -> relay.set("k".repeat(257), ""))
          .hasMessage("ERR a key has 1 to 256 bytes here");
      assertThatThrownBy(() -> relay.keys("*".repeat(129)))
          .hasMessage("ERR a pattern has at most 128 bytes here");
      assertThatThrownBy(() -> relay.flushAll())
          .isInstanceOf(JedisDataException.class)
          .hasMessageStartingWith("ERR unknown command 'FLUSHALL', allowed: AUTH DEL");
      assertThatThrownBy(() -> relay.select(16)).hasMessage("ERR DB index is out of range");
      assertThat(relay.keys("key 1")).isEqualTo(Set.of("key 1"));
    }
  }

  @Test
  void redisCliWorksToo() throws Exception {
    Process cli =
        new ProcessBuilder("redis-cli", "-h", "127.0.0.1", "-p", String.valueOf(door.at.getPort()))
            .redirectErrorStream(true)
            .start();
    cli.getOutputStream()
        .write("AUTH token-1\nSET a b\nGET a\nKEYS *\nTTL a\nNONSENSE\n".getBytes(ISO_8859_1));
    cli.getOutputStream().close();

    assertThat(new String(cli.getInputStream().readAllBytes(), ISO_8859_1).lines())
        .startsWith("OK", "OK", "b", "a", "-1")
        .anyMatch(line -> line.startsWith("ERR unknown command 'NONSENSE'"));
    assertThat(cli.waitFor()).isZero();
  }

  @Test
  void aRelayIsLostWhenTheLastConnectionThatToldOfSessionsEnds() throws InterruptedException {
    Jedis asking = client("token-1");
    Jedis one = client("token-1");
    Jedis two = client("token-1");
    asking.keys("*");
    one.publish("__XXX__", "__YYY__");
    two.publish("__XXX__", "__YYY__");

    asking.close();
    one.close();
    try (Jedis still = client("token-1")) {
      assertThat(still.ping()).isEqualTo("PONG");
      assertThat(door.lost).isEmpty();
    }
    two.close();
    assertThat(door.lost.poll(60, TimeUnit.SECONDS)).isEqualTo(FIRST);
    assertThat(Collections.unmodifiableCollection(door.lost)).isEmpty();
  }

  private Jedis client(String password) {
    Jedis client = new Jedis("127.0.0.1", door.at.getPort());
    client.auth(password);
    return client;
  }

  private static String command(String... texts) {
    StringBuilder command = new StringBuilder("*" + texts.length + "\r\n");
    for (String text : texts) {
      command.append('$').append(text.length()).append("\r\n").append(text).append("\r\n");
    }
    return command.toString();
  }

  /** All that comes until the door ends the connection. */
  private String answer(String bytes) throws IOException {
    try (Socket socket = new Socket(door.at.getAddress(), door.at.getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }
}
