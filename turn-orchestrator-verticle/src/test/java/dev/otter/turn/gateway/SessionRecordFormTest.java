package dev.otter.turn.gateway;

import dev.otter.contract.bus.WireForm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another node needs of a session to go on with it; see WireFormsTest. */
class SessionRecordFormTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"owner":"nnnnnnnnnn","takes":1,"username":"1795856755:p_aaaa","keyMark":"mark",
        "transaction":"0123456789abcdef01234567","port":61000,"permissions":["203.0.113.7"],
        "channels":{"16384":"203.0.113.7:5000"},"endsAt":5000000000}""",
        """
        {"owner":"nnnnnnnnnn","takes":0,"username":"1795856755:p_aaaa","keyMark":"mark",
        "transaction":"0123456789abcdef01234567","port":0,"permissions":[],"channels":{},
        "endsAt":5000000000}"""
      })
  void isReadAndWrittenByOtherVersions(String json) {
    WireForm form = new WireForm(SessionRecord.class, json);
    form.assertKept();
    form.assertLaterMembersArePassedOver();
  }
}
