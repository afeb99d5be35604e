package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.StunMessage;
import dev.otter.turn.stun.TransactionId;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a session may reach, and whom not (T4). */
class GatewayPeersIT extends OneRelayScene {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.5",
        "100.64.0.1",
        "127.0.0.2",
        "127.1.2.3",
        "169.254.169.254",
        "172.17.0.1",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255"
      })
  void whatIsNotPublicIsForbidden(String address) throws IOException {
    TestTurnClient client = client();
    client.allocate();
    InetSocketAddress peer = peer(address);

    assertThat(client.permit(peer).errorCode()).isEqualTo(403);
    assertThat(client.bind(0x4000, peer).errorCode()).isEqualTo(403);
    double before = test.drops(DropReason.NO_PERMISSION);
    client.sendIndication(peer, new byte[] {1});
    TestGateway.until("it is dropped", () -> test.drops(DropReason.NO_PERMISSION) - before == 1);
    client.refresh(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000000000000000000000000000",
        "00000000000000000000000000000001",
        "00000000000000000000ffff7f000001",
        "00000000000000000000ffffa9fea9fe",
        "00000000000000000000ffff08080808",
        "0000000000000000000000007f000001",
        "20020a00000500000000000000000001",
        "20010000000000000000000000000001",
        "0064ff9b0000000000000000a9fea9fe",
        "fe800000000000000000000000000001",
        "fd000ec2000000000000000000000254",
        "ff020000000000000000000000000001",
        "26064700470000000000000000001111"
      })
  void everyIpv6AddressIsRefusedWhateverItHolds(String hex) throws IOException {
    TestTurnClient client = client();
    client.allocate();
    InetSocketAddress peer =
        new InetSocketAddress(Inet6Address.getByAddress(null, HexFormat.of().parseHex(hex), -1), 9);

    assertThat(client.permit(peer).errorCode()).isEqualTo(443);
    assertThat(client.bind(0x4000, peer).errorCode()).isEqualTo(443);
    double before = test.drops(DropReason.MALFORMED);
    client.sendIndication(peer, new byte[] {1});
    TestGateway.until("it is dropped", () -> test.drops(DropReason.MALFORMED) - before == 1);
    client.refresh(0);
  }

  @Test
  void aPublicAddressIsPermittedAndBesideAForbiddenOneNoneIs() throws IOException {
    TestTurnClient client = client();
    client.allocate();
    TransactionId id = TransactionId.random();

    StunMessage both =
        client.ask(
            client.datagram(
                id,
                StunMessage.CREATE_PERMISSION,
                List.of(
                    StunAttribute.xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer("8.8.8.8"), id),
                    StunAttribute.xorAddress(
                        StunAttribute.XOR_PEER_ADDRESS, peer("10.0.0.1"), id))),
            id);
    assertThat(both.errorCode()).isEqualTo(403);
    double before = test.drops(DropReason.NO_PERMISSION);
    client.sendIndication(peer("8.8.8.8"), new byte[] {1});
    TestGateway.until(
        "nothing was permitted", () -> test.drops(DropReason.NO_PERMISSION) - before == 1);

    assertThat(client.permit(peer("8.8.8.8")).errorCode()).isZero();
    assertThat(client.bind(0x4000, peer("8.8.8.8")).errorCode()).isZero();
    client.refresh(0);
  }

  @Test
  void aChannelLeadsToOnePeerAndAPeerHasOneChannel() throws IOException {
    TestTurnClient client = client();
    client.allocate();
    client.bind(0x4000, peer("8.8.8.8"));

    assertThat(client.bind(0x4000, peer("8.8.4.4")).errorCode()).isEqualTo(400);
    assertThat(client.bind(0x4001, peer("8.8.8.8")).errorCode()).isEqualTo(400);
    assertThat(client.bind(0x4000, peer("8.8.8.8")).errorCode()).isZero();
    assertThat(client.bind(0x3fff, peer("8.8.4.4")).errorCode()).isEqualTo(400);
    assertThat(client.bind(0x8000, peer("8.8.4.4")).errorCode()).isEqualTo(400);
    int bound = 1;
    while (client.bind(0x4000 + bound, TestGateway.at("8.8.8.8", 1_000 + bound)).errorCode() == 0) {
      bound++;
    }
    assertThat(bound).isEqualTo(PeerSlots.PINNED);
    client.refresh(0);
  }

  @Test
  void aSendIndicationWithTwoPeersIsDropped() throws IOException {
    TestTurnClient client = client();
    client.allocate();
    client.permit(peer("8.8.8.8"));
    TransactionId id = TransactionId.random();
    double before = test.drops(DropReason.MALFORMED);

    client.send(
        StunCodec.encode(
            new StunMessage(
                StunMessage.SEND,
                id,
                List.of(
                    StunAttribute.xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer("8.8.8.8"), id),
                    StunAttribute.xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer("127.0.0.1"), id),
                    new StunAttribute(StunAttribute.DATA, new byte[] {1}))),
            Optional.empty()));

    TestGateway.until("it is dropped", () -> test.drops(DropReason.MALFORMED) - before == 1);
    client.refresh(0);
  }
}
