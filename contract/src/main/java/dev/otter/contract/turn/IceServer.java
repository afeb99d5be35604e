package dev.otter.contract.turn;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One entry of the list that goes straight into {@code new RTCPeerConnection({iceServers})} (W3C
 * WebRTC, RTCIceServer).
 *
 * @param urls where
 * @param username for TURN; null for STUN
 * @param credential for TURN; null for STUN; a secret
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IceServer(List<String> urls, String username, String credential) {

  /** Leaves the credential out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "IceServer[urls=" + urls + "]";
  }
}
