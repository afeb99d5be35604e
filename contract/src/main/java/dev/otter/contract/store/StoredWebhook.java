package dev.otter.contract.store;

import dev.otter.contract.id.WebhookId;
import java.time.Instant;

/**
 * A webhook as it is kept.
 *
 * @param webhookId its id
 * @param url where it leads
 * @param sealedSecret what its messages are signed with, closed by the cluster's seal
 * @param createdAt when it was made
 */
public record StoredWebhook(
    WebhookId webhookId, String url, String sealedSecret, Instant createdAt) {

  /** Leaves address and secret out: both may open something. */
  @Override
  public String toString() {
    return "StoredWebhook[webhookId=" + webhookId + "]";
  }
}
