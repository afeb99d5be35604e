package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node dies, leaves, or is cut off: another one goes on with its sessions. */
class TakeOverIT extends ManyNodesScene {

  @Test
  void itsNodeDiesAndTheNextDatagramOfTheClientFindsItAtAnother() throws Exception {
    bind();
    untilKnownTo(nodes.get(1), client, peer, relayed);

    nodes.get(0).test().die();

    client.to(nodes.get(1).front());
    TestGateway.until("the client reaches the peer", () -> reaches(client, peer));
    // Both ways, with the nonce, the permission and the channel of before.
    untilEchoed(client, peer, nodes.get(1), relayed);
    TestGateway.until(
        "the peer reaches it by the third node", () -> heard(client, peer, nodes.get(2), relayed));
    TestGateway.until("the client is answered", () -> answers(client));
    client.to(nodes.get(2).front());
    untilEchoed(client, peer, nodes.get(1), relayed);
    assertThat(nodes.get(1).test().takeOvers() + nodes.get(2).test().takeOvers()).isEqualTo(1);
  }

  @Test
  void itsNodeDiesAndOnlyThePeerIsSending() throws Exception {
    bind();
    untilKnownTo(nodes.get(2), client, peer, relayed);

    nodes.get(0).test().die();

    TestGateway.until(
        "the peer reaches the client", () -> heard(client, peer, nodes.get(2), relayed));
    assertThat(nodes.get(2).test().takeOvers()).isEqualTo(1);
  }

  @Test
  void aNodeThatLeftIsInheritedWithoutAnyDatagramByExactlyOne() throws Exception {
    List<TestTurnClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      TestTurnClient client = client("c" + i, nodes.get(0));
      client.allocate();
      clients.add(client);
    }
    for (Node other : nodes.subList(1, 3)) {
      untilAllListened(other, 8);
    }

    nodes.get(0).test().die();
    nodes.get(1).test().gateway.nodeLeft(nodes.get(0).tag());
    nodes.get(2).test().gateway.nodeLeft(nodes.get(0).tag());

    TestGateway.until(
        "all have a node",
        () -> nodes.get(1).test().sessions() + nodes.get(2).test().sessions() == 8);
    for (TestTurnClient each : clients) {
      each.to(nodes.get(1).front());
      TestGateway.until("a client is answered", () -> answers(each));
    }
    assertThat(nodes.get(1).test().sessions() + nodes.get(2).test().sessions()).isEqualTo(8);
  }

  @Test
  void aNodeThatIsShutDownHandsItsSessionsOn() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    client.allocate();
    untilAllListened(nodes.get(1), 1);
    untilAllListened(nodes.get(2), 1);

    nodes.get(0).test().closeGateway();

    TestGateway.until(
        "another one has it",
        () -> nodes.get(1).test().sessions() + nodes.get(2).test().sessions() == 1);
    client.to(nodes.get(1).front());
    TestGateway.until("the client is answered", () -> answers(client));
  }

  @Test
  void aNodeThatIsCutOffServesNothingAndWhatTheOthersTookIsTheirs() throws Exception {
    bind();
    untilKnownTo(nodes.get(1), client, peer, relayed);

    nodes.get(0).gate().open = false;
    nodes.get(0).test().forward(Duration.ofSeconds(5));
    assertThat(reaches(client, peer)).isFalse();
    nodes.get(1).test().gateway.nodeLeft(nodes.get(0).tag());
    nodes.get(2).test().gateway.nodeLeft(nodes.get(0).tag());
    TestGateway.until(
        "another one has it",
        () -> nodes.get(1).test().sessions() + nodes.get(2).test().sessions() == 1);
    client.to(nodes.get(1).front());
    TestGateway.until("it goes on there", () -> reaches(client, peer));

    nodes.get(0).gate().open = true;

    TestGateway.until("the first one lets go", () -> nodes.get(0).test().sessions() == 0);
    assertThat(nodes.get(1).test().sessions() + nodes.get(2).test().sessions()).isEqualTo(1);
  }

  @Test
  void aStoreThatDoesNotAnswerHoldsUpNeitherDataNorAnswersOfASession() throws Exception {
    TestTurnClient client = client("a", nodes.get(0));
    InetSocketAddress relayed = client.allocate();
    DatagramSocket peer = peer();

    stores.slow(true);

    assertThat(client.bind(CHANNEL, address(peer)).errorCode()).isZero();
    assertThat(client.refresh(600).errorCode()).isZero();
    untilEchoed(client, peer, nodes.get(0), relayed);
    nodes.get(0).test().die();
    client.to(nodes.get(1).front());
    TestGateway.until("the client reaches the peer", () -> reaches(client, peer));
    stores.slow(false);
  }

  @Test
  void oneThatHasNoRelayDoesNotKeepASessionFromOneThatHas() throws Exception {
    bind();
    Node without = nodes.get(1);
    Node with = nodes.get(2);
    untilKnownTo(without, client, peer, relayed);
    untilKnownTo(with, client, peer, relayed);
    without.test().tell(List.of(), List.of());

    nodes.get(0).test().die();
    client.to(without.front());
    TestGateway.until(
        "one takes it over", () -> !reaches(client, peer) && without.test().sessions() == 1);
    client.to(with.front());

    TestGateway.until("the client reaches the peer", () -> reaches(client, peer));
    TestGateway.until("the client is answered", () -> answers(client));
    client.to(without.front());
    untilEchoed(client, peer, without, relayed);
    assertThat(with.test().sessions()).isEqualTo(1);
  }

  @Test
  void twoThatTakeASessionOverAtOncePassEachDatagramOnceAndOneKeepsIt() throws Exception {
    bind();
    List<Node> others = nodes.subList(1, 3);
    for (Node each : others) {
      untilKnownTo(each, client, peer, relayed);
    }

    stores.away(true);
    nodes.get(0).test().die();

    for (Node each : others) {
      client.to(each.front());
      TestGateway.until("the client reaches the peer", () -> reaches(client, peer));
      TestGateway.until("and is reached", () -> heard(client, peer, each, relayed));
      assertThat(each.test().sessions()).isEqualTo(1);
    }
    for (Node each : others) {
      client.to(each.front());
      client.sendChannelData(CHANNEL, each.tag().value().getBytes(StandardCharsets.US_ASCII));
    }
    String[] tags = {others.get(0).tag().value(), others.get(1).tag().value()};
    assertThat(drained(peer, tags)).containsOnlyOnce(tags);
    // Nobody knows whose it is, so nobody grants anything.
    assertThat(answers(client)).isFalse();

    stores.away(false);

    TestGateway.until(
        "one lets go",
        () -> others.get(0).test().sessions() + others.get(1).test().sessions() == 1);
    for (Node each : others) {
      client.to(each.front());
      TestGateway.until("the client is answered", () -> answers(client));
      TestGateway.until("data passes", () -> reaches(client, peer));
    }
    assertThat(others.get(0).test().sessions() + others.get(1).test().sessions()).isEqualTo(1);
  }
}
