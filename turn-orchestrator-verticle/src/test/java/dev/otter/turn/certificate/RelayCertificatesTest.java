package dev.otter.turn.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.otter.contract.config.RelayTls;
import dev.otter.turn.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayCertificatesTest {

  private static final String HOST = "turn.example.com";

  @TempDir private Path directory;

  @Test
  void aGoodOneIsReadAndARenewedOneTakesItsPlace() {
    RelayCertificates certificates = certificates(TestCertificates.write(directory, HOST));
    certificates.read();
    RelayCertificate first = certificates.current().orElseThrow();
    assertThat(certificates.readAgain()).isFalse();

    TestCertificates.write(directory, HOST);

    assertThat(certificates.readAgain()).isTrue();
    RelayCertificate second = certificates.current().orElseThrow();
    assertThat(second.chain()).isNotEqualTo(first.chain());
    assertThat(second.toString()).contains(HOST).doesNotContain("PRIVATE KEY");
  }

  @Test
  void whileTheFilesDoNotBelongTogetherTheLastOneStays() throws IOException {
    RelayTls files = TestCertificates.write(directory, HOST);
    RelayCertificates certificates = certificates(files);
    certificates.read();
    Optional<RelayCertificate> before = certificates.current();
    final String oldKey = Files.readString(files.key());
    TestCertificates.write(directory, HOST);
    String newKey = Files.readString(files.key());
    Files.writeString(files.key(), oldKey);

    assertThat(certificates.readAgain()).isFalse();
    assertThat(certificates.current()).isEqualTo(before);
    assertThatThrownBy(certificates::read)
        .hasMessage("turn.tlsKey: " + files.key() + " is not the key of turn.tlsCertificate");

    Files.writeString(files.key(), newKey);
    assertThat(certificates.readAgain()).isTrue();
  }

  @Test
  void oneForAnotherHostIsRefused() {
    RelayTls files = TestCertificates.write(directory, "other.example.com");
    RelayTls wrong = new RelayTls(HOST, files.certificate(), files.key());

    assertThatThrownBy(() -> certificates(wrong).read())
        .hasMessage("turn.tlsCertificate: " + files.certificate() + " is not for turn.example.com");
  }

  @Test
  void oneForAllNamesOfADomainIsTaken() {
    RelayCertificates certificates =
        certificates(TestCertificates.write(directory, "*.example.com"));

    certificates.read();

    assertThat(certificates.current()).isPresent();
  }

  @Test
  void oneThatHasEndedIsRefused() {
    RelayTls files =
        TestCertificates.write(directory, HOST, "-startdate", "-10d", "-validity", "5");

    assertThatThrownBy(() -> certificates(files).read())
        .hasMessageContaining("turn.tlsCertificate: ")
        .hasMessageContaining(" ended on ");
  }

  @Test
  void whatIsNotThereOrNotPemIsRefusedWithoutBeingQuoted() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "hunter2");

    assertThatThrownBy(() -> certificates(new RelayTls(HOST, file, file)).read())
        .hasMessageContaining("must be PEM files")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(
            () -> certificates(new RelayTls(HOST, file, directory.resolve("none"))).read())
        .hasMessageContaining("turn.tlsKey: ")
        .hasMessageContaining("cannot be read: NoSuchFileException");
  }

  private static RelayCertificates certificates(RelayTls files) {
    return new RelayCertificates(Optional.of(files), InstantSource.system());
  }
}
