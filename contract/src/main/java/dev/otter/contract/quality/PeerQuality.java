package dev.otter.contract.quality;

import dev.otter.contract.id.ConnectionId;

/**
 * What a participant says of the way between itself and another one. Sums are of the whole call so
 * far; a participant that says nothing of something leaves it null.
 *
 * @param connectionId the other one
 * @param path {@code direct} or {@code relayed}, as it is now or was last; null while there is none
 * @param protocol how the path begins: {@code udp}, {@code tcp} or {@code tls}
 * @param setupMs from knowing of the other one until media could flow; null when it never could
 * @param roundTripMs there and back, last
 * @param lossPercent of the packets that should have come in
 * @param inKbps what came in over the last seconds
 * @param outKbps what went out over the last seconds
 * @param picture what is seen of the other one
 * @param interruptions how often the path was lost
 * @param failure a code of an error, when there is no path; else null
 */
public record PeerQuality(
    ConnectionId connectionId,
    String path,
    String protocol,
    Long setupMs,
    Double roundTripMs,
    Double lossPercent,
    Double inKbps,
    Double outKbps,
    Picture picture,
    Long interruptions,
    String failure) {

  /**
   * The pictures that come in.
   *
   * @param width of the largest, pixels
   * @param height of the largest, pixels
   * @param freezes how often one stood still
   * @param frozenMs for how long, all together
   */
  public record Picture(Long width, Long height, Long freezes, Long frozenMs) {}
}
