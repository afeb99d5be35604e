package dev.otter.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class RelayLineTest {

  private static final String RELAY =
      """
      {"id":"relay-1","node":"n1","driver":"process","address":"8.8.4.4","port":3478,
       "state":"ready","reason":"passed its self-test","since":"2026-11-28T10:00:00Z","urls":[],
       "rooms":1,"allocations":2,"bitsPerSecond":3,"addressFrom":"turn.publicIp"%s}
      """;

  @Test
  void aRelayThatIsNotMeantToHaveIpv6SaysNothingOfIt() throws Exception {
    assertThat(line(""))
        .isEqualTo(
            "relay-1  ready     8.8.4.4:3478 (turn.publicIp)  process on n1  1 rooms, 2"
                + " allocations, 3 bit/s  since 2026-11-28T10:00:00Z: passed its self-test");
  }

  @Test
  void anIpv6AddressIsNamedWithHowItIsKnown() throws Exception {
    String ipv6 =
        """
        ,"ipv6":{"address":"2606:4700::1111","advertised":true,"reason":"OpenDNS and Google agree",
         "since":"2026-11-28T10:00:00Z"}
        """;

    assertThat(line(ipv6))
        .contains(
            "8.8.4.4:3478 (turn.publicIp), [2606:4700::1111]:3478 (OpenDNS and Google agree, since"
                + " 2026-11-28T10:00:00Z)  process");
  }

  @Test
  void oneThatIsNotToldIsNamedWithTheReason() throws Exception {
    String ipv6 = ",\"ipv6\":{\"advertised\":false,\"reason\":\"this machine has none\"}";

    assertThat(line(ipv6))
        .contains("8.8.4.4:3478 (turn.publicIp), not by IPv6 (this machine has none)  process");
  }

  private static String line(String ipv6) throws JsonProcessingException {
    return RelayLine.of(new ObjectMapper().readTree(RELAY.formatted(ipv6)));
  }
}
