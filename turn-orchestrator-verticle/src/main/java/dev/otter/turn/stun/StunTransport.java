package dev.otter.turn.stun;

import java.util.Objects;

/** By what a client and a STUN or TURN server speak. */
public sealed interface StunTransport {

  /** Datagrams. */
  StunTransport UDP = new Udp();

  /** A stream. */
  StunTransport TCP = new Tcp();

  /** What people call it. */
  String text();

  /** Datagrams; see {@link #UDP}. */
  record Udp() implements StunTransport {
    @Override
    public String text() {
      return "UDP";
    }
  }

  /** A stream; see {@link #TCP}. */
  record Tcp() implements StunTransport {
    @Override
    public String text() {
      return "TCP";
    }
  }

  /**
   * A stream in TLS.
   *
   * @param host the name that the certificate must be for
   * @param trusted the only certificates that are taken, in PEM
   */
  record Tls(String host, String trusted) implements StunTransport {
    /** Checks that all is there. */
    public Tls {
      Objects.requireNonNull(host, "host");
      Objects.requireNonNull(trusted, "trusted");
    }

    @Override
    public String text() {
      return "TLS";
    }
  }
}
