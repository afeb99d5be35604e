/** What orchestrators of relays say to each other, and to the signaling nodes. */
package dev.otter.contract.turn;
