import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, afterEach, before, describe, it } from 'node:test';
import { RoutedDeployment } from '../lib/routed-deployment.js';
import { RoutedNetwork } from '../lib/routed-network.js';
import { until } from '../lib/until.js';

const BOUND_MS = 60_000;

/** @typedef {import('../lib/routed-processes.js').Stand} Stand */

describe('the nodes that a router leads to', () => {
  /** @type {RoutedDeployment} */
  let deployment;

  before(async () => {
    deployment = await RoutedDeployment.make();
  });

  after(() => deployment?.close());

  afterEach(() => deployment.assertQuiet());

  /**
   * What fails, what ends that, and what the router is to say of it.
   *
   * @param {import('node:test').TestContext} test
   * @param {string} why
   * @param {(node: Stand) => unknown} fail
   * @param {(node: Stand, number: number) => unknown} heal
   */
  async function assertGoneAndBack(test, why, fail, heal) {
    for (const number of RoutedNetwork.NODES) {
      const others = RoutedNetwork.NODES.filter((other) => other !== number);
      const place = `router: node ${deployment.network.host(number)} is`;
      const outMs = await deployment.router.says(`${place} out (${why})\n`, () =>
        fail(deployment.node(number)),
      );
      await deployment.assertSpread(...others);
      const inMs = await deployment.router.says(`${place} in\n`, () => heal(deployment.node(number), number));
      await deployment.assertSpread(...RoutedNetwork.NODES);
      test.diagnostic(`${why}: out after ${outMs} ms, in after ${inMs} ms`);
    }
  }

  it('takes a node out that is killed', (test) =>
    assertGoneAndBack(
      test,
      'connection ended',
      (failing) => failing.kill('SIGKILL'),
      (_, number) => deployment.startNode(number),
    ));

  it('takes a node out that says so', (test) =>
    assertGoneAndBack(
      test,
      '503',
      (failing) => failing.tell('ready', { ready: false }),
      (failing) => failing.tell('ready', { ready: true }),
    ));

  it('takes a node out that does not answer', (test) =>
    assertGoneAndBack(
      test,
      'no answer',
      (failing) => failing.kill('SIGSTOP'),
      (failing) => failing.kill('SIGCONT'),
    ));

  it('refuses datagrams when no node is ready', async () => {
    for (const ready of [false, true]) {
      for (const number of RoutedNetwork.NODES) {
        const place = `node ${deployment.network.host(number)} is ${ready ? 'in' : 'out'}`;
        await deployment.router.says(place, () => deployment.node(number).tell('ready', { ready }));
      }
      assert.equal((await deployment.asker.ask()) !== null, ready);
      assert.deepEqual(deployment.asker.errors.splice(0), ready ? [] : ['ECONNREFUSED']);
    }
  });

  it('takes another list without an interruption, and keeps the old one when the new one is wrong', async () => {
    await deployment.assertHardlyAnyLostWhile(async () => {
      for (const numbers of [[1, 2], RoutedNetwork.NODES, [2, 3], RoutedNetwork.NODES]) {
        await deployment.network.writeSettings(deployment.file, numbers);
        await deployment.router.says(`nodes: ${numbers.length}`, () => deployment.router.kill('SIGHUP'));
        await until('just these answer', BOUND_MS, async () => {
          const names = await deployment.names();
          assert.ok(!names.includes(undefined));
          return (
            new Set(names).size === numbers.length && numbers.every((one) => names.includes(`node${one}`))
          );
        });
      }
      await deployment.network.writeSettings(deployment.file, RoutedNetwork.NODES, 'node nowhere');
      deployment.router.kill('SIGHUP');
      const text = 'got node nowhere\nrouter: the settings stay as they were\n';
      await until('it says what is wrong', BOUND_MS, () => deployment.router.err.endsWith(text));
      deployment.router.err = '';
    });
    await deployment.network.writeSettings(deployment.file, RoutedNetwork.NODES);
    await deployment.assertSpread(...RoutedNetwork.NODES);
  });

  it('goes on when who watches is killed, and who works, and hardly a datagram is lost', async () => {
    const [worker = 0] = await childrenOf(deployment.router.pid);
    const watching = await childrenOf(worker);
    for (const watcher of watching) {
      process.kill(watcher, 'SIGKILL');
      await until('another one watches', BOUND_MS, async () => {
        const now = await childrenOf(worker);
        return now.length === watching.length && !now.includes(watcher);
      });
    }
    await deployment.assertHardlyAnyLostWhile(async () => {
      await deployment.router.says('nodes: 3', () => process.kill(worker, 'SIGKILL'));
      for (const ready of [false, true]) {
        const place = `node ${deployment.network.host(1)} is ${ready ? 'in' : 'out'}`;
        await deployment.router.says(place, () => deployment.node(1).tell('ready', { ready }));
      }
    });
    await deployment.assertSpread(...RoutedNetwork.NODES);
  });

  it('has who works in the place of another leave a node out that is out', async () => {
    await deployment.router.says('is out (no answer)', () => deployment.node(2).kill('SIGSTOP'));
    const [worker = 0] = await childrenOf(deployment.router.pid);
    await deployment.router.says('nodes: 3', () => process.kill(worker, 'SIGKILL'));
    await deployment.assertSpread(1, 3);
    await deployment.router.says('is in', () => deployment.node(2).kill('SIGCONT'));
    await deployment.assertSpread(...RoutedNetwork.NODES);
  });

  it('says whether it can write its rules, which go on as they were', async () => {
    const { network, router, file } = deployment;
    await until('it works', BOUND_MS, () => network.routerIsWell(router.pid));
    const settings = await readFile(file, 'utf8');
    await writeFile(file, 'nothing that it knows\n');
    const [worker = 0] = await childrenOf(router.pid);
    process.kill(worker, 'SIGKILL');
    await until('it does not', BOUND_MS, async () => !(await network.routerIsWell(router.pid)));
    await deployment.assertSpread(...RoutedNetwork.NODES);

    await writeFile(file, settings);
    await until('it works again', BOUND_MS, () => network.routerIsWell(router.pid));
    router.err = '';
  });

  it('ends when it is told to, and leaves nothing', async () => {
    deployment.router.kill('SIGTERM');
    assert.equal(await deployment.router.ended(), 0);
    assert.equal(await deployment.network.routerRules(), '');
    await until(
      'nothing runs',
      BOUND_MS,
      async () => (await deployment.network.routerProcesses()).length === 0,
    );
  });
});

/**
 * @param {number | undefined} pid
 * @returns {Promise<number[]>} the processes that it has started
 */
async function childrenOf(pid) {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(' ').filter(Boolean).map(Number);
}
