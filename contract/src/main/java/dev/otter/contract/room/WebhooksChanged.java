package dev.otter.contract.room;

/**
 * Something of the webhooks is new.
 *
 * @param which whether there are others than before; if not, there is something to be delivered
 */
public record WebhooksChanged(boolean which) {}
