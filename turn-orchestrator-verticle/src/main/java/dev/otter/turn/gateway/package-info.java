/**
 * The UDP front door of the relays. It speaks TURN with browsers, gives out relayed addresses of
 * its own, decides who may reach whom, and leaves the relaying to private CoTURN servers behind it,
 * one allocation for each session. So a relay can die, and the session goes on with another one, at
 * the same addresses. Everything here runs on one event loop and never waits.
 *
 * <p>The way of a datagram: {@code ClientSide} takes what clients send, {@code Upstream} what
 * relays send to clients, {@code ProxySockets} what relays send to peers, and each {@code
 * GatewaySession} what peers send to its address; the session knows where each of them goes on.
 *
 * <p>Gateways of several nodes may share one address: {@code SharedSessions} knows whose each
 * session is, {@code NodeLink} and {@code OtherNodes} carry what is another's, {@code SavedRecord}
 * writes what an heir needs, and {@code TakeOvers} makes one.
 */
package dev.otter.turn.gateway;
