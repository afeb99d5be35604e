/**
 * How fast rooms are made over HTTP: an open loop against one node with its embedded store. Alone
 * decides when a request is due; knows nothing of the WebSocket loads beside it.
 */
package dev.otter.bench.rooms;
