package dev.otter.rooms.webhooks;

import dev.otter.contract.bus.WireForm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who delivers to a webhook; see WireFormsTest. */
class LeaseFormTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"node":"nnnnnnnnnn","until":"2026-11-23T10:00:00.120Z"}"""
      })
  void isReadAndWrittenByOtherVersions(String json) {
    WireForm form = new WireForm(SharedWebhooks.Lease.class, json);
    form.assertKept();
    form.assertLaterMembersArePassedOver();
  }
}
