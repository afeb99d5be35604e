package dev.otter.contract.turn;

/** Asks a node how far it is with the TURN secret; the answer is {@link TurnSecretStanding}. */
public record AskTurnSecret() {}
