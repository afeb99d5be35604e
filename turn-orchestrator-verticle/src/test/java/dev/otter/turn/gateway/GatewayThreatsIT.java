package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.TurnCredentials;
import dev.otter.turn.TurnCredentials.Credential;
import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.StunMessage;
import dev.otter.turn.stun.TransactionId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What strangers and bad participants try, against a gateway with a real relay. */
class GatewayThreatsIT extends OneRelayScene {

  private static final int UDP = 17 << 24;

  /** T10. */
  @Test
  void oneParticipantHasTenSessionsAndOthersHaveTheirs() throws IOException {
    Credential credential = test.credential("greedy");
    for (int i = 0; i < 10; i++) {
      opened(new TestTurnClient(gateway, credential)).allocate();
    }

    assertThat(opened(new TestTurnClient(gateway, credential)).allocateAnswer().errorCode())
        .isEqualTo(486);
    // A fresh credential is of the same participant.
    assertThat(
            opened(new TestTurnClient(gateway, test.credential("greedy")))
                .allocateAnswer()
                .errorCode())
        .isEqualTo(486);
    assertThat(client().allocate()).isNotNull();
    open.get(0).refresh(0);
    assertThat(opened(new TestTurnClient(gateway, credential)).allocate()).isNotNull();
    for (TestTurnClient each : open) {
      each.refresh(0);
    }
  }

  @Test
  void whoWasPutOutRelaysNoMoreAsLongAsACredentialIsGood() throws IOException {
    Credential credential = test.credential("put-out");
    TestTurnClient client = opened(new TestTurnClient(gateway, credential));
    client.allocate();
    TestTurnClient other = client();
    other.allocate();

    test.gateway.ban("put-out");

    TestGateway.until("it is refused", () -> code(client) == 403);
    assertThat(other.refresh(600).errorCode()).isZero();
    test.forward(TurnCredentials.LIFETIME.plusSeconds(5));
    TestTurnClient later = opened(new TestTurnClient(gateway, test.credential("put-out")));
    TestGateway.until("the ban is over", () -> code(later) == 0);
    later.refresh(0);
  }

  @Test
  void whoSharesALinkWithOnePutOutBeginsAnew() throws IOException {
    TestTurnClient client = opened(new TestTurnClient(gateway, test.credential("shared")));
    client.allocate();

    assertThat(test.gateway.end("shared").toCompletionStage().toCompletableFuture().join())
        .isTrue();
    assertThat(test.gateway.end("shared").toCompletionStage().toCompletableFuture().join())
        .isFalse();

    assertThat(client.refresh(600).errorCode()).isEqualTo(437);
    assertThat(client.allocate()).isNotNull();
    client.refresh(0);
  }

  @ParameterizedTest
  @CsvSource({
    "the-secret-of-this-test, 600, 0",
    "the-other-secret-of-this-test, 600, 0",
    "the-secret-of-somebody-else, 600, 401",
    "the-secret-of-this-test, -601, 401"
  })
  void onlyAFreshCredentialOfOneOfTheSecretsOpens(String secret, long life, int code)
      throws IOException {
    Credential credential =
        new TurnCredentials(secret, () -> test.clock().instant().plusSeconds(life - 600))
            .issue("guest");
    TestTurnClient client = opened(new TestTurnClient(gateway, credential));

    assertThat(client.allocateAnswer().errorCode()).isEqualTo(code);
    client.refresh(0);
  }

  @Test
  void aCredentialThatExpiresEndsNoSession() throws IOException {
    TestTurnClient client = client();
    client.allocate();

    test.forward(Duration.ofSeconds(500));
    assertThat(client.refresh(600).errorCode()).isZero();
    test.forward(Duration.ofSeconds(500));

    assertThat(client.refresh(600).errorCode()).isZero();
    client.refresh(0);
  }

  @Test
  void aNonceIsGoodForAnHour() throws IOException {
    TestTurnClient client = client();
    client.allocate();
    client.refresh(0);
    TransactionId id = TransactionId.random();
    byte[] datagram = client.datagram(id, StunMessage.REFRESH, List.of());
    test.forward(Duration.ofMinutes(59));
    assertThat(client.ask(datagram, id).errorCode()).isIn(401, 437);

    test.forward(Duration.ofMinutes(3));

    assertThat(client.ask(datagram, id).errorCode()).isEqualTo(438);
  }

  @ParameterizedTest
  @CsvSource({
    // No transport; TCP; IPv6; an even port; a port that was kept; an attribute nobody knows.
    "000d, 00000258, 400",
    "0019, 06000000, 442",
    "0017, 02000000, 440",
    "0018, 80, 508",
    "0022, 0102030405060708, 508",
    "001a, '', 420"
  })
  void whatIsNotOfferedIsRefusedWithItsReason(String type, String value, int code)
      throws IOException {
    TestTurnClient client = client();
    int attribute = Integer.parseInt(type, 16);
    StunAttribute asked = new StunAttribute(attribute, HexFormat.of().parseHex(value));
    List<StunAttribute> all = new ArrayList<>();
    if (attribute != StunAttribute.LIFETIME && attribute != StunAttribute.REQUESTED_TRANSPORT) {
      all.add(StunAttribute.number(StunAttribute.REQUESTED_TRANSPORT, UDP));
    }
    all.add(asked);

    // The challenge, and then the request as it is meant.
    client.refresh(600);
    StunMessage answer = client.request(StunMessage.ALLOCATE, all.toArray(StunAttribute[]::new));

    assertThat(answer.errorCode()).isEqualTo(code);
  }

  /** T11: what somebody sends in another's name comes to that one at most twice as long. */
  @Test
  void noAnswerToAStrangerIsMoreThanTwiceAsLong() throws IOException {
    TestTurnClient stranger = client();
    Map<TransactionId, Integer> lengths = new HashMap<>();
    List<Integer> types =
        List.of(
            StunMessage.BINDING,
            StunMessage.ALLOCATE,
            StunMessage.REFRESH,
            StunMessage.CREATE_PERMISSION,
            StunMessage.CHANNEL_BIND);
    for (int type : types) {
      for (int padding : new int[] {0, 8, 40}) {
        List<StunAttribute> attributes =
            padding == 0 ? List.of() : List.of(new StunAttribute(0x8022, new byte[padding - 4]));
        TransactionId id = TransactionId.random();
        byte[] request = StunCodec.encodeBare(new StunMessage(type, id, attributes));
        lengths.put(id, request.length);
        stranger.send(request);
        answersAreShort(stranger, lengths);
      }
    }
    answersAreShort(stranger, lengths);
    // A browser's is answered.
    assertThat(stranger.allocateAnswer().errorCode()).isZero();
    stranger.refresh(0);
  }

  /** Each that has come, also late, is held against its own request. */
  private static void answersAreShort(TestTurnClient stranger, Map<TransactionId, Integer> lengths)
      throws IOException {
    Optional<byte[]> answer = stranger.next(100);
    while (answer.isPresent()) {
      TransactionId id = StunCodec.decode(answer.get()).orElseThrow().transactionId();
      assertThat(answer.get().length).isLessThanOrEqualTo(2 * lengths.get(id));
      answer = stranger.next(100);
    }
  }

  /** T11, T12. */
  @Test
  void aFloodOfStrangersGetsFewAnswersAndLeavesNothing() throws IOException {
    TestTurnClient flood = client();
    double sessions = test.metric("otter.gateway.sessions");
    double before = test.drops(DropReason.RATE);
    byte[] request =
        StunCodec.encodeBare(
            new StunMessage(
                StunMessage.ALLOCATE,
                TransactionId.random(),
                List.of(StunAttribute.number(StunAttribute.REQUESTED_TRANSPORT, UDP))));

    long begin = System.nanoTime();
    int answers = 0;
    // An address has a share for each second, so it depends on the machine how many this takes.
    while (test.drops(DropReason.RATE) - before <= 1_000) {
      flood.send(request);
      answers += flood.next(1).isPresent() ? 1 : 0;
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(120));
    }

    double seconds = (System.nanoTime() - begin) / 1e9;
    assertThat((double) answers)
        .isLessThanOrEqualTo(GatewayLimits.DEFAULT.strangersPerSecond() * (4 + seconds));
    assertThat(test.metric("otter.gateway.sessions")).isEqualTo(sessions);
    // Others are not kept out by it.
    try (TestTurnClient other =
        new TestTurnClient(gateway, test.credential("other"), TestGateway.at("127.0.0.9", 0))) {
      assertThat(other.allocate()).isNotNull();
      other.refresh(0);
    }
  }

  /** T13: property-based, with messages that are nearly good. */
  @Test
  void garbageOfAllKindsIsDroppedAndTheGatewayGoesOn() throws IOException {
    TestTurnClient client = client();
    InetSocketAddress relayed = client.allocate();
    client.permit(peer("8.8.8.8"));
    TransactionId id = TransactionId.random();
    StunAttribute at =
        StunAttribute.xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer("8.8.8.8"), id);
    List<byte[]> seeds =
        List.of(
            client.datagram(id, StunMessage.ALLOCATE, List.of()),
            client.datagram(id, StunMessage.CREATE_PERMISSION, List.of(at)),
            client.datagram(id, StunMessage.CHANNEL_BIND, List.of(at)),
            client.datagram(id, StunMessage.REFRESH, List.of()),
            StunCodec.encode(
                new StunMessage(
                    StunMessage.SEND,
                    id,
                    List.of(at, new StunAttribute(StunAttribute.DATA, new byte[7]))),
                Optional.empty()),
            new byte[] {0x40, 0, 0, 4, 1, 2, 3, 4},
            new byte[0],
            new byte[9_000]);
    Random random = new Random(11);
    for (int i = 0; i < 8_000; i++) {
      client.send(mutated(seeds.get(random.nextInt(seeds.size())), random));
      if (i % 100 == 0) {
        while (client.next(1).isPresent()) {
          // An answer to what was still good.
        }
      }
    }

    assertThat(test.drops(DropReason.FAULT)).isZero();
    test.forward(Duration.ofSeconds(10));
    TestTurnClient next = client();
    assertThat(next.allocate()).isNotEqualTo(relayed);
    next.refresh(0);
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = Arrays.copyOf(seed, Math.max(0, seed.length + random.nextInt(9) - 4));
    for (int i = random.nextInt(5); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    if (bytes.length > 3 && random.nextBoolean()) {
      int length = random.nextInt(4) == 0 ? 0xffff : Math.max(0, bytes.length - 20);
      bytes[2] = (byte) (length >>> 8);
      bytes[3] = (byte) length;
    }
    return bytes;
  }

  private static int code(TestTurnClient client) {
    try {
      return client.allocateAnswer().errorCode();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
