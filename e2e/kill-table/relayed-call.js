/**
 * The kill table: a relayed call between two browsers, three nodes behind one address, each datagram at a node
 * chosen at random; a relay, the node that has a session, and both at once are killed in turn, again and again. Prints
 * how long one side heard nothing on an unreliable data channel that is written to every 20 ms.
 *
 * `make kill-table` runs it, `make kill-table REPEATS=3` three times each; as root.
 */
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { setTimeout as passed } from 'node:timers/promises';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide, connect } from '../lib/call.js';
import { relayOnly, selectedPair } from '../lib/relayed.js';
import { SpreadCluster } from '../lib/spread-cluster.js';
import { openTicks, silenceSince, ticks, watchSilence } from '../lib/ticks.js';
import { until } from '../lib/until.js';

const REPEATS = Number(process.argv[2] ?? 20);
const NODES = 3;

/**
 * How soon the load balancer knows: Otter's own (`deploy --gateway`, images/router) has a process that died out of its
 * way after 26 ms, the median of thirty `kill -9`.
 */
const NOTICED_MS = 30;

/**
 * How far the nodes stand behind the browsers when both want a processor. Browsers are elsewhere in truth: here they
 * would wait for up to 0.2 s while nodes that were started a moment ago compile themselves.
 */
const NODES_NICE = 5;

const READY_BOUND_MS = 90_000;
const WATCH_MS = 3_000;

/** @typedef {'relay' | 'node' | 'both'} Victim */
/** @typedef {import('../lib/otter-node.js').OtterNode} OtterNode */

const NAMES = { relay: 'a relay', node: 'the node that has a session', both: 'that node and its relays' };

await standBehind(NODES_NICE);
const cluster = await SpreadCluster.start('kill-table', NODES);
/** @type {import('playwright-core').Browser[]} */
const browsers = [];

try {
  const pages = cluster.node(NODES);
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

  /** @type {Record<Victim, { before: number[], after: number[] }>} */
  const silences = {
    relay: { before: [], after: [] },
    node: { before: [], after: [] },
    both: { before: [], after: [] },
  };
  const victims = /** @type {Victim[]} */ (Object.keys(silences));
  for (let i = 0; i < REPEATS; i++) {
    for (const victim of victims) {
      const [quiet, silence] = await once(victim, sides);
      silences[victim].before.push(quiet);
      silences[victim].after.push(silence);
      process.stderr.write(
        `    ${victim} ${i + 1}: ${Math.round(quiet)} ms, then ${Math.round(silence)} ms\n`,
      );
    }
  }
  console.log(`| killed | times | silence, median | longest | before the kill, longest |`);
  console.log(`|---|---|---|---|---|`);
  for (const victim of victims) {
    const { before, after } = silences[victim];
    after.sort((a, b) => a - b);
    const median = after[Math.floor((after.length - 1) / 2)] ?? NaN;
    console.log(
      `| ${NAMES[victim]} | ${REPEATS} | ${Math.round(median)} ms | ${Math.round(Math.max(...after))} ms | ${Math.round(Math.max(...before))} ms |`,
    );
  }
  assert.deepEqual(await Promise.all(sides.map(selectedPair)), pairs, 'the pair of candidates is the same');
  console.log('The pair of candidates and the ICE credentials of both sides are those of the beginning.');
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
  await cluster.stop();
  await standBehind(0);
}

/**
 * Of this process' session, and so of the nodes; each browser begins a session of its own.
 *
 * @param {number} nice  as of a process
 */
async function standBehind(nice) {
  await writeFile('/proc/self/autogroup', String(nice)).catch((cause) => {
    console.error(`the browsers wait for the nodes: ${cause}`);
  });
}

/**
 * @param {Victim} victim
 * @param {CallSide[]} sides
 * @returns {Promise<[number, number]>}  the longest silence before, and after
 */
async function once(victim, sides) {
  await cluster.untilEachIsOnes();
  const number = await cluster.busiest();
  const node = cluster.node(number);
  // One that was killed before is replaced later each time, as an operator would want it.
  await cluster.untilRelaysReady(number);
  const before = await longestSilence(sides, async () => {});
  const relays = victim === 'relay' ? [await busiestRelay(node)] : await relayPids(node);
  const after = await longestSilence(sides, async () => {
    if (victim !== 'relay') {
      node.kill();
      setTimeout(() => void cluster.network.route(number, (number % NODES) + 1), NOTICED_MS);
    }
    if (victim !== 'node') {
      relays.forEach((pid) => process.kill(pid, 'SIGKILL'));
    }
  });
  if (victim !== 'relay') {
    await node.stop();
    await cluster.startNode(number);
    await cluster.network.route(number, number);
  }
  return [before, after];
}

/**
 * @param {CallSide[]} sides
 * @param {() => Promise<void>} deed  what is done as soon as both are listened to
 * @returns {Promise<number>}  in ms, of the side that heard less
 */
async function longestSilence(sides, deed) {
  await Promise.all(sides.map(watchSilence));
  await deed();
  await passed(WATCH_MS);
  return Math.max(...(await Promise.all(sides.map(silenceSince))));
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
