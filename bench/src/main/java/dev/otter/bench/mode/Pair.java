package dev.otter.bench.mode;

import dev.otter.bench.target.Client;
import dev.otter.bench.target.ClientEvents;
import dev.otter.bench.target.Integrity;
import dev.otter.bench.target.Room;
import dev.otter.bench.target.Target;
import dev.otter.bench.wire.Loop;

/**
 * Two clients that meet in a room: the first connects, then the second. Used on the loop's thread.
 */
abstract class Pair implements ClientEvents {

  private final Client first;
  private final Client second;
  private final Integrity integrity;
  private final boolean awaitsArrival;
  private boolean arrived;
  private boolean complete;
  private boolean paired;
  private boolean broken;

  Pair(Loop loop, Target target, Integrity integrity) {
    Room room = target.nextRoom();
    this.integrity = integrity;
    this.first = new Client(loop, target, room, this, integrity);
    this.second = new Client(loop, target, room, this, integrity);
    this.awaitsArrival = target.dialect().tellsArrivals();
    Client.introduce(first, second);
  }

  /** Both are in the room, and know each other. */
  abstract void onPaired();

  /** Begins to connect. */
  final void open() {
    first.connect();
  }

  /** The one that was there first. */
  final Client first() {
    return first;
  }

  /** The newcomer. */
  final Client second() {
    return second;
  }

  @Override
  public final void onReady(Client client) {
    if (client == first) {
      second.connect();
    } else {
      complete = true;
      checkPaired();
    }
  }

  @Override
  public final void onArrival(Client client) {
    arrived = true;
    checkPaired();
  }

  private void checkPaired() {
    if (!paired && complete && (arrived || !awaitsArrival)) {
      paired = true;
      onPaired();
    }
  }

  @Override
  public void onClosed(Client client, int code) {
    broken = true;
    integrity.onBroken("closed with " + code);
  }

  /** Whether each got as many messages as the other sent. */
  final boolean isEven() {
    return first.received() >= second.sent() && second.received() >= first.sent();
  }

  /** Whether both are in the room. */
  final boolean isPaired() {
    return paired;
  }

  /** If they talk at all, each sends one message more. */
  final void sendLast() {
    if (first.sent() > 0) {
      first.send(1);
      second.send(1);
    }
  }

  /** Whether each got the other's last message, or never will. */
  final boolean isThrough() {
    return broken
        || (first.check().expected() >= second.sent() && second.check().expected() >= first.sent());
  }

  /** Ends both, without a word, and counts what they got. */
  final void end() {
    first.drop();
    second.drop();
    integrity.add(first);
    integrity.add(second);
  }
}
