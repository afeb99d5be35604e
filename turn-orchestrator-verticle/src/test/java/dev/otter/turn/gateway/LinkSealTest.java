package dev.otter.turn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.NodeTag;
import dev.otter.turn.TurnSecrets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkSealTest {

  private static final String SECRET = "the-secret-of-this-test";
  private static final InetSocketAddress FROM = TestGateway.at("198.51.100.7", 40_000);
  private static final byte[] DATA = {1, 2, 3};

  private final NodeTag a = NodeTag.random();
  private final NodeTag b = NodeTag.random();
  private final LinkSeal atA = new LinkSeal(TurnSecrets.of(List.of(SECRET)), a, false);
  private final LinkSeal atB = new LinkSeal(TurnSecrets.of(List.of(SECRET)), b, false);

  @Test
  void whatWasSealedForANodeIsWhatItOpens() {
    LinkSeal.Frame frame = atB.open(atA.seal(b, LinkSeal.OF_PEER, FROM, 50_001, data()));

    assertThat(frame.kind()).isEqualTo(LinkSeal.OF_PEER);
    assertThat(frame.ingress()).isEqualTo(Ingress.PASSED_ON);
    assertThat(frame.outside()).isEqualTo(FROM);
    assertThat(frame.port()).isEqualTo(50_001);
    assertThat(ByteBufUtil.getBytes(frame.data())).isEqualTo(DATA);
  }

  @Test
  void whereAnswersGoBackItSaysByWhichNode() {
    LinkSeal translated = new LinkSeal(TurnSecrets.of(List.of(SECRET)), a, true);

    LinkSeal.Frame came = atB.open(translated.seal(b, LinkSeal.OF_PEER, FROM, 50_001, data()));
    LinkSeal.Frame goes = atB.open(translated.seal(b, LinkSeal.TO_PEER, FROM, 50_001, data()));
    LinkSeal.Frame tells =
        atB.open(translated.seal(b, LinkSeal.OF_CLIENT, FROM, 0, Unpooled.EMPTY_BUFFER));

    assertThat(came.kind()).isEqualTo(LinkSeal.OF_PEER);
    assertThat(came.outside()).isEqualTo(FROM);
    assertThat(came.ingress()).isEqualTo(Ingress.by(a));
    assertThat(ByteBufUtil.getBytes(came.data())).isEqualTo(DATA);
    assertThat(goes.kind()).isEqualTo(LinkSeal.TO_PEER);
    assertThat(ByteBufUtil.getBytes(goes.data())).isEqualTo(DATA);
    assertThat(tells.ingress()).isEqualTo(Ingress.by(a));
    assertThat(tells.data().isReadable()).isFalse();
  }

  @Test
  void anotherNodeDoesNotOpenIt() {
    assertThat(atA.open(atA.seal(b, LinkSeal.OF_CLIENT, FROM, 0, data()))).isNull();
  }

  @Test
  void whoHasAnotherSecretSealsNothing() {
    LinkSeal stranger = new LinkSeal(TurnSecrets.of(List.of("the-secret-of-a-stranger")), a, false);

    assertThat(atB.open(stranger.seal(b, LinkSeal.OF_CLIENT, FROM, 0, data()))).isNull();
  }

  @Test
  void whileASecretIsRotatedBothAreTaken() {
    LinkSeal rotated =
        new LinkSeal(TurnSecrets.of(List.of("the-secret-that-comes-next", SECRET)), b, false);

    assertThat(rotated.open(atA.seal(b, LinkSeal.OF_CLIENT, FROM, 0, data()))).isNotNull();
  }

  @Test
  void aSecretThatEndsIsTakenNoMore() {
    TurnSecrets secrets = TurnSecrets.of(List.of(SECRET));
    LinkSeal rotating = new LinkSeal(secrets, b, false);
    assertThat(rotating.open(atA.seal(b, LinkSeal.OF_CLIENT, FROM, 0, data()))).isNotNull();

    secrets.change(List.of("the-secret-that-comes-next", SECRET));
    assertThat(rotating.open(atA.seal(b, LinkSeal.OF_CLIENT, FROM, 0, data()))).isNotNull();
    secrets.change(List.of("the-secret-that-comes-next"));

    assertThat(rotating.open(atA.seal(b, LinkSeal.OF_CLIENT, FROM, 0, data()))).isNull();
    assertThat(atA.open(rotating.seal(a, LinkSeal.OF_PEER, FROM, 0, data()))).isNull();
  }

  @Test
  void eachFlippedBitAndEachCutIsNoticed() {
    LinkSeal translated = new LinkSeal(TurnSecrets.of(List.of(SECRET)), a, true);
    eachFlippedBitAndEachCutIsNoticed(atA);
    eachFlippedBitAndEachCutIsNoticed(translated);
  }

  private void eachFlippedBitAndEachCutIsNoticed(LinkSeal by) {
    byte[] good = ByteBufUtil.getBytes(by.seal(b, LinkSeal.OF_CLIENT, FROM, 0, data()));
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(atB.open(Unpooled.wrappedBuffer(bad))).isNull();
    }
    for (int length = 0; length < good.length; length++) {
      assertThat(atB.open(Unpooled.wrappedBuffer(good, 0, length))).isNull();
    }
  }

  @Test
  void randomBytesAreNothing() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      assertThat(atB.open(Unpooled.wrappedBuffer(bytes))).isNull();
    }
  }

  private static ByteBuf data() {
    return Unpooled.wrappedBuffer(DATA);
  }
}
