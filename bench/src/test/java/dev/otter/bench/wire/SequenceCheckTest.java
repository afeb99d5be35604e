package dev.otter.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceCheckTest {

  private final SequenceCheck check = new SequenceCheck();

  @Test
  void allInOrderIsClean() {
    accept(0, 1, 2, 3);

    assertFound(4, 0, 0, 0);
  }

  @Test
  void aGapIsALoss() {
    accept(0, 3, 4);

    assertFound(5, 2, 0, 0);
  }

  @Test
  void whatIsMissingAtTheEndIsALoss() {
    accept(0, 1);

    assertFound(4, 2, 0, 0);
  }

  @Test
  void aSecondCopyIsADuplicate() {
    accept(0, 1, 1, 2, 0);

    assertFound(3, 0, 2, 0);
  }

  @Test
  void whatComesLateIsReorderedAndNeitherLostNorADuplicate() {
    accept(0, 2, 3, 1, 1);

    assertFound(4, 0, 1, 1);
  }

  private void accept(int... numbers) {
    for (int number : numbers) {
      check.accept(number);
    }
  }

  private void assertFound(int sent, long lost, long duplicated, long reordered) {
    assertThat(check.lost(sent)).isEqualTo(lost);
    assertThat(check.duplicated()).isEqualTo(duplicated);
    assertThat(check.reordered()).isEqualTo(reordered);
  }
}
