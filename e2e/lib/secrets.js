import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

/** Lines of SDP, and of ICE inside it, that must never be in a log. */
const SDP = ['v=0', 'a=ice-pwd', 'a=fingerprint', 'candidate:'];

/**
 * No log of these nodes has a key, a token, a secret or SDP in it.
 *
 * @param {import('./otter-node.js').OtterNode[]} nodes  still running
 * @param {string[]} links  all join links that were used
 */
export async function assertNothingLeaked(nodes, links) {
  const tokens = links.map((link) => new URL(link).searchParams.get('token') ?? '').filter(Boolean);
  for (const node of nodes) {
    const { signingSecret, turnSecret } = await node.secrets();
    const signatures = tokens.map((token) => token.split('.')[2] ?? token);
    const leaked = [node.apiKey, signingSecret, turnSecret, ...tokens, ...signatures, ...SDP].filter(
      (secret) => node.log.includes(secret),
    );
    assert.deepEqual(
      leaked.map((secret) => `${secret.slice(0, 12)}…`),
      [],
      'the log holds what it must not',
    );
  }
}

/**
 * A token signed with the node's own key, for what the room API would never hand out.
 *
 * @param {import('./otter-node.js').OtterNode} node
 * @param {{ room: string, expiresInSeconds: number }} claims
 */
export async function signToken(node, { room, expiresInSeconds }) {
  const { signingKeyId, signingSecret } = await node.secrets();
  const nowSeconds = Math.floor(Date.now() / 1000);
  const issuedAt = Math.min(nowSeconds, nowSeconds + expiresInSeconds - 1);
  const head = { typ: 'JWT', alg: 'HS256', kid: signingKeyId };
  const body = {
    iss: 'otter',
    aud: ['otter-room'],
    iat: issuedAt,
    exp: nowSeconds + expiresInSeconds,
    jti: 'e2e',
    sub: 'guest-e2e',
    room,
  };
  const signed = [head, body]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const secret = Buffer.from(signingSecret, 'base64url');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
