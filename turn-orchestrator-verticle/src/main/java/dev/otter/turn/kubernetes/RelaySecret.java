package dev.otter.turn.kubernetes;

import dev.otter.turn.certificate.RelayCertificate;
import dev.otter.turn.coturn.ConsoleKey;
import dev.otter.turn.coturn.CoturnSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a relay's secret holds: its settings and certificate, which its pod sees as files, and what
 * another node needs to take the relay over, which the pod does not see. It belongs to the pod and
 * goes with it.
 *
 * @param fingerprint of the settings that it was launched with
 * @param console what the password of its console is made of; a secret
 * @param publicIp what clients are told; empty for the pod's own address
 * @param certificate what it shows over TLS; empty where it takes none
 */
record RelaySecret(
    String fingerprint, ConsoleKey console, Optional<String> publicIp, String certificate) {

  private static final String FINGERPRINT = "fingerprint";
  private static final String CONSOLE = "console";
  private static final String PUBLIC_IP = "public-ip";

  /**
   * The body of the call that makes the secret.
   *
   * @param pod to which it belongs, as the API server answered
   * @param settings the text of its file; holds secrets
   * @param shown its certificate; empty where it takes no TLS
   */
  JsonObject body(JsonObject pod, String settings, Optional<RelayCertificate> shown) {
    JsonObject of = pod.getJsonObject("metadata");
    JsonObject owner =
        new JsonObject()
            .put("apiVersion", "v1")
            .put("kind", "Pod")
            .put("name", of.getString("name"))
            .put("uid", of.getString("uid"));
    return new JsonObject()
        .put("apiVersion", "v1")
        .put("kind", "Secret")
        .put("type", "Opaque")
        .put("immutable", true)
        .put(
            "metadata",
            new JsonObject()
                .put("name", of.getString("name"))
                .put("labels", of.getJsonObject("labels"))
                .put("ownerReferences", new JsonArray().add(owner)))
        .put(
            "data",
            new JsonObject()
                .put(RelayPod.FILE, encoded(settings))
                // Files that the pod names must be there; without TLS nobody reads them.
                .put(
                    CoturnSettings.CERTIFICATE,
                    encoded(shown.map(RelayCertificate::chain).orElse("")))
                .put(CoturnSettings.KEY, encoded(shown.map(RelayCertificate::key).orElse("")))
                .put(FINGERPRINT, encoded(fingerprint))
                .put(CONSOLE, encoded(console.value()))
                .put(PUBLIC_IP, encoded(publicIp.orElse(""))));
  }

  /** Reads one; empty where it is not one of this version. */
  static Optional<RelaySecret> of(JsonObject secret) {
    JsonObject data = secret.getJsonObject("data", new JsonObject());
    String fingerprint = decoded(data, FINGERPRINT);
    String console = decoded(data, CONSOLE);
    return fingerprint.isEmpty() || console.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RelaySecret(
                fingerprint,
                new ConsoleKey(console),
                Optional.of(decoded(data, PUBLIC_IP)).filter(ip -> !ip.isEmpty()),
                decoded(data, CoturnSettings.CERTIFICATE)));
  }

  /** Leaves the key out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "RelaySecret[" + fingerprint + ", " + publicIp + "]";
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(JsonObject data, String key) {
    try {
      return new String(
          Base64.getDecoder().decode(data.getString(key, "")), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException | ClassCastException e) {
      return "";
    }
  }
}
