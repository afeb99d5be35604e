/** Refusals: the one list of codes, and the exception that carries one inside a node. */
package dev.otter.contract.error;
