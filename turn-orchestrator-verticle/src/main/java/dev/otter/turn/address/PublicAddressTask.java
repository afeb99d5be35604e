package dev.otter.turn.address;

import dev.otter.contract.turn.AddressFrom;
import dev.otter.contract.turn.RelayWait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a public address: asks until it is known, and now and then afterwards. A failure never
 * takes away what is known. A change counts when it was seen twice in a row. That there is none of
 * a family that relays can do without is said once, and nobody waits for it. Used on one context.
 */
public final class PublicAddressTask {

  /** How often a known address is looked at again. */
  static final Duration PERIOD = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(PublicAddressTask.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration CONFIRM_AFTER = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final AddressFamily family;
  private final String sources;
  private final Supplier<Future<String>> find;
  private final InstantSource clock;
  private final Consumer<String> onAddress;
  private String known;
  private Instant knownSince;
  private Instant heardAt;
  private String candidate;
  private String lastFailure;
  private Instant failedSince;
  private Duration wait = FIRST_WAIT;
  private Duration next = Duration.ZERO;
  private long timer;
  private boolean saidOnce;
  private boolean closed;

  /**
   * Makes a task that has not begun.
   *
   * @param vertx whose timers are used
   * @param family the kind of address
   * @param sources who is asked, for people
   * @param find asks once; see {@link PublicAddress#find}
   * @param clock the time of day
   * @param onAddress told of the first address, and of each change
   */
  public PublicAddressTask(
      Vertx vertx,
      AddressFamily family,
      String sources,
      Supplier<Future<String>> find,
      InstantSource clock,
      Consumer<String> onAddress) {
    this.vertx = vertx;
    this.family = family;
    this.sources = sources;
    this.find = find;
    this.clock = clock;
    this.onAddress = onAddress;
  }

  /** How the address is known that was found out; empty before that. */
  public Optional<KnownAddress> known() {
    return Optional.ofNullable(known)
        .map(ip -> new KnownAddress(ip, new AddressFrom(how(), knownSince)));
  }

  /** Why the address is not known; empty where it is, and before the first answer. */
  public Optional<RelayWait> trouble() {
    String what = family.isNeeded() ? "the public address is not known: " : "";
    return Optional.ofNullable(lastFailure)
        .filter(why -> known == null)
        .map(why -> new RelayWait(what + why, failedSince));
  }

  private String how() {
    if (candidate != null) {
      return sources + " say " + candidate + " now: kept until they say so twice";
    }
    return lastFailure == null
        ? sources + " agree"
        : sources + " agreed at " + heardAt + "; kept, as they do not now: " + lastFailure;
  }

  /** Begins. */
  public void open() {
    find.get()
        .onSuccess(address -> schedule(found(address)))
        .onFailure(failure -> schedule(failed(failure)));
  }

  /** Ends. */
  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
  }

  private Duration found(String address) {
    lastFailure = null;
    saidOnce = false;
    wait = FIRST_WAIT;
    Instant now = clock.instant();
    if (address.equals(known)) {
      candidate = null;
      heardAt = now;
      return PERIOD;
    }
    if (known != null && !address.equals(candidate)) {
      candidate = address;
      return CONFIRM_AFTER;
    }
    LOG.info("public address by DNS, every source agrees address={}", address);
    known = address;
    knownSince = now;
    heardAt = now;
    candidate = null;
    onAddress.accept(address);
    return PERIOD;
  }

  /** The same failure is told once, not at each try. */
  private Duration failed(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (!message.equals(lastFailure)) {
      lastFailure = message;
      failedSince = clock.instant();
      say(message);
    }
    Duration now = wait;
    Duration doubled = wait.multipliedBy(2);
    Duration longest = family.isNeeded() ? LONGEST_WAIT : PERIOD;
    wait = doubled.compareTo(longest) > 0 ? longest : doubled;
    return now;
  }

  private void say(String message) {
    if (family.isNeeded()) {
      LOG.warn(
          "the public address cannot be found out, turn.publicIp can name it now={} because={}",
          known == null ? "no relay is launched" : "kept: " + known,
          message);
    } else if (!saidOnce) {
      saidOnce = true;
      LOG.info(
          "no IPv6 address by DNS, turn.publicIpv6 can name one now={} because={}",
          known == null ? "clients are told IPv4 only" : "kept: " + known,
          message);
    }
  }

  /** How long the next look is away. */
  Duration nextLook() {
    return next;
  }

  private void schedule(Duration after) {
    next = after;
    if (!closed) {
      timer = vertx.setTimer(after.toMillis(), fired -> open());
    }
  }
}
