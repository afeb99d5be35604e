package dev.otter.contract.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.room.FindRoom;
import dev.otter.contract.signaling.Delivered;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a question goes in a cluster whose other node is slow, or as here, not to be reached. */
class LocalAnswersTest {

  private static final FindRoom QUESTION = new FindRoom("stand-up");

  private Vertx vertx;
  private BusRequests requests;
  private BusReplies replies;

  @BeforeEach
  void joinCluster() throws TimeoutException {
    vertx =
        Vertx.builder()
            .withClusterManager(new SpreadingClusterManager())
            .buildClustered()
            .await(10, SECONDS);
    BusCodecs.register(vertx);
    requests = new BusRequests(vertx);
    replies = new BusReplies(vertx);
  }

  @AfterEach
  void close() throws TimeoutException {
    vertx.close().await(10, SECONDS);
  }

  @Test
  void aQuestionThatThisNodeAnswersNeverLeavesIt() throws TimeoutException {
    replies
        .answer(
            BusAddress.FIND_ROOM.address(),
            FindRoom.class,
            question -> Future.succeededFuture(Delivered.DELIVERED))
        .await(5, SECONDS);

    for (int i = 0; i < 10; i++) {
      assertThat(requests.ask(BusAddress.FIND_ROOM, QUESTION, Delivered.class).await(3, SECONDS))
          .isEqualTo(Delivered.DELIVERED);
    }
  }

  @Test
  void aQuestionThatThisNodeDoesNotAnswerGoesToOneThatDoes() {
    RefusedException refusal =
        catchThrowableOfType(
            RefusedException.class,
            () -> requests.ask(BusAddress.FIND_ROOM, QUESTION, Delivered.class).await(9, SECONDS));

    // That node is not to be reached, so the question was lost: told after the time for an answer.
    assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_READY);
  }

  @Test
  void onlyWhatIsAnsweredHereIsKnownAsSuch() throws TimeoutException {
    LocalAnswers answers = new LocalAnswers(vertx);
    replies
        .answer(
            BusAddress.FIND_ROOM.address(),
            FindRoom.class,
            question -> Future.succeededFuture(Delivered.DELIVERED))
        .await(5, SECONDS);

    assertThat(answers.contains(BusAddress.FIND_ROOM.address())).isTrue();
    assertThat(answers.contains(BusAddress.JOIN_ROOM.address())).isFalse();
    replies.close().await(5, SECONDS);
    assertThat(answers.contains(BusAddress.FIND_ROOM.address())).isFalse();
  }
}
