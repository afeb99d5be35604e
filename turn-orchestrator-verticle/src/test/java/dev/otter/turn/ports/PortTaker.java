package dev.otter.turn.ports;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.ports.PortSlots.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A process that takes ports and gives them back, again and again; ends with 0 if it may. */
final class PortTaker {

  private static final int TIMES = 300;

  private PortTaker() {}

  /**
   * Takes and gives back.
   *
   * @param arguments the book's directory, and one for files of what is held
   */
  public static void main(String[] arguments) throws IOException {
    PortSlots slots = new PortSlots(Path.of(arguments[0]));
    Path held = Path.of(arguments[1]);
    for (int i = 0; i < TIMES; i++) {
      Slot slot = slots.take(port -> true, RelaysConfig.DEFAULT, Set.of());
      // Fails where it is there: another process has these ports.
      Path mine = Files.createFile(held.resolve(String.valueOf(slot.listeningPort())));
      Files.delete(mine);
      slots.release(slot, ProcessHandle.current().pid());
    }
  }
}
