package dev.otter.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatsAppenderTest {

  private final LoggerContext context = new LoggerContext();
  private final AtomicLong nowMs = new AtomicLong(-5_000);
  private final RepeatsAppender repeats =
      new RepeatsAppender(nowMs::get, () -> Instant.ofEpochMilli(1_000_000 + nowMs.get()));
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final Logger log = context.getLogger("a");

  @BeforeEach
  void start() {
    written.start();
    repeats.setContext(context);
    repeats.addAppender(written);
    repeats.start();
    log.addAppender(repeats);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void whatIsSaidAgainIsWrittenOnceAndThenHowOften() {
    for (int i = 0; i < 1_000; i++) {
      log.warn("a message without a number roomId={}", "rm_1");
    }
    assertThat(lines()).containsExactly("a message without a number roomId=rm_1");

    nowMs.addAndGet(RepeatsAppender.WINDOW_MS);
    repeats.look();

    assertThat(lines())
        .containsExactly(
            "a message without a number roomId=rm_1",
            "a message without a number roomId=rm_1 repeated=999");
    assertThat(written.list.get(1).getTimeStamp()).isEqualTo(1_000_000 + nowMs.get());
  }

  @Test
  void theNextWindowBeginsWithALineAgain() {
    log.info("said");
    log.info("said");
    nowMs.addAndGet(RepeatsAppender.WINDOW_MS);
    log.info("said");
    log.info("said");

    assertThat(lines()).containsExactly("said", "said repeated=1", "said");
  }

  @Test
  void whatWasSaidOnceIsSaidOnce() {
    log.info("said");
    nowMs.addAndGet(RepeatsAppender.WINDOW_MS);
    repeats.look();

    assertThat(lines()).containsExactly("said");
  }

  @Test
  void whatDiffersInAnythingIsNoRepeat() {
    log.info("left roomId={}", "rm_1");
    log.info("left roomId={}", "rm_2");
    log.warn("left roomId={}", "rm_1");
    context.getLogger("a.b").info("left roomId={}", "rm_1");
    log.info("left roomId={}", "rm_1", new IllegalStateException("x"));
    log.info("left roomId={}", "rm_1", new IllegalStateException("y"));

    assertThat(written.list).hasSize(6);
  }

  @Test
  void valuesWithoutAPlaceDoNotTakeThatOfTheCount() {
    log.info("said", "x", "y");
    log.info("said", "x", "y");
    nowMs.addAndGet(RepeatsAppender.WINDOW_MS);
    repeats.look();

    assertThat(lines()).containsExactly("said", "said repeated=1");
  }

  @Test
  void theOldestIsForgottenFirstAndNothingThatWasCountedIsLost() {
    log.info("oldest");
    log.info("oldest");
    for (int i = 0; i < RepeatsAppender.MOST; i++) {
      log.info("said n={}", i);
    }

    assertThat(lines()).hasSize(RepeatsAppender.MOST + 2).contains("oldest repeated=1");
    log.info("said n={}", RepeatsAppender.MOST - 1);
    assertThat(lines()).hasSize(RepeatsAppender.MOST + 2);
  }

  @Test
  void whatIsHeldBackIsWrittenAtTheEnd() {
    log.info("said");
    log.info("said");

    context.stop();

    assertThat(lines()).containsExactly("said", "said repeated=1");
  }

  private List<String> lines() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
