/**
 * A door for programs that speak the Redis protocol (RESP2): CoTURN keeps the state of its sessions
 * behind it and reads its secrets there, and operators listen to what it says. This package alone
 * decides who may run which command, and what each relay can see (decision 25).
 */
package dev.otter.turn.redis;
