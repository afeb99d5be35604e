package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.id.ConnectionId;
import dev.otter.contract.quality.PeerQuality;
import dev.otter.contract.quality.QualityReport;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what a client reports of its call. Nothing is kept but the numbers and words that are named
 * here, each within its bounds; other members are passed over.
 */
final class QualityReportReader {

  /** The largest report, in bytes. */
  static final int MAX_BYTES = 8_192;

  private static final double MOST = 1e12;
  private static final double HUNDRED_PERCENT = 100;
  private static final Set<String> PATHS = Set.of("direct", "relayed");
  private static final Set<String> PROTOCOLS = Set.of("udp", "tcp", "tls");
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private QualityReportReader() {}

  /**
   * Reads a report.
   *
   * @param json one JSON value; null where there was none
   * @throws RefusedException with {@link ErrorCode#MESSAGE_INVALID}; the text says what is wrong
   */
  static QualityReport read(Buffer json) {
    if (json == null || json.length() > MAX_BYTES) {
      throw refused("a quality message needs a report of at most " + MAX_BYTES + " bytes");
    }
    if (!(json.toJsonValue() instanceof JsonObject report)) {
      throw refused("report must be an object");
    }
    return new QualityReport(whole(report, "joinMs"), peers(report), code(report, "end"));
  }

  private static List<PeerQuality> peers(JsonObject report) {
    Object value = report.getValue("peers");
    if (!(value instanceof JsonArray all) || all.size() > QualityReport.MAX_PEERS) {
      throw refused("peers must be a list of at most " + QualityReport.MAX_PEERS);
    }
    List<PeerQuality> peers = new ArrayList<>();
    for (Object each : all) {
      if (!(each instanceof JsonObject peer)) {
        throw refused("peers must hold objects");
      }
      peers.add(peer(peer));
    }
    return peers;
  }

  private static PeerQuality peer(JsonObject peer) {
    ConnectionId id =
        ConnectionId.parse(peer.getValue("connectionId") instanceof String text ? text : null)
            .orElseThrow(() -> refused("each of peers must have a connectionId"));
    return new PeerQuality(
        id,
        word(peer, "path", PATHS),
        word(peer, "protocol", PROTOCOLS),
        whole(peer, "setupMs"),
        number(peer, "roundTripMs", MOST),
        number(peer, "lossPercent", HUNDRED_PERCENT),
        number(peer, "inKbps", MOST),
        number(peer, "outKbps", MOST),
        picture(peer.getValue("picture")),
        whole(peer, "interruptions"),
        code(peer, "failure"));
  }

  private static PeerQuality.Picture picture(Object value) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof JsonObject picture)) {
      throw refused("picture must be an object, or null");
    }
    return new PeerQuality.Picture(
        whole(picture, "width"),
        whole(picture, "height"),
        whole(picture, "freezes"),
        whole(picture, "frozenMs"));
  }

  private static Long whole(JsonObject from, String name) {
    Double value = number(from, name, MOST);
    return value == null ? null : Math.round(value);
  }

  private static Double number(JsonObject from, String name, double most) {
    Object value = from.getValue(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= most) {
      return number.doubleValue();
    }
    throw refused(name + " must be a number from 0 to " + (long) most + ", or null");
  }

  private static String word(JsonObject from, String name, Set<String> words) {
    Object value = from.getValue(name);
    if (value == null || (value instanceof String && words.contains(value))) {
      return (String) value;
    }
    throw refused(name + " must be one of " + words.stream().sorted().toList() + ", or null");
  }

  private static String code(JsonObject from, String name) {
    Object value = from.getValue(name);
    if (value == null || (value instanceof String text && CODE.matcher(text).matches())) {
      return (String) value;
    }
    throw refused(name + " must be 1 to 40 of a-z 0-9 -, or null");
  }

  private static RefusedException refused(String rule) {
    return new RefusedException(ErrorCode.MESSAGE_INVALID, rule);
  }
}
