package dev.otter.turn.certificate;

import io.vertx.core.Vertx;

/** Looks for another certificate every few seconds. Used on one context. */
public final class CertificateTask {

  private static final long PERIOD_MS = 5_000;

  private final Vertx vertx;
  private final RelayCertificates certificates;
  private final Runnable onAnother;
  private long timer;

  /**
   * Makes a task that does nothing yet.
   *
   * @param vertx whose current context is used, and whose worker threads read
   * @param certificates what is read again
   * @param onAnother called when there is another one
   */
  public CertificateTask(Vertx vertx, RelayCertificates certificates, Runnable onAnother) {
    this.vertx = vertx;
    this.certificates = certificates;
    this.onAnother = onAnother;
  }

  /** Begins. */
  public void open() {
    timer = vertx.setPeriodic(PERIOD_MS, tick -> look());
  }

  /** Ends. */
  public void close() {
    vertx.cancelTimer(timer);
  }

  private void look() {
    vertx
        .executeBlocking(certificates::readAgain)
        .onSuccess(
            another -> {
              if (another) {
                onAnother.run();
              }
            });
  }
}
