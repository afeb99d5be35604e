import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FileDesk } from '../src/files/file-desk.js';
import { IncomingFile } from '../src/files/incoming-file.js';
import { Recognition, readGreeting } from '../src/files/recognition.js';

/** One end of a channel; the other end gets what is sent in a later task, as with a browser's. */
class ChannelEnd extends EventTarget {
  readyState = 'connecting';
  bufferedAmount = 0;
  /** @type {ChannelEnd | null} */
  other = null;

  open() {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }

  /** @param {unknown} data */
  send(data) {
    assert.equal(this.readyState, 'open');
    setImmediate(() => this.other?.dispatchEvent(Object.assign(new Event('message'), { data })));
  }

  close() {
    this.readyState = 'closed';
    this.dispatchEvent(new Event('close'));
  }
}

/** Two desks of two pages. @param {[Recognition, Recognition]} [recognitions] */
function desks(recognitions = [new Recognition(), new Recognition()]) {
  /** @type {Set<IncomingFile>} */
  const incoming = new Set();
  const [left, right] = recognitions.map(
    (recognition) =>
      new FileDesk({
        recognition,
        onChange: (transfer) => transfer instanceof IncomingFile && incoming.add(transfer),
      }),
  );
  return { left: /** @type {FileDesk} */ (left), right: /** @type {FileDesk} */ (right), incoming };
}

/**
 * Both desks meet each other in a call.
 *
 * @param {FileDesk} left
 * @param {FileDesk} right
 */
function meet(left, right) {
  const ends = [new ChannelEnd(), new ChannelEnd()];
  const [a, b] = /** @type {[ChannelEnd, ChannelEnd]} */ (ends);
  a.other = b;
  b.other = a;
  const peers = ends.map(
    (end, index) => /** @type {any} */ ({ id: `p${index}`, grants: null, openChannel: () => end }),
  );
  left.meet(peers[0]);
  right.meet(peers[1]);
  ends.forEach((end) => end.open());
  return ends;
}

/** Hashes are made by other threads, which a busy machine may let wait: time is counted, not turns. */
const BOUND_MS = 60_000;

/** @param {() => boolean} condition */
async function until(condition) {
  for (const endMs = performance.now() + BOUND_MS; performance.now() < endMs;) {
    if (condition()) {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail('it did not come to that');
}

/** Keeps the bytes, and stops after so many until it is let go. */
class HeldSink {
  /** @type {BlobPart[]} */
  parts = [];
  bytes = 0;
  letGo = () => {};
  /** @param {number} atBytes */
  constructor(atBytes) {
    this.atBytes = atBytes;
    this.held = new Promise((resolve) => (this.letGo = () => resolve(undefined)));
  }

  /** @param {Uint8Array} bytes */
  async write(bytes) {
    if (this.bytes >= this.atBytes) {
      await this.held;
    }
    this.parts.push(bytes.slice());
    this.bytes += bytes.length;
  }

  async finish() {
    return new Blob(this.parts);
  }

  async discard() {}
}

const FILE = Object.assign(new Blob([new Uint8Array(900_000).map((_, at) => at * 7)]), { name: 'a.bin' });

describe('the file desk', () => {
  it('brings a file to the other page', async () => {
    const { left, right, incoming } = desks();
    meet(left, right);
    await until(() => left.reachable === 1 && right.reachable === 1);
    assert.equal(left.send(/** @type {any} */ (FILE)), 1);
    await until(() => incoming.size === 1);
    const [transfer] = incoming;
    transfer?.accept(new HeldSink(Infinity));
    await until(() => transfer?.state === 'done');
    const bytes = new Uint8Array((await transfer?.blob?.arrayBuffer()) ?? []);
    assert.deepEqual(bytes, new Uint8Array(await FILE.arrayBuffer()));
  });

  it('goes on where it stopped when the other page comes back as another peer', async () => {
    const { left, right, incoming } = desks();
    const ends = meet(left, right);
    await until(() => left.reachable === 1);
    left.send(/** @type {any} */ (FILE));
    await until(() => incoming.size === 1);
    const [transfer] = /** @type {[IncomingFile]} */ ([...incoming]);
    const sink = new HeldSink(300_000);
    transfer.accept(sink);
    await until(() => sink.bytes >= 300_000);
    ends.forEach((end) => end.close());
    assert.equal(transfer.state, 'interrupted');
    assert.equal(left.reachable, 0);
    sink.letGo();
    meet(left, right);
    await until(() => transfer.state === 'done');
    assert.equal(incoming.size, 1, 'it is the same transfer');
    const bytes = new Uint8Array((await transfer.blob?.arrayBuffer()) ?? []);
    assert.deepEqual(bytes, new Uint8Array(await FILE.arrayBuffer()));
  });

  it('gives nothing of it to one who only says to be that page', async () => {
    const { left, right, incoming } = desks([new Recognition(), new Recognition({ newId: ids('right') })]);
    const ends = meet(left, right);
    await until(() => left.reachable === 1);
    left.send(/** @type {any} */ (FILE));
    await until(() => incoming.size === 1);
    ends.forEach((end) => end.close());
    // Everybody in the call has seen the id of the other page.
    const impostor = new Recognition({ newId: ids('right') });
    const seen = new Set();
    meet(left, new FileDesk({ recognition: impostor, onChange: (transfer) => seen.add(transfer) }));
    await until(() => left.reachable === 1);
    assert.equal(seen.size, 0);
  });

  it('has no dealings with one who may not use data', () => {
    const { left } = desks();
    let opened = 0;
    left.meet(/** @type {any} */ ({ id: 'p', grants: ['audio'], openChannel: () => (opened += 1) }));
    assert.equal(opened, 0);
  });
});

describe('recognition', () => {
  /**
   * @param {Recognition} one
   * @param {Recognition} other
   * @returns {Promise<[boolean, boolean]>} whether each knew the other
   */
  async function greet(one, other) {
    const [mine, theirs] = [one.hello(), other.hello()];
    const [proof, theirProof] = [await one.prove(mine, theirs), await other.prove(theirs, mine)];
    return [await one.recognises(mine, theirs, theirProof), await other.recognises(theirs, mine, proof)];
  }

  it('is for those who have met before', async () => {
    const [ada, ben] = [new Recognition(), new Recognition()];
    assert.deepEqual(await greet(ada, ben), [false, false]);
    assert.deepEqual(await greet(ada, ben), [true, true]);
    assert.deepEqual(await greet(ben, ada), [true, true]);
  });

  it('is not for a page that takes the id of another', async () => {
    const [ada, ben] = [new Recognition({ newId: ids('ada') }), new Recognition({ newId: ids('ben') })];
    await greet(ada, ben);
    const impostor = new Recognition({ newId: ids('ben') });
    assert.deepEqual(await greet(ada, impostor), [false, false]);
    assert.deepEqual(await greet(ada, ben), [true, true], 'the true one is still known');
  });

  it('takes nothing else for a greeting', () => {
    for (const text of [
      '',
      'x',
      '[]',
      'null',
      '{"type":"hello","page":"short","nonce":"short"}',
      '{"type":"proof"}',
    ]) {
      assert.equal(readGreeting(text), null);
    }
  });
});

/** @param {string} name */
function ids(name) {
  let made = 0;
  return () => (made++ === 0 ? `page-of-${name}-000000` : crypto.randomUUID());
}
