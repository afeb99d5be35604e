package dev.otter.turn.kubernetes;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A pod on its way up: what is waited for, and what stands in its way. Used on one context. */
final class LaunchingPod {

  private final List<Wait> waits = new ArrayList<>();
  private Optional<PodStatus> last = Optional.empty();
  private Optional<String> givenUp = Optional.empty();

  /** The API server says how the pod is now. */
  void seen(PodStatus status) {
    last = Optional.of(status);
    for (Wait wait : List.copyOf(waits)) {
      look(wait, status);
    }
  }

  /** It is wanted no more, or will not come. */
  void giveUp(String why) {
    givenUp = Optional.of(why);
    waits.forEach(wait -> wait.promise.tryFail(why));
    waits.clear();
  }

  /** Waits until the pod is so; fails with a reason in words when it will never be. */
  Future<PodStatus> until(Predicate<PodStatus> wanted) {
    if (givenUp.isPresent()) {
      return Future.failedFuture(new IllegalStateException(givenUp.get()));
    }
    Wait wait = new Wait(wanted, Promise.promise());
    waits.add(wait);
    last.ifPresent(status -> look(wait, status));
    return wait.promise.future();
  }

  /** What stands in its way now; empty where that is not known. */
  String trouble() {
    return last.map(PodStatus::trouble).orElse("");
  }

  private void look(Wait wait, PodStatus status) {
    if (status.over() || status.deleting()) {
      String why = status.deleting() ? "it is being deleted" : status.trouble();
      wait.promise.tryFail(new IllegalStateException("its pod does not come up: " + why));
      waits.remove(wait);
    } else if (wait.wanted.test(status)) {
      wait.promise.tryComplete(status);
      waits.remove(wait);
    }
  }

  private record Wait(Predicate<PodStatus> wanted, Promise<PodStatus> promise) {}
}
