package dev.otter.rooms;

import dev.otter.contract.cluster.NodesPresent;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.room.Participant;
import dev.otter.contract.room.RoomMap;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds participants whose node is not in the cluster, and of whose leaving nobody was told: of
 * nodes that died on the other side of a cut, for example. A node that is missing twice in a row is
 * swept like one that left; once is too little, as a node that comes in has clients before all the
 * others know it. Runs on the rooms verticle's context.
 */
final class AbsentNodeSweep {

  private static final Logger LOG = LoggerFactory.getLogger(AbsentNodeSweep.class);

  private final RoomMap rooms;
  private final DepartedNodeSweep departed;
  private Set<NodeTag> suspects = Set.of();

  AbsentNodeSweep(RoomMap rooms, DepartedNodeSweep departed) {
    this.rooms = rooms;
    this.departed = departed;
  }

  Future<Void> sweep(NodesPresent present) {
    return rooms
        .all()
        .compose(
            all -> {
              Set<NodeTag> absent = new HashSet<>();
              all.forEach(
                  room ->
                      room.participants().stream()
                          .filter(Participant::live)
                          .map(Participant::node)
                          .filter(node -> !present.nodes().contains(node))
                          .forEach(absent::add));
              Set<NodeTag> twice = new HashSet<>(absent);
              twice.retainAll(suspects);
              suspects = absent;
              return Future.join(twice.stream().map(departed::sweep).toList());
            })
        .<Void>mapEmpty()
        .onFailure(failure -> LOG.error("the sweep of absent nodes failed", failure));
  }
}
