/**
 * Who may do what. This package alone knows signing keys and API-key hashes, and alone decides
 * whether a token or key is good.
 *
 * <ol>
 *   <li>{@link dev.otter.auth.AuthVerticle} answers on the event bus;
 *   <li>{@code RoomTokens} makes and verifies join-link tokens, {@code TokenHeaderRule} looks at
 *       their header first;
 *   <li>{@code ApiKeys} compares API keys with their {@link dev.otter.auth.HashedApiKey}s.
 * </ol>
 */
package dev.otter.auth;
