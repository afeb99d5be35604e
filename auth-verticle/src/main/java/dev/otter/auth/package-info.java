/**
 * Who may do what. This package alone knows signing keys and API-key hashes, and alone decides
 * whether a token or key is good.
 *
 * <ol>
 *   <li>{@link dev.otter.auth.AuthVerticle} answers on the event bus;
 *   <li>{@code RoomTokens} makes and verifies join-link tokens, {@code TokenHeaderRule} looks at
 *       their header first, {@code TokenSigners} says who may sign and what was revoked;
 *   <li>{@code ApiKeys} is what this node knows of API keys, {@code SharedApiKeys} and {@code
 *       Revocations} what the cluster knows;
 *   <li>{@code ApiKeyOperations} makes, rotates and revokes keys;
 *   <li>{@link dev.otter.auth.Seal} closes for the store what tokens of keys are signed with.
 * </ol>
 */
package dev.otter.auth;
