package dev.otter.deploy;

import java.util.List;
import java.util.Optional;

/** What brings up a cluster as it is wanted. Blocking; used by one thread. */
public interface Undertaking {

  /**
   * Compares what is wanted with what there is. It changes nothing.
   *
   * @return what must be done, in this order; what is as it should be, too
   */
  List<DeployStep> plan();

  /**
   * What would be applied, for people to read.
   *
   * @return without secrets; empty where the steps say all
   */
  default Optional<String> applied() {
    return Optional.empty();
  }

  /**
   * What the user is told when all steps of the plan are done.
   *
   * @return where it is, and what is shown once
   */
  Deployed outcome();

  /**
   * The API key that the steps so far have made: to be shown also when a later one failed, as
   * nobody can ask for it again.
   *
   * @return a secret; empty where there was a key before
   */
  Optional<String> newApiKey();
}
