package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.TurnSecrets;
import dev.otter.turn.testing.HandClock;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client's nonce is good at all nodes, also while they change their secret. */
class ClientNoncesTest {

  private static final InetSocketAddress CLIENT = new InetSocketAddress("198.51.100.7", 4711);

  private final HandClock clock = new HandClock();
  private final TurnSecrets here = TurnSecrets.of(List.of("the-secret-of-this-test"));
  private final TurnSecrets there = TurnSecrets.of(List.of("the-secret-of-this-test"));
  private final ClientNonces nonces = new ClientNonces(here, clock);
  private final ClientNonces others = new ClientNonces(there, clock);

  @Test
  void isOfOneClientOnly() {
    String nonce = nonces.issue(CLIENT);

    assertThat(nonces.isGood(nonce, CLIENT)).isTrue();
    assertThat(nonces.isGood(nonce, new InetSocketAddress("198.51.100.8", 4711))).isFalse();
    assertThat(nonces.isGood("AAAAAAAAAAAA", CLIENT)).isFalse();
  }

  @Test
  void isGoodWhileTheSecretIsRotatedOnOneNodeAfterTheOther() {
    String before = others.issue(CLIENT);
    here.change(List.of("the-secret-that-comes-next", "the-secret-of-this-test"));
    there.change(List.of("the-secret-of-this-test", "the-secret-that-comes-next"));

    assertThat(nonces.isGood(before, CLIENT)).isTrue();
    assertThat(others.isGood(nonces.issue(CLIENT), CLIENT)).isTrue();
    here.change(List.of("the-secret-that-comes-next"));
    assertThat(nonces.isGood(before, CLIENT)).isFalse();
  }
}
