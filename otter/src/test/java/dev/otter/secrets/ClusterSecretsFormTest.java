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
        "signingKeyId":"signing-1","signingSecret":"c2VjcmV0","turnSecret":"secret"}""",
        """
        {"apiKeyId":"key-1","apiKeySha256":"hash","apiKeyTokenSecret":"sealed",
        "signingKeyId":"signing-1","signingSecret":"c2VjcmV0","turnSecret":"secret",
        "turnRotation":{"number":3,"begunAt":"2026-11-23T10:00:00.120Z",
        "rotatedAt":"2026-11-23T10:00:00.120Z","next":"next","previous":null,
        "previousUntil":null}}""",
        """
        {"apiKeyId":"key-1","apiKeySha256":"hash","apiKeyTokenSecret":"sealed",
        "signingKeyId":"signing-1","signingSecret":"c2VjcmV0","turnSecret":"secret",
        "turnRotation":{"number":3,"begunAt":"2026-11-23T10:00:00.120Z",
        "rotatedAt":"2026-11-23T10:00:00.120Z","next":null,"previous":"previous",
        "previousUntil":"2026-11-23T10:00:00.120Z"}}"""
      })
  void isReadAndWrittenByOtherVersions(String json) {
    WireForm form = new WireForm(ClusterSecrets.class, json);
    form.assertKept();
    form.assertLaterMembersArePassedOver();
  }
}
