package dev.otter.turn.ports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.ports.PortSlots.Slot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortSlotsTest {

  private static final int PROCESSES = 3;

  @TempDir private Path book;

  @Test
  void whatIsGivenBackIsTakenNext() throws IOException {
    PortSlots slots = new PortSlots(book);
    Slot first = take(slots);

    slots.release(first, ProcessHandle.current().pid());

    assertThat(take(slots)).isEqualTo(first);
  }

  @Test
  void portsOfALivingProcessAreNobodyElses() throws IOException {
    PortSlots slots = new PortSlots(book);
    Slot first = take(slots);
    slots.hand(first, ProcessHandle.current().pid());

    Slot second = take(new PortSlots(book));

    assertThat(second.listeningPort()).isNotEqualTo(first.listeningPort());
    assertThat(second.relayPorts()).isNotEqualTo(first.relayPorts());
  }

  @Test
  void whoComesTooLateGivesNothingBackThatIsAnothersNow() throws Exception {
    PortSlots slots = new PortSlots(book);
    Slot ofTheDead = take(slots);
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    slots.hand(ofTheDead, dead.pid());
    Slot heirs = take(slots);
    assertThat(heirs).isEqualTo(ofTheDead);

    slots.release(ofTheDead, dead.pid());

    assertThat(take(slots).listeningPort()).isNotEqualTo(heirs.listeningPort());
  }

  @Test
  void processesThatTakeAndGiveBackAtTheSameTimeNeverHaveTheSame() throws Exception {
    Path held = Files.createDirectory(book.resolve("held"));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  PortTaker.class.getName(),
                  book.toString(),
                  held.toString())
              .redirectErrorStream(true)
              .start());
    }

    for (Process each : processes) {
      String said = new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(each.waitFor()).as(said).isZero();
    }
  }

  private Slot take(PortSlots slots) throws IOException {
    return slots.take(port -> true, RelaysConfig.DEFAULT, Set.of());
  }
}
