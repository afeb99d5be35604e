package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.signaling.SequenceNotice;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class V1MessageReaderTest {

  /** As short as a secret may be. */
  private static final String GOOD = "aaaaBBBBccccDDDD0000-_";

  private static final String ID = "Qd81LsPe0n.aGVsbG8td29ybGQtMTIzNA";
  private static final ConnectionId BOB = ConnectionId.random(NodeTag.random());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "true",
        "\"\"",
        "\"ä€😀\\u0000\"",
        "[ ]",
        "{ \"payload\" : {\"seq\":1,\"seq\":2} }"
      })
  void thePayloadComesByteForByteWhereverItStands(String json) {
    for (String message :
        new String[] {
          "{\"seq\":7,\"payload\":" + json + "}",
          " {\"payload\" : " + json + " ,\"ä\":[{}],\"seq\":7}\n",
          "{\"type\":null,\"x\":{\"payload\":0},\"payload\":" + json + ",\"seq\":7}"
        }) {
      V1ClientMessage.ToPeer read = (V1ClientMessage.ToPeer) read(message);

      assertThat(read.payload().toString()).isEqualTo(json);
      assertThat(read.seq()).isEqualTo(7);
      assertThat(read.destination()).isEmpty();
    }
  }

  @Test
  void whatTheClientSaysOfItselfIsNotKept() {
    assertThat(
            read(
                "{\"source\":\"me\",\"roomId\":\"rm_other\",\"destination\":\""
                    + BOB
                    + "\",\"polite\":true,\"seq\":1,\"payload\":1}"))
        .isInstanceOfSatisfying(
            V1ClientMessage.ToPeer.class,
            message -> {
              assertThat(message.destination()).contains(BOB);
              assertThat(message.polite()).isTrue();
            });
  }

  @Test
  void aBroadcastNamesEachWithItsNumber() {
    ConnectionId carol = ConnectionId.random(NodeTag.random());

    V1ClientMessage read =
        read(
            "{\"destination\":\"*\",\"payload\":1,\"seqs\":{\"%s\":3,\"%s\":9007199254740991}}"
                .formatted(BOB, carol));

    assertThat(((V1ClientMessage.ToAll) read).seqs())
        .isEqualTo(Map.of(BOB, 3L, carol, V1MessageReader.MAX_SEQ));
  }

  @Test
  void noticesSayWhatOfWhom() {
    assertThat(read("{\"type\":\"ack\",\"destination\":\"" + BOB + "\",\"seq\":0}"))
        .isEqualTo(new V1ClientMessage.Notice(Optional.of(BOB), SequenceNotice.Kind.ACK, 0));
    assertThat(read("{\"type\":\"resend\",\"destination\":\"*\",\"seq\":2}"))
        .isEqualTo(new V1ClientMessage.Notice(Optional.empty(), SequenceNotice.Kind.RESEND, 2));
  }

  @Test
  void aHelloBringsTheSecretThatTheClientHasChosenAndTheNumberOfItsAttempt() {
    assertThat(read("{\"type\":\"join\",\"attempt\":1,\"secret\":\"" + GOOD + "\"}"))
        .isEqualTo(new V1ClientMessage.Join(new ResumeSecret(GOOD), 1));
    assertThat(
            read(
                ("{\"type\":\"resume\",\"attempt\":9,\"connectionId\":\"%s\","
                        + "\"secret\":\"%s\",\"nextSecret\":\"%s\"}")
                    .formatted(ID, "any text", GOOD)))
        .isEqualTo(
            new V1ClientMessage.Resume(
                new ConnectionId(ID), new ResumeSecret("any text"), new ResumeSecret(GOOD), 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"payload\":1}",
        "{\"payload\":null,\"seq\":1}",
        "{\"payload\":1,\"seq\":0}",
        "{\"payload\":1,\"seq\":-1}",
        "{\"payload\":1,\"seq\":1.5}",
        "{\"payload\":1,\"seq\":\"1\"}",
        "{\"payload\":1,\"seq\":9007199254740992}",
        "{\"payload\":1,\"seq\":99999999999999999999999}",
        "{\"payload\":1,\"seq\":1,\"seq\":1}",
        "{\"payload\":1,\"seq\":1,\"x\":1,\"x\":1}",
        "{\"payload\":1,\"seq\":1}{}",
        "{\"payload\":1,\"seq\":1,\"destination\":7}",
        "{\"payload\":1,\"seq\":1,\"polite\":\"yes\"}",
        "{\"payload\":1,\"destination\":\"*\"}",
        "{\"payload\":1,\"destination\":\"*\",\"seqs\":[]}",
        "{\"payload\":1,\"destination\":\"*\",\"seqs\":{\"nobody\":1}}",
        "{\"type\":\"nonsense\"}",
        "{\"type\":1}",
        "{\"type\":\"ack\"}",
        "{\"type\":\"resume\"}",
        "{\"type\":\"resume\",\"attempt\":1,\"secret\":\"s\",\"nextSecret\":\""
            + GOOD
            + "\",\"connectionId\":\"nobody\"}",
        "{\"type\":\"resume\",\"attempt\":1,\"secret\":\""
            + GOOD
            + "\",\"nextSecret\":\""
            + GOOD
            + "\",\"connectionId\":\""
            + ID
            + "\"}",
        "{\"type\":\"resume\",\"attempt\":1,\"secret\":\""
            + GOOD
            + "\",\"nextSecret\":\"short\",\"connectionId\":\""
            + ID
            + "\"}",
        "{\"type\":\"resume\",\"attempt\":1,\"secret\":\""
            + GOOD
            + "\",\"connectionId\":\""
            + ID
            + "\"}",
        "{\"type\":\"resume\",\"secret\":\""
            + GOOD
            + "\",\"nextSecret\":\"x"
            + GOOD
            + "\",\"connectionId\":\""
            + ID
            + "\"}",
        "{\"type\":\"join\"}",
        "{\"type\":\"join\",\"attempt\":1}",
        "{\"type\":\"join\",\"secret\":\"" + GOOD + "\"}",
        "{\"type\":\"join\",\"attempt\":0,\"secret\":\"" + GOOD + "\"}",
        "{\"type\":\"join\",\"attempt\":1,\"secret\":\"nonsense-of-21-letter\"}",
        "{\"type\":\"join\",\"attempt\":1,\"secret\":\"nonsense with a space in it\"}",
        "\ufeff{\"type\":\"ping\"}"
      })
  void allElseIsRefusedWithoutAWordOfIt(String message) {
    RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> read(message));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MESSAGE_INVALID);
    assertThat(refusal.getMessage()).doesNotContain("nobody", "nonsense", "99999999");
  }

  @Test
  void theDepthHasALimit() {
    String deepest = "[".repeat(31) + "]".repeat(31);

    read("{\"seq\":1,\"payload\":" + deepest + "}");

    assertThat(
            catchThrowableOfType(
                    RefusedException.class, () -> read("{\"seq\":1,\"payload\":[" + deepest + "]}"))
                .code())
        .isEqualTo(ErrorCode.MESSAGE_INVALID);
  }

  private static V1ClientMessage read(String message) {
    return V1MessageReader.read(message.getBytes(StandardCharsets.UTF_8));
  }
}
