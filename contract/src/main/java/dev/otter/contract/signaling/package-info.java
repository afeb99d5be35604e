/** What signaling nodes say to each other: messages of peers, arrivals and departures. */
package dev.otter.contract.signaling;
