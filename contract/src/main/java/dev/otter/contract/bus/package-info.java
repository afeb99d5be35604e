/**
 * The event bus between verticles: the one list of addresses, how a record becomes bytes, and how
 * to ask and to answer with refusals kept whole.
 *
 * <ol>
 *   <li>{@link dev.otter.contract.bus.BusRequests} sends a record to a {@link
 *       dev.otter.contract.bus.BusAddress};
 *   <li>{@link dev.otter.contract.bus.BusReplies} calls the answering verticle's function;
 *   <li>the answer, or the refusal, comes back to the asker's context.
 * </ol>
 */
package dev.otter.contract.bus;
