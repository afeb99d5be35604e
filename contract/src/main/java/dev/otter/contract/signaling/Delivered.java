package dev.otter.contract.signaling;

/** The answer to a {@link NodeMessage} that was handed to its connection. */
public record Delivered() {

  /** The one value. */
  public static final Delivered DELIVERED = new Delivered();
}
