package dev.otter.contract.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.room.FindRoom;
import dev.otter.contract.room.Room;
import dev.otter.contract.signaling.Delivered;
import dev.otter.contract.signaling.NodeLeft;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class BusRequestsTest {

  private static final FindRoom QUESTION = new FindRoom("stand-up");
  private static final String SECRET = "hunter2";

  private BusRequests requests;
  private BusReplies replies;

  @BeforeEach
  void openBus(Vertx vertx) {
    BusCodecs.register(vertx);
    requests = new BusRequests(vertx);
    replies = new BusReplies(vertx);
  }

  @Test
  void theAnswerComesBack() throws Exception {
    NodeTag tag = NodeTag.random();
    answer(
        question -> {
          assertThat(question).isEqualTo(QUESTION);
          return Future.succeededFuture(new NodeLeft(tag));
        });

    NodeLeft answer =
        requests.ask(BusAddress.FIND_ROOM, QUESTION, NodeLeft.class).await(30, SECONDS);

    assertThat(answer).isEqualTo(new NodeLeft(tag));
  }

  @Test
  void aQuestionToOneNodeIsAnsweredByThatNode() throws Exception {
    NodeTag here = NodeTag.random();
    NodeTag there = NodeTag.random();
    for (NodeTag tag : new NodeTag[] {here, there}) {
      replies
          .answer(
              BusAddress.SIGNALING_NODE.at(tag),
              FindRoom.class,
              question -> Future.succeededFuture(new NodeLeft(tag)))
          .await(30, SECONDS);
    }

    NodeLeft answer =
        requests.ask(BusAddress.SIGNALING_NODE, there, QUESTION, NodeLeft.class).await(30, SECONDS);

    assertThat(answer.node()).isEqualTo(there);
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalKeepsItsCodeAndItsText(ErrorCode code) throws Exception {
    answer(question -> Future.failedFuture(new RefusedException(code, "why: \"so\" — room-full")));

    RefusedException refusal = refusal();

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessage("why: \"so\" — room-full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "one-word"})
  void aRefusalKeepsEvenATextThatSaysLittle(String text) throws Exception {
    answer(question -> Future.failedFuture(new RefusedException(ErrorCode.ROOM_FULL, text)));

    RefusedException refusal = refusal();

    assertThat(refusal.code()).isEqualTo(ErrorCode.ROOM_FULL);
    assertThat(refusal).hasMessage(text);
  }

  @Test
  void aRefusalMayBeThrown() throws Exception {
    answer(
        question -> {
          throw new RefusedException(ErrorCode.ROOM_CLOSED, "this room has ended");
        });

    RefusedException refusal = refusal();

    assertThat(refusal.code()).isEqualTo(ErrorCode.ROOM_CLOSED);
    assertThat(refusal).hasMessage("this room has ended");
  }

  @Test
  void aCodeOfANewerVersionIsAFaultAndShowsNothing(Vertx vertx) {
    vertx
        .eventBus()
        .consumer(
            BusAddress.FIND_ROOM.address(), message -> message.fail(418, "new-code " + SECRET));

    RefusedException refusal = refusal();

    assertThat(refusal.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(refusal.getMessage()).doesNotContain(SECRET);
  }

  @Test
  void whereNobodyAnswersTheNodeIsNotReady() {
    RefusedException refusal = refusal();

    assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_READY);
    assertThat(refusal).hasMessage("nothing answers at otter.rooms.find at this moment");
  }

  @Test
  void afterTheAnswersWereClosedTheNodeIsNotReady() throws Exception {
    answer(question -> Future.succeededFuture(Delivered.DELIVERED));

    replies.close().await(30, SECONDS);

    assertThat(refusal().code()).isEqualTo(ErrorCode.NOT_READY);
  }

  static Stream<Function<FindRoom, Future<? extends Record>>> failures() {
    return Stream.of(
        question -> Future.failedFuture(new IllegalStateException(SECRET)),
        question -> Future.failedFuture(SECRET),
        question -> {
          throw new IllegalStateException(SECRET);
        });
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFaultOfTheAnsweringSideComesBackAsSuchAndShowsNothing(
      Function<FindRoom, Future<? extends Record>> failing) throws Exception {
    answer(failing);

    RefusedException refusal = refusal();

    assertThat(refusal.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(refusal.getMessage()).doesNotContain(SECRET);
    assertThat(refusal).hasNoCause();
  }

  @Test
  void anAnswerOfAnotherTypeIsAFault() throws Exception {
    answer(question -> Future.succeededFuture(Delivered.DELIVERED));

    assertThat(refusal().code()).isEqualTo(ErrorCode.INTERNAL);
  }

  @Test
  void aQuestionOfAnotherTypeIsAFault() throws Exception {
    replies
        .answer(
            BusAddress.FIND_ROOM.address(),
            NodeLeft.class,
            question -> Future.succeededFuture(Delivered.DELIVERED))
        .await(30, SECONDS);

    assertThat(refusal().code()).isEqualTo(ErrorCode.INTERNAL);
  }

  @Test
  void answersAndRefusalsReachTheContextThatAsked(Vertx vertx) throws Exception {
    answer(question -> Future.succeededFuture(Delivered.DELIVERED));
    Context asker = vertx.getOrCreateContext();
    Promise<Context> answered = Promise.promise();
    Promise<Context> refused = Promise.promise();

    asker.runOnContext(
        now -> {
          requests
              .ask(BusAddress.FIND_ROOM, QUESTION, Delivered.class)
              .onSuccess(done -> answered.complete(Vertx.currentContext()));
          requests
              .ask(BusAddress.JOIN_ROOM, QUESTION, Delivered.class)
              .onFailure(failure -> refused.complete(Vertx.currentContext()));
        });

    assertThat(answered.future().await(30, SECONDS)).isSameAs(asker);
    assertThat(refused.future().await(30, SECONDS)).isSameAs(asker);
  }

  private void answer(Function<FindRoom, Future<? extends Record>> answer) throws Exception {
    replies.answer(BusAddress.FIND_ROOM.address(), FindRoom.class, answer).await(30, SECONDS);
  }

  private RefusedException refusal() {
    return catchThrowableOfType(
        RefusedException.class,
        () -> requests.ask(BusAddress.FIND_ROOM, QUESTION, Room.class).await(30, SECONDS));
  }
}
