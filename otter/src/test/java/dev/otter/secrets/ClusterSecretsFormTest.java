package dev.otter.secrets;

import dev.otter.contract.bus.WireForm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cluster agrees on, and a node keeps in {@code secrets.json}; see WireFormsTest. */
class ClusterSecretsFormTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"apiKeyId":"key-1","apiKeySha256":"hash","apiKeyTokenSecret":"sealed",
        "signingKeyId":"signing-1","signingSecret":"c2VjcmV0","turnSecret":"secret"}""",
        """
        {"apiKeyId":"key-1","apiKeySha256":"hash",
        "signingKeyId":"signing-1","signingSecret":"c2VjcmV0","turnSecret":"secret"}"""
      })
  void isReadAndWrittenByOtherVersions(String json) {
    WireForm form = new WireForm(ClusterSecrets.class, json);
    form.assertKept();
    form.assertLaterMembersArePassedOver();
  }
}
