package dev.otter.turn.certificate;

import dev.otter.contract.config.RelayTls;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate that the relays of this node show now. Safe for any thread; reading blocks. */
public final class RelayCertificates {

  private static final Logger LOG = LoggerFactory.getLogger(RelayCertificates.class);

  private final Optional<RelayTls> files;
  private final InstantSource clock;
  private volatile Optional<RelayCertificate> current = Optional.empty();
  private String lastComplaint = "";

  /**
   * Makes it without one; {@link #read} before relays are launched.
   *
   * @param files where it is; empty means that there is none, ever
   * @param clock the time of day
   */
  public RelayCertificates(Optional<RelayTls> files, InstantSource clock) {
    this.files = files;
    this.clock = clock;
  }

  /** For relays that are not reached over TLS. */
  public static RelayCertificates none() {
    return new RelayCertificates(Optional.empty(), InstantSource.system());
  }

  /** Whether relays are to be reached over TLS at all. */
  public boolean wanted() {
    return files.isPresent();
  }

  /** The one to show; empty where there is none. */
  public Optional<RelayCertificate> current() {
    return current;
  }

  /**
   * Reads the files. Blocking.
   *
   * @throws IllegalStateException with a reason in words when they are not good
   */
  public void read() {
    current = files.map(each -> CertificateReading.read(each, clock.instant()));
  }

  /**
   * Reads the files again; as long as they are not good the last one stays. Blocking.
   *
   * @return whether there is another one now
   */
  public boolean readAgain() {
    Optional<RelayCertificate> before = current;
    try {
      read();
      lastComplaint = "";
    } catch (IllegalStateException e) {
      if (!e.getMessage().equals(lastComplaint)) {
        LOG.warn("relays go on with the certificate that they have because={}", e.getMessage());
        lastComplaint = e.getMessage();
      }
    }
    return !current.equals(before);
  }
}
