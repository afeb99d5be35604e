package dev.otter.contract.calls;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a client may say about itself: one of these words and nothing else, so that no text of a
 * client is kept. The texts are part of the protocol: never rename one.
 */
public enum ClientFinding {
  /** It looks for a way to a peer. */
  CONNECTING("connecting", true),
  /** Media can flow to and from a peer. */
  CONNECTED("connected", true),
  /** The way to a peer was lost; it looks for another. */
  PATH_LOST("path-lost", true),
  /** No way to a peer was found. */
  NO_PATH("no-path", true),
  /** Offer and answer did not fit: no common codec, or a description that was refused. */
  NEGOTIATION_FAILED("negotiation-failed", true),
  /** It has no UDP at all: not one candidate of its own or from a server. */
  NO_UDP("no-udp", false),
  /** A STUN server did not answer. */
  STUN_UNREACHABLE("stun-unreachable", false),
  /** A relay did not answer over UDP. */
  RELAY_UNREACHABLE_UDP("relay-unreachable-udp", false),
  /** A relay did not answer over TCP or TLS. */
  RELAY_UNREACHABLE_TCP("relay-unreachable-tcp", false),
  /** A relay refused the credentials. */
  RELAY_CREDENTIALS_REFUSED("relay-credentials-refused", false),
  /** A relay refused the credentials, and their time was over. */
  RELAY_CREDENTIALS_EXPIRED("relay-credentials-expired", false),
  /** A relay gives no more allocations: a quota is reached. */
  RELAY_QUOTA("relay-quota", false),
  /** Access to the camera was not allowed. */
  CAMERA_REFUSED("camera-refused", false),
  /** There is no camera. */
  CAMERA_MISSING("camera-missing", false),
  /** The camera is taken by another program, or does not start. */
  CAMERA_BUSY("camera-busy", false),
  /** Access to the microphone was not allowed. */
  MICROPHONE_REFUSED("microphone-refused", false),
  /** There is no microphone. */
  MICROPHONE_MISSING("microphone-missing", false),
  /** The microphone is taken by another program, or does not start. */
  MICROPHONE_BUSY("microphone-busy", false),
  /** The page is no secure context, so the browser hands out no devices. */
  PAGE_INSECURE("page-insecure", false),
  /** The browser has no WebRTC. */
  NO_WEBRTC("no-webrtc", false);

  private final String text;
  private final boolean aboutPeer;

  ClientFinding(String text, boolean aboutPeer) {
    this.text = text;
    this.aboutPeer = aboutPeer;
  }

  /** The text form, as in the protocol. */
  public String text() {
    return text;
  }

  /** Whether it is about the way to one peer, which must be named. */
  public boolean aboutPeer() {
    return aboutPeer;
  }

  /** Finds a finding by its text; empty when there is none such. */
  public static Optional<ClientFinding> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }
}
