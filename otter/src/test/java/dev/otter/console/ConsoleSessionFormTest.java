package dev.otter.console;

import dev.otter.contract.bus.WireForm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has signed in to the console, at whichever node; see WireFormsTest. */
class ConsoleSessionFormTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"keyId":"key-1","scopes":["rooms:write"],"endsAt":"2026-11-23T10:00:00.120Z"}"""
      })
  void isReadAndWrittenByOtherVersions(String json) {
    WireForm form = new WireForm(ConsoleSession.class, json);
    form.assertKept();
    form.assertLaterMembersArePassedOver();
  }
}
