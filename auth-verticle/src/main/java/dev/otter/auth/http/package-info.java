/**
 * The calls about API keys and revocation over HTTP. {@link dev.otter.auth.http.AuthRoutes} is the
 * table; one handler is one call.
 */
package dev.otter.auth.http;
