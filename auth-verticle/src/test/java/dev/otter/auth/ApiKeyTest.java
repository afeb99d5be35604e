package dev.otter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.id.KeyId;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

  private static final double BITS_PER_CHARACTER = Math.log(62) / Math.log(2);

  @Test
  void aNewKeyIsItsPrefixItsIdAndItsSecret() {
    ApiKey key = ApiKey.random();

    assertThat(key.text()).matches("otter_[0-9A-Za-z]+_[0-9A-Za-z]+");
    assertThat(key.text().split("_")[1]).isEqualTo(key.keyId().value());
  }

  @Test
  void theSecretOfANewKeyHolds128RandomBitsOrMore() {
    String secret = ApiKey.random().text().split("_")[2];

    assertThat(secret.length() * BITS_PER_CHARACTER).isGreaterThanOrEqualTo(128);
  }

  @Test
  void noTwoNewKeysShareAnIdOrASecret() {
    Stream<String> parts =
        Stream.generate(ApiKey::random)
            .limit(10_000)
            .map(ApiKey::text)
            .flatMap(text -> Stream.of(text.split("_")[1], text.split("_")[2]));

    assertThat(parts).doesNotHaveDuplicates();
  }

  @Test
  void theFormThatIsKeptHoldsNothingOfTheSecret() {
    ApiKey key = ApiKey.random();

    HashedApiKey hashed = key.hashed();

    assertThat(hashed.keyId()).isEqualTo(key.keyId());
    assertThat(hashed.sha256()).matches("[0-9a-f]{64}");
    assertThat(hashed.toString()).doesNotContain(key.text(), key.text().split("_")[2]);
  }

  @Test
  void theFormThatIsKeptKnowsItsKeyAndNoOther() {
    ApiKey key = ApiKey.random();

    assertThat(key.hashed().matches(key.text())).isTrue();
    assertThat(key.hashed().matches(ApiKey.random().text())).isFalse();
    assertThat(key.hashed().matches(key.hashed().sha256())).isFalse();
  }

  /** The hash must not change between versions: it is what stays when a node is replaced. */
  @Test
  void aKeyRestsAsItsSha256() {
    // printf %s otter_bootstrap_0123456789 | sha256sum
    ApiKey key = new ApiKey(new KeyId("bootstrap"), "otter_bootstrap_0123456789");

    assertThat(key.hashed().sha256())
        .isEqualTo("f5f8c733a9c0d5dea94eac9598716f6af2ea78491d5f247f30e4a201d088b3b5");
  }
}
