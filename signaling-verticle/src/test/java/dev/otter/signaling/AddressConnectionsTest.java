package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressConnectionsTest {

  @Test
  void anAddressHasAsManyAsItMayAndAnotherOneIsNotTouched() throws UnknownHostException {
    AddressConnections connections = new AddressConnections(2);

    assertThat(connections.tryAdd(client("192.0.2.1"))).isTrue();
    assertThat(connections.tryAdd(client("192.0.2.1"))).isTrue();
    assertThat(connections.tryAdd(client("192.0.2.1"))).isFalse();
    assertThat(connections.tryAdd(client("192.0.2.2"))).isTrue();
  }

  @Test
  void whoGoesMakesRoomAndLeavesNothingBehind() throws UnknownHostException {
    AddressConnections connections = new AddressConnections(1);
    connections.tryAdd(client("192.0.2.1"));

    connections.remove(client("192.0.2.1"));

    assertThat(connections.size()).isZero();
    assertThat(connections.tryAdd(client("192.0.2.1"))).isTrue();
  }

  @Test
  void aRefusedOneIsNotCounted() throws UnknownHostException {
    AddressConnections connections = new AddressConnections(1);
    connections.tryAdd(client("192.0.2.1"));
    connections.tryAdd(client("192.0.2.1"));

    connections.remove(client("192.0.2.1"));

    assertThat(connections.size()).isZero();
  }

  @Test
  void anIpv6NetworkOf64BitsIsOneAddress() throws UnknownHostException {
    AddressConnections connections = new AddressConnections(1);

    assertThat(connections.tryAdd(client("2001:db8:0:1::1"))).isTrue();
    assertThat(connections.tryAdd(client("2001:db8:0:1:ffff::2"))).isFalse();
    assertThat(connections.tryAdd(client("2001:db8:0:2::1"))).isTrue();
  }

  @Test
  void zeroIsNoLimitAndCountsNothing() throws UnknownHostException {
    AddressConnections connections = new AddressConnections(0);
    InetAddress client = client("192.0.2.1");

    assertThat(IntStream.range(0, 1_000).allMatch(i -> connections.tryAdd(client))).isTrue();
    assertThat(connections.size()).isZero();
  }

  private static InetAddress client(String address) throws UnknownHostException {
    return InetAddress.getByName(address);
  }
}
