/**
 * The kill table: a relayed call between two browsers, three nodes behind one address, each datagram at a node
 * chosen at random; a relay, the node that has a session, and both at once are killed, again and again. Prints how
 * long one side heard nothing on an unreliable data channel that is written to every 20 ms.
 *
 * `make kill-table` runs it, `make kill-table REPEATS=3` three times each; as root.
 */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { OtterNode } from '../lib/otter-node.js';
import { newApiKey } from '../lib/secrets.js';
import { relayOnly, selectedPair } from '../lib/relayed.js';
import { SHARED_ADDRESS, SpreadNetwork } from '../lib/spread-network.js';
import { until } from '../lib/until.js';

const REPEATS = Number(process.argv[2] ?? 20);
const NODES = [1, 2, 3];
const MANAGEMENT_PORT = 8081;

/** How soon the load balancer knows: it looks at each node ten times a second. */
const NOTICED_MS = 100;

const READY_BOUND_MS = 90_000;
const WATCH_MS = 3_000;

/** @typedef {'relay' | 'node' | 'both'} Victim */

const network = await SpreadNetwork.make(NODES.length);
const apiKey = newApiKey();
/** @type {Map<number, OtterNode>} */
const nodes = new Map();
/** @type {import('playwright-core').Browser[]} */
const browsers = [];

try {
  await Promise.all(NODES.map(startNode));
  const pages = /** @type {OtterNode} */ (nodes.get(3));
  const insecure = `--unsafely-treat-insecure-origin-as-secure=${pages.origin}`;
  browsers.push(await launchBrowser('fake', [insecure]), await launchBrowser('fake', [insecure]));
  const people = await Promise.all(browsers.map((browser) => newPerson(browser)));
  const [ada, ben] = /** @type {[CallSide, CallSide]} */ (
    people.map((page, index) => new CallSide(['Ada', 'Ben'][index] ?? '', page))
  );
  const sides = [ada, ben];
  await Promise.all(sides.map(({ page }) => page.addInitScript(relayOnly)));
  const { url } = await pages.createRoom('kill-table');
  await Promise.all(sides.map((side) => side.open(url)));
  await connect(ada, ben);
  await Promise.all(sides.map(openTicks));
  await until('ticks come', READY_BOUND_MS, async () =>
    (await Promise.all(sides.map(ticks))).every((count) => count > 100),
  );
  const pairs = await Promise.all(sides.map(selectedPair));
  assert.ok(pairs.every(({ local, remote }) => /^relay 10/.test(local) && /^relay 10/.test(remote)));

  console.log(`| killed | times | silence, median | longest | before the kill, longest |`);
  console.log(`|---|---|---|---|---|`);
  for (const victim of /** @type {Victim[]} */ (['relay', 'node', 'both'])) {
    /** @type {number[]} */
    const after = [];
    /** @type {number[]} */
    const before = [];
    for (let i = 0; i < REPEATS; i++) {
      const [quiet, silence] = await once(victim, sides);
      before.push(quiet);
      after.push(silence);
      process.stderr.write(
        `    ${victim} ${i + 1}: ${Math.round(quiet)} ms, then ${Math.round(silence)} ms\n`,
      );
    }
    after.sort((a, b) => a - b);
    const median = after[Math.floor((after.length - 1) / 2)] ?? NaN;
    const name = { relay: 'a relay', node: 'the node that has a session', both: 'that node and its relays' }[
      victim
    ];
    console.log(
      `| ${name} | ${REPEATS} | ${Math.round(median)} ms | ${Math.round(Math.max(...after))} ms | ${Math.round(Math.max(...before))} ms |`,
    );
  }
  assert.deepEqual(await Promise.all(sides.map(selectedPair)), pairs, 'the pair of candidates is the same');
  console.log('The pair of candidates and the ICE credentials of both sides are those of the beginning.');
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
  await Promise.all([...nodes.values()].map((node) => node.stop()));
  await network.remove();
}

/**
 * @param {Victim} victim
 * @param {CallSide[]} sides
 * @returns {Promise<[number, number]>}  the longest silence before, and after
 */
async function once(victim, sides) {
  await until('each node could go on with the sessions of all', READY_BOUND_MS, async () => {
    const known = await Promise.all(
      NODES.map(async (number) => {
        const { own, elsewhere } = await sessions(number);
        return own + elsewhere;
      }),
    );
    return known.every((count) => count === 2);
  });
  const before = Math.max(...(await Promise.all(sides.map((side) => longestSilence(side, WATCH_MS)))));
  const counts = await Promise.all(NODES.map(async (number) => ({ number, ...(await sessions(number)) })));
  const { number } = /** @type {{ number: number }} */ (counts.sort((a, b) => b.own - a.own)[0]);
  const node = /** @type {OtterNode} */ (nodes.get(number));
  const relays = victim === 'relay' ? [await busiestRelay(node)] : await relayPids(node);
  const silences = sides.map((side) => longestSilence(side, WATCH_MS));
  await Promise.all(sides.map(watching));
  if (victim !== 'relay') {
    node.kill();
    setTimeout(() => void network.route(number, (number % NODES.length) + 1), NOTICED_MS);
  }
  if (victim !== 'node') {
    relays.forEach((pid) => process.kill(pid, 'SIGKILL'));
  }
  const after = Math.max(...(await Promise.all(silences)));
  if (victim !== 'relay') {
    await node.stop();
    relays.forEach(endQuietly);
    await startNode(number);
    await network.route(number, number);
  }
  return [before, after];
}

/** @param {number} number */
async function startNode(number) {
  const host = network.host(number);
  const node = await OtterNode.start({
    name: `kill-table-${number}`,
    apiKey,
    clustered: true,
    prefix: network.prefix(number),
    environment: {
      OTTER_HTTP_HOST: host,
      OTTER_HTTP_PORT: '8080',
      OTTER_PUBLIC_URL: `http://${host}:8080`,
      OTTER_MANAGEMENT_HOST: host,
      OTTER_MANAGEMENT_PORT: String(MANAGEMENT_PORT),
      OTTER_CLUSTER_HOST: host,
      OTTER_CLUSTER_MEMBERS: NODES.map((each) => `${network.host(each)}:5701`).join(','),
      OTTER_TURN_DRIVER: 'process',
      OTTER_TURN_GATEWAY: 'on',
      OTTER_TURN_HOST: SHARED_ADDRESS,
      OTTER_TURN_PUBLIC_IP: SHARED_ADDRESS,
      OTTER_TURN_RELAYS: '2',
    },
  });
  nodes.set(number, node);
  await until('its relays are ready', READY_BOUND_MS, async () => {
    const own = new Set(await node.relayIds());
    const ready = (await node.relays()).filter(({ id, state }) => own.has(id) && state === 'ready');
    return ready.length === 2;
  });
}

/** @param {number} number */
async function sessions(number) {
  const response = await fetch(`http://${network.host(number)}:${MANAGEMENT_PORT}/metrics`);
  const text = await response.text();
  /** @param {string} name */
  const value = (name) => Number(new RegExp(`^${name}(?:\\{[^}]*\\})? ([0-9.]+)$`, 'm').exec(text)?.[1] ?? 0);
  return { own: value('otter_gateway_sessions'), elsewhere: value('otter_gateway_sessions_elsewhere') };
}

/** @param {OtterNode} node */
async function relayPids(node) {
  return Promise.all((await node.relayIds()).map((id) => node.relayPid(id)));
}

/** The relay with the most sockets open: two more for each session. @param {OtterNode} node */
async function busiestRelay(node) {
  const files = await Promise.all(
    (await relayPids(node)).map(async (pid) => ({ pid, count: (await readdir(`/proc/${pid}/fd`)).length })),
  );
  return /** @type {{ pid: number }} */ (files.sort((a, b) => b.count - a.count)[0]).pid;
}

/** @param {number} pid */
function endQuietly(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** An unreliable channel on which this side writes every 20 ms. @param {CallSide} side */
function openTicks(side) {
  return side.page.evaluate(() => {
    const page = /** @type {any} */ (window);
    const channel = page.otter.call.peerConnection.createDataChannel('ticks', {
      negotiated: true,
      id: 1000,
      ordered: false,
      maxRetransmits: 0,
    });
    page.ticks = { count: 0, heardAt: performance.now(), longest: 0 };
    channel.onmessage = () => {
      const now = performance.now();
      page.ticks.longest = Math.max(page.ticks.longest, now - page.ticks.heardAt);
      page.ticks.heardAt = now;
      page.ticks.count++;
    };
    setInterval(() => channel.readyState === 'open' && channel.send('tick'), 20);
  });
}

/** @param {CallSide} side @returns {Promise<number>} */
function ticks(side) {
  return side.page.evaluate(() => /** @type {any} */ (window).ticks.count);
}

/** @param {CallSide} side */
function watching(side) {
  return side.page.waitForFunction(() => /** @type {any} */ (window).ticks.watched === true);
}

/**
 * @param {CallSide} side
 * @param {number} ms
 * @returns {Promise<number>}
 */
function longestSilence(side, ms) {
  return side.page.evaluate(async (forMs) => {
    const seen = /** @type {any} */ (window).ticks;
    seen.longest = 0;
    seen.heardAt = performance.now();
    seen.watched = true;
    await new Promise((resolve) => setTimeout(resolve, forMs));
    seen.watched = false;
    return Math.max(seen.longest, performance.now() - seen.heardAt);
  }, ms);
}
