package dev.otter.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.quality.PeerQuality;
import dev.otter.contract.quality.QualityReport;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a client's report is kept, and what is none. */
class QualityReportReaderTest {

  private static final ConnectionId PEER = ConnectionId.random(NodeTag.random());

  @Test
  void whatIsNotSaidIsNullAndWhatIsNotNamedIsPassedOver() {
    QualityReport report = read("{\"peers\":[" + peer("\"name\":\"Zo\u00eb\"") + "],\"agent\":{}}");

    assertThat(report.joinMs()).isNull();
    assertThat(report.end()).isNull();
    assertThat(report.peers())
        .containsExactly(
            new PeerQuality(PEER, null, null, null, null, null, null, null, null, null, null));
  }

  @Test
  void wholeNumbersAreRounded() {
    QualityReport report = read("{\"joinMs\":1.5,\"peers\":[" + peer("\"setupMs\":2.4") + "]}");

    assertThat(report.joinMs()).isEqualTo(2);
    assertThat(report.peers().get(0).setupMs()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "1",
        "[]",
        "{}",
        "{\"peers\":{}}",
        "{\"peers\":[1]}",
        "{\"peers\":[{}]}",
        "{\"peers\":[{\"connectionId\":7}]}",
        "{\"peers\":[],\"end\":\"Left\"}",
        "{\"peers\":[],\"end\":\"\"}",
        "{\"peers\":[],\"end\":1}",
        "{\"peers\":[],\"joinMs\":\"1\"}"
      })
  void whatIsNoReportIsRefused(String json) {
    assertRefused(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "path|\"both\"",
        "path|1",
        "protocol|\"UDP\"",
        "setupMs|-1",
        "setupMs|1e13",
        "lossPercent|100.1",
        "roundTripMs|true",
        "picture|[]",
        "picture|{\"width\":-1}",
        "failure|\"no path\""
      })
  void aMemberOutOfItsBoundsIsRefusedByName(String name, String value) {
    String json = "{\"peers\":[" + peer("\"" + name + "\":" + value) + "]}";

    assertThat(assertRefused(json)).startsWith(name.equals("picture") ? "" : name + " must be ");
  }

  @Test
  void asManyPeersAndBytesAsMayBeAreTakenAndOneMoreIsNot() {
    assertThat(read(peers(QualityReport.MAX_PEERS, "")).peers()).hasSize(QualityReport.MAX_PEERS);
    assertRefused(peers(QualityReport.MAX_PEERS + 1, ""));
    String most = peers(1, "x".repeat(QualityReportReader.MAX_BYTES - peers(1, "").length()));
    assertThat(read(most).peers()).hasSize(1);
    assertRefused(most + " ");
  }

  private static String peers(int count, String padding) {
    String all = String.join(",", Collections.nCopies(count, peer("\"x\":1")));
    return "{\"padding\":\"" + padding + "\",\"peers\":[" + all + "]}";
  }

  private static String peer(String member) {
    return "{\"connectionId\":\"" + PEER.value() + "\"," + member + "}";
  }

  private static QualityReport read(String json) {
    return QualityReportReader.read(Buffer.buffer(json));
  }

  private static String assertRefused(String json) {
    RefusedException refused = assertThrowsExactly(RefusedException.class, () -> read(json));
    assertThat(refused.code()).isEqualTo(ErrorCode.MESSAGE_INVALID);
    return refused.getMessage();
  }
}
