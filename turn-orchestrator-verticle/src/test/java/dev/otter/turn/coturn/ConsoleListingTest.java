package dev.otter.turn.coturn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsoleListingTest {

  /** As CoTURN 4.6.1 printed it. */
  private static final String PRINTED =
      """

          1) id=000000000000000004, user <1795750489:guest-1>:
            realm: otter
            started 3 secs ago
            expiring in 57 secs
            client protocol UDP, relay protocol UDP
            client addr 127.0.0.1:40404, server addr 127.0.0.1:3478
            relay addr 127.0.0.1:49160
            fingerprints enforced: ON
            mobile: OFF
            usage: rp=4096, rb=4000000, sp=12, sb=440
             rate: r=0, s=0, total=0 (bytes per sec)
            peers:
                127.0.0.1:40405

          2) id=000000000000000005, user <1795750489:guest-2>:
            realm: otter
            usage: rp=0, rb=0, sp=0, sb=0

        Total sessions: 2
      """;

  @Test
  void eachSessionHasItsNameItsParticipantAndItsBytes() {
    assertThat(ConsoleListing.sessions(PRINTED))
        .containsExactly(
            new TurnSession("000000000000000004", "1795750489:guest-1", 4_000_440),
            new TurnSession("000000000000000005", "1795750489:guest-2", 0));
    assertThat(ConsoleListing.sessions(PRINTED).get(0).participant()).isEqualTo("guest-1");
  }

  @Test
  void whatIsNoListingHasNoSessions() {
    assertThat(ConsoleListing.sessions("\n  Total sessions: 0\n\n> ")).isEmpty();
    assertThat(ConsoleListing.sessions("Unknown command")).isEmpty();
  }
}
