package dev.otter.contract.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {

  /** Of the codes below 3000, those that an endpoint may send and that fit a refusal (RFC 6455). */
  private static final Set<Integer> PROTOCOL_CLOSE_CODES =
      Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014);

  @Test
  void noTwoRefusalsHaveOneCode() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void codesAreKebabCase(ErrorCode code) {
    assertThat(code.code()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  }

  @ParameterizedTest
  @EnumSource
  void httpStatusesAreThoseOfErrors(ErrorCode code) {
    assertThat(code.httpStatus()).isBetween(400, 599);
  }

  @ParameterizedTest
  @EnumSource
  void closeCodesAreThoseAnEndpointMaySend(ErrorCode code) {
    assertThat(code.closeCode())
        .satisfies(
            close ->
                assertThat(close.orElse(4000))
                    .matches(
                        number ->
                            PROTOCOL_CLOSE_CODES.contains(number)
                                || (number >= 4000 && number <= 4999)));
  }

  @ParameterizedTest
  @CsvSource({
    "message-too-large, 1009",
    "message-binary, 1003",
    "message-not-utf8, 1007",
    "message-invalid, 4400",
    "token-missing, 4401",
    "token-invalid, 4401",
    "token-expired, 4401",
    "room-not-found, 4404",
    "room-closed, 4404",
    "hello-late, 4407",
    "too-slow, 4408",
    "room-full, 4409",
    "resume-refused, 4410",
    "resumed-elsewhere, 4411",
    "node-full, 4429",
    "not-ready, 4503"
  })
  void closeCodesAreThoseOfTheProtocol(String code, int closeCode) {
    assertThat(ErrorCode.of(code).flatMap(ErrorCode::closeCode)).contains(closeCode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"destination-unknown", "destination-required"})
  void aDestinationThatCannotBeReachedLeavesTheConnectionOpen(String code) {
    assertThat(ErrorCode.of(code).orElseThrow().closeCode()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aCodeIsFoundByItsText(ErrorCode code) {
    assertThat(ErrorCode.of(code.code())).contains(code);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"ROOM_FULL", "Room-Full", "room-full ", "room", "409"})
  void nothingIsFoundByOtherText(String text) {
    assertThat(ErrorCode.of(text)).isEmpty();
  }
}
