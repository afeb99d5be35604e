package dev.otter.contract.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.room.FindRoom;
import dev.otter.contract.signaling.Delivered;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a question goes in a cluster with a node that answers it too. */
class LocalAnswersTest {

  private static final FindRoom QUESTION = new FindRoom("stand-up");

  private final UnreachableNodeCluster cluster = new UnreachableNodeCluster();
  private Vertx vertx;
  private BusRequests requests;
  private BusReplies replies;

  @BeforeEach
  void joinCluster() throws TimeoutException {
    vertx = Vertx.builder().withClusterManager(cluster).buildClustered().await(30, SECONDS);
    BusCodecs.register(vertx);
    requests = new BusRequests(vertx);
    replies = new BusReplies(vertx);
  }

  @AfterEach
  void close() throws TimeoutException {
    vertx.close().await(30, SECONDS);
  }

  @Test
  void aQuestionThatThisNodeAnswersNeverLeavesIt() throws TimeoutException {
    answerHere();

    for (int i = 0; i < 10; i++) {
      assertThat(requests.ask(BusAddress.FIND_ROOM, QUESTION, Delivered.class).await(3, SECONDS))
          .isEqualTo(Delivered.DELIVERED);
    }
    assertThat(cluster.sought()).isEmpty();
  }

  @Test
  void aQuestionThatThisNodeDoesNotAnswerGoesToOneThatDoes() throws InterruptedException {
    requests.ask(BusAddress.FIND_ROOM, QUESTION, Delivered.class);

    assertThat(cluster.sought().poll(30, SECONDS)).isEqualTo(BusAddress.FIND_ROOM.address());
  }

  @Test
  void aQuestionStaysHereNoLongerThanItIsAnsweredHere() throws Exception {
    answerHere();
    replies.close().await(30, SECONDS);

    requests.ask(BusAddress.FIND_ROOM, QUESTION, Delivered.class);

    assertThat(cluster.sought().poll(30, SECONDS)).isEqualTo(BusAddress.FIND_ROOM.address());
  }

  @Test
  void onlyWhatIsAnsweredHereIsKnownAsSuch() throws TimeoutException {
    LocalAnswers answers = new LocalAnswers(vertx);
    answerHere();

    assertThat(answers.contains(BusAddress.FIND_ROOM.address())).isTrue();
    assertThat(answers.contains(BusAddress.JOIN_ROOM.address())).isFalse();
    replies.close().await(30, SECONDS);
    assertThat(answers.contains(BusAddress.FIND_ROOM.address())).isFalse();
  }

  private void answerHere() throws TimeoutException {
    replies
        .answer(
            BusAddress.FIND_ROOM.address(),
            FindRoom.class,
            question -> Future.succeededFuture(Delivered.DELIVERED))
        // A step of its own, so that it is waited for after what the answer itself does at its end.
        .<Void>mapEmpty()
        .await(30, SECONDS);
  }
}
