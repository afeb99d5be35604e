package dev.otter.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.otter.testing.Eventually;
import dev.otter.testing.HttpApi.Answer;
import dev.otter.testing.TestNode;
import dev.otter.testing.TestRoom;
import dev.otter.testing.V1Client;
import dev.otter.testing.WebhookReceiver;
import dev.otter.testing.WebhookReceiver.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks of one node, as a server on the other end sees them. */
class WebhooksIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String HOOKS = "/v1/webhooks";

  @TempDir Path dataDir;
  private TestNode node;
  private WebhookReceiver receiver;

  @BeforeEach
  void start() {
    receiver = new WebhookReceiver();
    node = start("86400");
  }

  private TestNode start(String giveUpSeconds) {
    return TestNode.start(
        dataDir,
        "OTTER_WEBHOOKS_ALLOWED_TARGETS",
        "127.0.0.1",
        "OTTER_WEBHOOKS_GIVE_UP_SECONDS",
        giveUpSeconds);
  }

  @AfterEach
  void stop() {
    receiver.close();
    node.close();
  }

  private JsonNode makeHook(String path) {
    Answer answer = node.api().post(HOOKS, "{\"url\":\"" + receiver.url(path) + "\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private Answer with(String method, String path) {
    return node.api().send(method, path, null, "Authorization", "Bearer " + TestNode.API_KEY);
  }

  /** A call of two; gives back its room. */
  private TestRoom call() {
    TestRoom room = node.api().createRoom();
    V1Client first = V1Client.join(node.base(), room);
    V1Client second = V1Client.join(node.base(), room);
    second.close();
    Eventually.within(BOUND, "the second has left", () -> node.participants(room) == 1);
    first.close();
    Eventually.within(BOUND, "all have left", () -> node.participants(room) == 0);
    return room;
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void theLifeOfARoomIsToldInOrder() {
    makeHook("/hook");

    TestRoom room = call();
    assertThat(with("DELETE", "/v1/rooms/" + room.roomId()).status()).isLessThan(300);

    List<Message> told = receiver.awaitTaken(6);
    assertThat(told)
        .extracting(Message::type)
        .containsExactly(
            "room.created",
            "participant.joined",
            "participant.joined",
            "participant.left",
            "participant.left",
            "room.ended");
    assertThat(told).extracting(Message::number).isEqualTo(upTo(6));
    assertThat(told).extracting(Message::room).containsOnly(room.roomId());
    assertThat(told).extracting(Message::id).doesNotHaveDuplicates();
    JsonNode joined = told.get(1).json();
    JsonNode left = told.get(4).json();
    assertThat(joined.at("/participant/connectionId").asText())
        .isNotEmpty()
        .isEqualTo(left.at("/participant/connectionId").asText());
    assertThat(Instant.parse(joined.get("at").asText())).isBefore(Instant.now().plusSeconds(60));
  }

  @Test
  void eachMessageIsSignedWithASecretThatIsShownOnce() throws GeneralSecurityException {
    JsonNode made = makeHook("/hook");
    String secret = made.get("secret").asText();
    node.api().createRoom();

    Message message = receiver.awaitTaken(1).get(0);

    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed = message.id() + "." + message.timestamp() + "." + message.body();
    byte[] expected = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    assertThat(message.signature()).isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
    assertThat(Long.parseLong(message.timestamp()))
        .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 60);
    Answer list = with("GET", HOOKS);
    assertThat(list.json().at("/webhooks/0/url").asText()).isEqualTo(receiver.url("/hook"));
    assertThat(list.text()).doesNotContain("secret").doesNotContain(secret);
  }

  @Test
  void aReceiverThatFailsGetsAllOfItLaterAndInOrder() {
    AtomicInteger failures = new AtomicInteger(4);
    receiver.answer(message -> failures.getAndDecrement() > 0 ? 503 : 200);
    makeHook("/hook");

    call();

    assertThat(receiver.awaitTaken(5)).extracting(Message::number).isEqualTo(upTo(5));
    assertThat(receiver.all().stream().limit(5))
        .as("nothing overtakes what failed")
        .extracting(Message::number)
        .containsOnly(1L);
  }

  @Test
  void aReceiverThatHangsHoldsUpNobodyElse() {
    try (WebhookReceiver hangs = new WebhookReceiver()) {
      hangs.answer(message -> WebhookReceiver.HANG);
      node.api().post(HOOKS, "{\"url\":\"" + hangs.url("/") + "\"}");
      makeHook("/hook");

      call();

      receiver.awaitTaken(5);
      Eventually.within(BOUND, "it is tried again", () -> hangs.all().size() > 1);
      assertThat(hangs.all()).extracting(Message::number).containsOnly(1L);
    }
  }

  @Test
  void redirectsThatKeepTheMessageAreFollowedAndOthersAreFailures() {
    receiver.redirectTo("/moved");
    receiver.answer(message -> message.path().equals("/moved") ? 204 : 307);
    makeHook("/hook");
    node.api().createRoom();
    assertThat(receiver.awaitTaken(1).get(0).path()).isEqualTo("/moved");

    receiver.answer(message -> 302);
    String id = with("GET", HOOKS).json().at("/webhooks/0/id").asText();
    assertThat(with("POST", HOOKS + "/" + id + "/ping").json().get("error").asText())
        .isEqualTo("the receiver answered 302");
    receiver.answer(message -> 308);
    assertThat(with("POST", HOOKS + "/" + id + "/ping").json().get("error").asText())
        .contains("redirects");
    for (String to : List.of("http://127.0.0.2:1/", "https://[::1]/", "file:///etc/passwd")) {
      receiver.redirectTo(to);
      assertThat(with("POST", HOOKS + "/" + id + "/ping").json().get("error").asText())
          .as(to)
          .containsAnyOf("no public address", "url must be an https URL");
    }
  }

  @Test
  void whatIsGivenUpIsListedAndSentAgainWhenSomebodySaysSo() {
    node.close();
    node = start("1");
    receiver.answer(message -> 500);
    String id = makeHook("/hook").get("id").asText();
    TestRoom room = node.api().createRoom();
    String dead = HOOKS + "/" + id + "/deliveries?state=dead";
    Eventually.within(
        BOUND, "it is dead", () -> with("GET", dead).json().at("/deliveries/0").isObject());

    JsonNode delivery = with("GET", dead).json().at("/deliveries/0");
    assertThat(delivery.get("id").asText()).isEqualTo(room.roomId() + ".1");
    assertThat(delivery.get("type").asText()).isEqualTo("room.created");
    assertThat(delivery.get("lastError").asText()).isEqualTo("the receiver answered 500");
    assertThat(delivery.get("attempts").asInt()).isPositive();
    assertThat(with("GET", HOOKS).json().at("/webhooks/0/dead").asInt()).isEqualTo(1);

    receiver.answer(message -> 200);
    String again = HOOKS + "/" + id + "/deliveries/" + room.roomId() + ".1/redeliver";
    assertThat(with("POST", again).json().get("redelivered").asInt()).isEqualTo(1);
    assertThat(receiver.awaitTaken(1).get(0).number()).isEqualTo(1);
    Eventually.within(
        BOUND, "it is gone", () -> with("POST", again).code().equals("delivery-not-found"));
    assertThat(with("POST", HOOKS + "/" + id + "/redeliver").json().get("redelivered").asInt())
        .isZero();
  }

  @Test
  void whatWaitsIsDeliveredAfterARestartAndNumbersGoOn() {
    receiver.answer(message -> 500);
    makeHook("/hook");
    TestRoom room = call();
    Eventually.within(BOUND, "it was tried", () -> !receiver.all().isEmpty());
    Eventually.within(
        BOUND,
        "all is in the store",
        () -> with("GET", HOOKS).json().at("/webhooks/0/waiting").asInt() == 5);

    node.close();
    node = start("86400");
    receiver.answer(message -> 200);
    V1Client.join(node.base(), room).close();

    assertThat(receiver.awaitTaken(7)).extracting(Message::number).isEqualTo(upTo(7));
  }

  @Test
  void aDeletedWebhookGetsNothingMore() {
    String id = makeHook("/hook").get("id").asText();
    node.api().createRoom();
    receiver.awaitTaken(1);

    assertThat(with("DELETE", HOOKS + "/" + id).status()).isEqualTo(204);
    assertThat(with("DELETE", HOOKS + "/" + id).code()).isEqualTo("webhook-not-found");
    makeHook("/other");
    node.api().createRoom();

    assertThat(receiver.awaitTaken(2).get(1).path()).isEqualTo("/other");
    assertThat(receiver.all()).hasSize(2);
  }

  @Test
  void onlyAKeyWithItsScopeMayAndNoMoreThanTwentyMayBeMade() {
    Answer made = node.api().post("/v1/keys", "{\"name\":\"b\",\"scopes\":[\"rooms:write\"]}");
    String key = "Bearer " + made.json().get("key").asText();
    assertThat(node.api().send("GET", HOOKS, null, "Authorization", key).code())
        .isEqualTo("scope-missing");
    assertThat(node.api().get(HOOKS).code()).isEqualTo("api-key-missing");
    for (int i = 0; i < 20; i++) {
      makeHook("/" + i);
    }
    assertThat(node.api().post(HOOKS, "{\"url\":\"" + receiver.url("/x") + "\"}").code())
        .isEqualTo("webhooks-full");
    assertThat(node.api().post(HOOKS, "{}").code()).isEqualTo("field-invalid");
    assertThat(with("GET", HOOKS + "/wh_x/deliveries").code()).isEqualTo("webhook-not-found");
    assertThat(with("GET", HOOKS + "/wh_x/deliveries?state=lost").code())
        .isEqualTo("field-invalid");
  }
}
