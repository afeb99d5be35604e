/**
 * What happened to calls and why they failed: facts that any part of a node tells ({@link
 * dev.otter.contract.calls.CallNews}), the events that are kept of them, and the one pure function
 * that judges them ({@link dev.otter.contract.calls.CallVerdict#of}). No addresses, no names, no
 * text of a client.
 */
package dev.otter.contract.calls;
