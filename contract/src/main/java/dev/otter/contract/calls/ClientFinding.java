package dev.otter.contract.calls;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a client may say about its call: one of these words and nothing else, so that no text of a
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
  /** It found no address of its own to offer, and no server told it one. */
  NO_CANDIDATES("no-candidates", false),
  /** A relay did not answer over UDP. */
  RELAY_UNREACHABLE_UDP("relay-unreachable-udp", false),
  /** A relay did not answer over TCP or TLS. */
  RELAY_UNREACHABLE_TCP("relay-unreachable-tcp", false),
  /** A relay refused the credentials. */
  RELAY_CREDENTIALS_REFUSED("relay-credentials-refused", false),
  /** A relay gives no more allocations: a quota is reached. */
  RELAY_FULL("relay-full", false),
  /** A relay answered, and gave an address. */
  RELAY_REACHED("relay-reached", false),
  /** The use of the camera was not allowed. */
  CAMERA_REFUSED("camera-refused", false),
  /** There is no camera, or it does not start. */
  CAMERA_FAILED("camera-failed", false),
  /** The use of the microphone was not allowed. */
  MICROPHONE_REFUSED("microphone-refused", false),
  /** There is no microphone, or it does not start. */
  MICROPHONE_FAILED("microphone-failed", false);

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
