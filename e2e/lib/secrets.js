import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Lines of SDP, and of ICE inside it, that must never be in a log. */
const SDP = ['v=0', 'a=ice-pwd', 'a=fingerprint', 'candidate:'];

/** How a secret is found in what goes over the wire: frames, URLs, headers, answers. */
const KINDS = {
  token: /[?&]token=([^&\s"]+)/g,
  'ICE password': /a=ice-pwd:([\w+/]+)/g,
  fingerprint: /a=fingerprint:sha-256 ([0-9A-F:]+)/g,
  'TURN credential': /"credential":\s*"([^"]+)"/g,
  'resume secret': /"(?:secret|nextSecret)":\s*"([^"]+)"/g,
};

/** Shorter texts in secrets.json are ids. */
const SHORTEST_SECRET = 20;

/** The secrets that this process has seen, with their kind; each file of tests is a process. */
const seen = /** @type {Map<string, string>} */ (new Map());

/**
 * Notes the secrets in something that went over the wire.
 *
 * @param {string} text
 */
export function noteSecrets(text) {
  for (const [kind, pattern] of Object.entries(KINDS)) {
    for (const [, secret] of text.matchAll(pattern)) {
      seen.set(decodeURIComponent(/** @type {string} */ (secret)), kind);
    }
  }
}

/**
 * Notes a secret that no wire shows to this process.
 *
 * @param {string} secret
 * @param {string} kind
 */
export function noteSecret(secret, kind) {
  seen.set(secret, kind);
}

/**
 * Notes from now on the secrets that a page sends and gets.
 *
 * @param {import('playwright-core').Page} page
 */
export function noteSecretsOf(page) {
  page.on('request', (request) => noteSecrets(request.url()));
  page.on('response', (response) => {
    if (response.url().includes('/ice-servers')) {
      response.text().then(noteSecrets, () => {});
    }
  });
  page.on('websocket', (socket) => {
    noteSecrets(socket.url());
    for (const way of /** @type {const} */ (['framesent', 'framereceived'])) {
      socket.on(/** @type {any} */ (way), (/** @type {{ payload: string | Buffer }} */ { payload }) =>
        noteSecrets(String(payload)),
      );
    }
  });
}

/**
 * No log has a secret in it that this process has seen, nor SDP. Every node's log is looked through when it is stopped.
 *
 * @param {string} log
 * @param {string[]} own  the secrets of the node itself
 */
export function assertNoSecretIn(log, own) {
  const all = new Map(seen);
  own.forEach((secret) => all.set(secret, 'secret of the node'));
  SDP.forEach((line) => all.set(line, 'SDP'));
  for (const [secret, kind] of seen) {
    const signature = kind === 'token' && secret.split('.')[2];
    if (signature) {
      all.set(signature, 'signature of a token');
    }
  }
  const leaked = [...all].filter(([secret]) => log.includes(secret));
  assert.deepEqual(
    leaked.map(([secret, kind]) => `${kind}: ${secret.slice(0, 12)}…`),
    [],
    'the log holds what it must not',
  );
}

/**
 * The logs of these nodes have no secret, and secrets of these kinds there were.
 *
 * @param {import('./otter-node.js').OtterNode[]} nodes  still running
 * @param {(keyof typeof KINDS)[]} kinds
 */
export async function assertNothingLeaked(nodes, kinds) {
  const missing = kinds.filter((kind) => ![...seen.values()].includes(kind));
  assert.deepEqual(missing, [], 'no such secret went over the wire, so none could be looked for');
  for (const node of nodes) {
    assertNoSecretIn(node.log, await node.ownSecrets());
  }
}

/**
 * @param {string} dataDir  of a node
 * @returns {Promise<string[]>} what its secrets.json holds, hashes too; nothing where there is none
 */
export async function secretsKeptIn(dataDir) {
  const file = await readFile(path.join(dataDir, 'secrets.json'), 'utf8').catch(() => '{}');
  const texts = Object.values(JSON.parse(file)).flat().map(String);
  return texts.filter((text) => text.length >= SHORTEST_SECRET);
}

/** @returns {string} an API key of 40 characters */
export function newApiKey() {
  return randomBytes(20).toString('hex');
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
