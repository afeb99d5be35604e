package dev.otter.deploy;

import java.util.List;

/**
 * Where a cluster is brought up and taken away, as one invocation of a command sees it. Blocking;
 * used by one thread. All methods throw a {@link DeployException} with a reason in words.
 */
public interface DeployTarget extends AutoCloseable {

  /**
   * Checks what is wanted.
   *
   * @param options what the user has said
   * @return what brings it up; nothing has been changed yet
   */
  Undertaking undertake(DeployOptions options);

  /**
   * What takes away everything that the deployment has.
   *
   * @param keepData whether rooms, API keys and secrets stay for the next deployment
   * @return what must be done, in this order; empty where nothing is deployed
   */
  List<DeployStep> removal(boolean keepData);

  /**
   * How the parts are.
   *
   * @return each part that is there or should be; empty where nothing is deployed
   */
  List<PartStatus> status();

  /** Lets connections go. */
  @Override
  void close();
}
