package dev.otter.command;

import dev.otter.contract.config.OtterConfig;
import dev.otter.contract.config.RelayTls;
import dev.otter.contract.config.TurnDriver;
import dev.otter.contract.config.VerticleName;
import dev.otter.turn.RelayOutlook;
import dev.otter.turn.certificate.RelayCertificates;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at what would run the TURN servers, and at which address they would be. Blocking. */
final class TurnCheck {

  private static final String TURN = "turn";
  private static final int WAIT_SECONDS = 10;
  private static final Duration SOON = Duration.ofDays(14);

  private final OtterConfig config;
  private final String path;

  /**
   * Makes a check.
   *
   * @param config what is configured
   * @param path the variable PATH; null for none
   */
  TurnCheck(OtterConfig config, String path) {
    this.config = config;
    this.path = path;
  }

  List<Finding> findings() {
    if (!config.verticles().contains(VerticleName.TURN_ORCHESTRATOR)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(servers());
    config.turn().relays().tls().ifPresent(tls -> findings.add(certificate(tls)));
    return findings;
  }

  private Finding servers() {
    Vertx vertx = Vertx.vertx();
    try {
      return finding(
          RelayOutlook.of(vertx, config.turn(), config.http().host(), path)
              .await(WAIT_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      return Finding.wrong(TURN, "Docker or DNS did not answer in " + WAIT_SECONDS + " s");
    } catch (RuntimeException e) {
      return Finding.wrong(TURN, e.getMessage());
    } finally {
      vertx.close().onFailure(failure -> {});
    }
  }

  private static Finding certificate(RelayTls files) {
    RelayCertificates certificates =
        new RelayCertificates(Optional.of(files), InstantSource.system());
    try {
      certificates.read();
    } catch (IllegalStateException e) {
      return Finding.wrong(TURN, e.getMessage());
    }
    Instant end = certificates.current().orElseThrow().end();
    String text = "the certificate for " + files.host() + " is good until " + end;
    return end.isBefore(Instant.now().plus(SOON))
        ? Finding.warning(TURN, text + ": renew it; servers that run take it without a restart")
        : Finding.ok(TURN, text);
  }

  private static Finding finding(RelayOutlook outlook) {
    if (outlook.driver() == TurnDriver.NONE) {
      return Finding.warning(
          TURN,
          "no TURN servers ("
              + outlook.why()
              + "): between some networks calls will not connect. Install the package coturn, or"
              + " set turn.driver to static and turn.urls");
    }
    if (outlook.driver() == TurnDriver.STATIC) {
      return Finding.ok(TURN, "somebody else's servers: " + outlook.why());
    }
    return Finding.ok(
        TURN,
        "servers are run by "
            + outlook.driver().optionText()
            + " ("
            + outlook.why()
            + "), at "
            + outlook.address().orElse("an address not known")
            + " ("
            + outlook.addressFrom()
            + ")"
            + (outlook.ipv6().isEmpty() ? "" : "; by IPv6: " + outlook.ipv6()));
  }
}
