/**
 * What modules ask the auth verticle: to make a room token, to verify one, to verify an API key.
 * {@link dev.otter.contract.auth.AuthClient} is the door; the records are what travels.
 */
package dev.otter.contract.auth;
