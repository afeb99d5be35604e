package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.StunMessage;
import dev.otter.turn.stun.TransactionId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Before the nodes is one that translates addresses: client and peer hear only the node that they
 * send to, as each of their ways through it has one.
 */
class TranslatedIT extends ManyNodesScene {

  @Override
  boolean translated() {
    return true;
  }

  @Test
  void answersComeFromTheNodeThatWasAsked() throws Exception {
    bindStrictly();
    peerSendsTo(nodes.get(2));

    for (Node node : List.of(nodes.get(1), nodes.get(2), nodes.get(0))) {
      client.to(node.front());
      assertThat(client.refresh(600).errorCode()).isZero();
      assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();
      TransactionId id = TransactionId.random();
      assertThat(client.ask(client.datagram(id, StunMessage.ALLOCATE, List.of()), id).errorCode())
          .isEqualTo(437);
      untilEchoed(client, peer, nodes.get(2), relayed);
    }
    assertThat(nodes.get(0).test().sessions()).isEqualTo(1);
  }

  @Test
  void aStrangerIsAnsweredByTheNodeThatItAsked() throws Exception {
    bindStrictly();
    client.to(nodes.get(1).front());

    TransactionId binding = TransactionId.random();
    byte[] request =
        StunCodec.encode(
            new StunMessage(StunMessage.BINDING, binding, List.of()), Optional.empty());

    assertThat(client.ask(request, binding).isSuccessOf(StunMessage.BINDING)).isTrue();
  }

  @Test
  void nothingGoesToAPeerBeforeItIsKnownByWhichNode() throws Exception {
    bindStrictly();
    double before = nodes.get(0).test().drops(DropReason.UNHEARD);

    client.sendChannelData(CHANNEL, new byte[] {1});

    TestGateway.until(
        "it is dropped", () -> nodes.get(0).test().drops(DropReason.UNHEARD) > before);
    for (Node node : nodes) {
      peerSendsTo(node);
      untilEchoed(client, peer, node, relayed);
    }
  }

  @Test
  void whoGoesOnKnowsByWhichNodeToAnswerWhenThePeerAloneSends() throws Exception {
    ownerDies();

    TestGateway.until("the client hears", () -> heard(client, peer, nodes.get(2), relayed));
    TestGateway.until("the peer hears", () -> reaches(client, peer));
    assertThat(client.refresh(600).errorCode()).isZero();
    assertThat(sessionsOfThoseLeft()).isEqualTo(1);
  }

  @Test
  void whoGoesOnKnowsByWhichNodeToAnswerWhenTheClientAloneSends() throws Exception {
    ownerDies();

    TestGateway.until("the peer hears", () -> reaches(client, peer));
    TestGateway.until("the client hears", () -> heard(client, peer, nodes.get(2), relayed));
    assertThat(sessionsOfThoseLeft()).isEqualTo(1);
  }

  @Test
  void whoGoesOnKnowsByWhichNodeToAnswerWhenTheClusterSaysSo() throws Exception {
    ownerDies();

    nodes.subList(1, 3).forEach(each -> each.test().gateway.nodeLeft(nodes.get(0).tag()));

    TestGateway.until("one goes on", () -> sessionsOfThoseLeft() == 1);
    TestGateway.until("the peer hears", () -> reaches(client, peer));
    TestGateway.until("the client hears", () -> heard(client, peer, nodes.get(2), relayed));
    assertThat(sessionsOfThoseLeft()).isEqualTo(1);
  }

  /** The client is heard by the second node and the peer by the third, and the first one dies. */
  private void ownerDies() throws Exception {
    bindStrictly();
    peerSendsTo(nodes.get(2));
    client.to(nodes.get(1).front());
    untilEchoed(client, peer, nodes.get(2), relayed);
    nodes.get(0).test().die();
  }

  private double sessionsOfThoseLeft() {
    return nodes.get(1).test().sessions() + nodes.get(2).test().sessions();
  }

  @Test
  void aNodeThatIsLeftByItsFlowsIsNotSentToAnyMore() throws Exception {
    bindStrictly();
    peerSendsTo(nodes.get(2));
    client.to(nodes.get(1).front());
    untilEchoed(client, peer, nodes.get(2), relayed);

    nodes.get(1).test().die();
    nodes.get(2).test().die();
    client.to(nodes.get(0).front());
    assertThat(client.refresh(600).errorCode()).isZero();
    peerSendsTo(nodes.get(0));

    untilEchoed(client, peer, nodes.get(0), relayed);
  }

  /** As {@link #bind}, of a client that hears nobody else. */
  private void bindStrictly() throws IOException {
    client = client("a", nodes.get(0));
    client.hearsNobodyElse();
    relayed = client.allocate();
    peer = peer();
    assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();
  }

  /** The peer hears that node only, and is heard by it. */
  private void peerSendsTo(Node node) throws IOException {
    peer.connect(new InetSocketAddress(node.front().getAddress(), relayed.getPort()));
    untilKnownTo(node, client, peer, relayed);
  }
}
