package dev.otter.turn.others;

import dev.otter.turn.relay.RelayId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one server again and again whether it is there. Misses in a row mean that it is not, one
 * answer that it is. Used on one context.
 */
final class ServerWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

  /** So many unanswered questions in a row mean that nobody is there. */
  static final int MISSES = 3;

  private final Vertx vertx;
  private final OtherServer server;
  private final InstantSource clock;
  private final Runnable onChange;
  private final Pace pace;
  private final Question question;
  private final Canary canary;
  private ServerState state;
  private Instant since;
  private boolean answered;
  private int misses;
  private long timer;
  private boolean closed;

  /**
   * Makes it; nobody is asked yet.
   *
   * @param vertx whose current context is used
   * @param server who is asked
   * @param canary on that server
   * @param asks whether anybody is asked at all
   * @param pace how often
   * @param clock the time of day
   * @param onChange called after each change of the state
   */
  ServerWatch(
      Vertx vertx,
      OtherServer server,
      Canary canary,
      boolean asks,
      Pace pace,
      InstantSource clock,
      Runnable onChange) {
    this.vertx = vertx;
    this.server = server;
    this.canary = canary;
    this.clock = clock;
    this.onChange = onChange;
    this.pace = pace;
    this.question = new Question(vertx, server, pace.within());
    this.state = asks ? ServerState.ASKED : ServerState.UNWATCHED;
    this.since = clock.instant();
  }

  /**
   * How often a server is asked.
   *
   * @param period the time between two questions
   * @param within by then there should be an answer; a later one counts when it comes
   */
  record Pace(Duration period, Duration within) {

    /** Where browsers restart ICE then: that takes longer anyway. */
    static final Pace RESTARTS = new Pace(Duration.ofSeconds(1), Duration.ofMillis(500));

    /** Where sessions move then, and nobody sees it. */
    static final Pace MOVES = new Pace(Duration.ofMillis(200), Duration.ofMillis(150));
  }

  /** Begins to ask. */
  void open() {
    if (state != ServerState.UNWATCHED) {
      ask();
    }
  }

  /** Stops asking. */
  void close() {
    closed = true;
    vertx.cancelTimer(timer);
    question.close();
    canary.close();
  }

  OtherServer server() {
    return server;
  }

  /** What {@link Canary#life} is called, while the server answers. */
  Optional<RelayId> life() {
    return state == ServerState.REACHABLE ? canary.life() : Optional.empty();
  }

  /** As {@link Canary#doubt}. */
  void doubt() {
    canary.doubt();
  }

  ServerState state() {
    return state;
  }

  /** When it came into that state. */
  Instant since() {
    return since;
  }

  /** Why it is in that state, in words. */
  String reason() {
    return switch (state) {
      case ASKED -> "it was not asked often enough yet";
      case REACHABLE -> "it answers this node" + relaying();
      case UNREACHABLE -> MISSES + " probes in a row had no answer";
      case UNWATCHED -> "this node is for its own machine only, and asks nobody else";
    };
  }

  private String relaying() {
    if (canary.isHeld()) {
      return ", and relays for it";
    }
    return canary
        .refusal()
        .map(
            refusal ->
                ", and does not relay for it: is turn.secret its secret? " + refusal.getMessage())
        .orElse("");
  }

  /** Another node has given it up: with a miss of our own that is enough. */
  void onGivenUpElsewhere() {
    if (misses > 0) {
      to(ServerState.UNREACHABLE);
    }
  }

  /** Each step is timed from the one before: a pause of ours is one miss at most, never three. */
  private void ask() {
    answered = false;
    question.ask(this::onAnswer);
    canary.look();
    timer = vertx.setTimer(pace.within().toMillis(), fired -> judge());
  }

  private void judge() {
    if (!answered) {
      misses++;
      if (misses % MISSES == 0) {
        question.lookAgain();
        to(ServerState.UNREACHABLE);
      }
    }
    if (!closed) {
      timer = vertx.setTimer(pace.period().minus(pace.within()).toMillis(), fired -> ask());
    }
  }

  private void onAnswer() {
    answered = true;
    misses = 0;
    to(ServerState.REACHABLE);
  }

  private void to(ServerState now) {
    if (closed || state == now) {
      return;
    }
    state = now;
    since = clock.instant();
    if (now == ServerState.UNREACHABLE) {
      canary.doubt();
      LOG.warn("static server does not answer server={}", server.name());
    } else {
      LOG.info("static server answers server={}", server.name());
    }
    onChange.run();
  }
}
