package dev.otter.rooms.webhooks;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.config.AllowedTarget;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link TargetCheck} where a host's name says one thing and then another. */
class TargetCheckTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, SECONDS);
  }

  private TargetCheck check(HostLookup hosts, String... allowed) {
    List<AllowedTarget> targets = new ArrayList<>();
    for (String each : allowed) {
      targets.add(AllowedTarget.parse("webhooks.allowedTargets", each));
    }
    return new TargetCheck(vertx, targets, hosts);
  }

  private static HostLookup says(String... addresses) {
    return host -> {
      List<InetAddress> found = new ArrayList<>();
      for (String each : addresses) {
        found.add(InetAddress.getByName(each));
      }
      return found;
    };
  }

  private Target target(TargetCheck check, String url) throws Exception {
    return check.check(url).await(30, SECONDS);
  }

  @Test
  void whatIsConnectedToIsTheAddressThatWasChecked() throws Exception {
    Target target = target(check(says("93.184.215.14")), "https://hooks.example/a?b=c");

    assertThat(target.address()).isEqualTo(InetAddress.getByName("93.184.215.14"));
    assertThat(target.port()).isEqualTo(443);
    assertThat(target.pathAndQuery()).isEqualTo("/a?b=c");
  }

  @Test
  void ofSeveralAddressesOnlyAPublicOneIsTaken() throws Exception {
    Target target = target(check(says("10.0.0.1", "::1", "93.184.215.14")), "https://h.example/");

    assertThat(target.address()).isEqualTo(InetAddress.getByName("93.184.215.14"));
  }

  @Test
  void aNameWithAPrivateAddressIsRefusedHoweverItLooks() throws Exception {
    for (String address : List.of("127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "fd00::1")) {
      assertThatThrownBy(() -> target(check(says(address)), "https://hooks.example/"))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("no public address");
    }
  }

  /** Rebinding: the first answer is public, the next one is not. No second question is asked. */
  @Test
  void eachAttemptAsksOnceAndConnectsToWhatItWasTold() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HostLookup rebinding =
        host ->
            List.of(
                InetAddress.getByName(asked.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1"));
    // Only the first address may be reached; nothing listens there.
    WebhookSender sender =
        new WebhookSender(vertx, check(rebinding, "127.0.0.2"), InstantSource.system());

    WebhookSender.Outcome outcome =
        sender
            .send("http://hooks.example:1/", WebhookSecret.random(), "1", "{}")
            .await(30, SECONDS);

    assertThat(outcome.error()).isEqualTo("no connection, or it broke");
    assertThat(asked).hasValue(1);
    assertThat(
            sender
                .send("http://hooks.example:1/", WebhookSecret.random(), "1", "{}")
                .await(30, SECONDS)
                .error())
        .as("the next attempt is checked anew")
        .contains("no public address");
  }

  @Test
  void aHostThatIsAllowedByNameMayBePrivateAndWithoutTls() throws Exception {
    TargetCheck check = check(says("10.0.0.1"), "Hooks.Internal");

    assertThat(target(check, "http://hooks.internal:8080/").port()).isEqualTo(8080);
    assertThatThrownBy(() -> target(check, "http://other.internal/"))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aNameThatNobodyKnowsIsRefused() throws Exception {
    HostLookup none =
        host -> {
          throw new UnknownHostException(host);
        };
    assertThatThrownBy(() -> target(check(none), "https://hooks.example/"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("no address is known");
  }
}
