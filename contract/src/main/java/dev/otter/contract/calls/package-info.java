/**
 * What happens to calls: facts that any part of a node tells its own recorder ({@link
 * dev.otter.contract.calls.CallNews}), and the events that are kept of them. No addresses, no
 * names, no text of a client.
 */
package dev.otter.contract.calls;
