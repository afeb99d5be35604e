import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_OFFERS } from '../src/files/file-exchange.js';
import {
  CHUNK_BYTES,
  cleanFileName,
  readFileMessage,
  readFrame,
  writeFrame,
} from '../src/files/file-messages.js';
import { MAX_BUFFERED_BYTES, MAX_UNWRITTEN_BYTES } from '../src/files/outgoing-file.js';
import { TestSink, Wire, offered, someFile } from './fakes/file-wire.js';

describe('files between two peers', () => {
  it('brings a file over whole, in order, once the other side takes it', async () => {
    const wire = new Wire();
    wire.connect();
    const { bytes, file } = someFile(3 * CHUNK_BYTES + 7);
    const outgoing = wire.left.send(file);
    await wire.settle();
    assert.equal(outgoing.state, 'offered');
    const incoming = offered(wire.right);
    assert.deepEqual([incoming.name, incoming.size], ['notes.txt', bytes.length]);
    const sink = new TestSink();
    incoming.accept(sink);
    await wire.settle();
    assert.deepEqual([outgoing.state, incoming.state], ['done', 'done']);
    assert.equal(outgoing.moved, bytes.length);
    assert.deepEqual(Uint8Array.from(sink.bytes), bytes);
  });

  it('brings an empty file over', async () => {
    const wire = new Wire();
    wire.connect();
    const outgoing = wire.left.send(someFile(0).file);
    await wire.settle();
    const incoming = offered(wire.right);
    incoming.accept(new TestSink());
    await wire.settle();
    assert.deepEqual([outgoing.state, incoming.state, incoming.blob?.size], ['done', 'done', 0]);
  });

  it('goes on where it stopped when the channel breaks in the middle', async () => {
    const wire = new Wire();
    wire.connect();
    const { bytes, file } = someFile(40 * CHUNK_BYTES + 1);
    const outgoing = wire.left.send(file);
    await wire.settle();
    const incoming = offered(wire.right);
    const sink = new TestSink();
    incoming.accept(sink);
    await wire.settle(() => incoming.moved > 15 * CHUNK_BYTES);
    wire.cut();
    await wire.settle();
    assert.deepEqual([outgoing.state, incoming.state], ['interrupted', 'interrupted']);
    const kept = incoming.moved;
    assert.ok(kept > 0 && kept < bytes.length);
    wire.connect();
    await wire.settle();
    assert.deepEqual([outgoing.state, incoming.state], ['done', 'done']);
    assert.deepEqual(Uint8Array.from(sink.bytes), bytes, 'no byte twice, none left out');
  });

  it('tells a sender that was cut off before the last word that all is there', async () => {
    const wire = new Wire();
    wire.connect();
    const { file } = someFile(10);
    const outgoing = wire.left.send(file);
    await wire.settle();
    const incoming = offered(wire.right);
    incoming.accept(new TestSink());
    await wire.settle(() => incoming.state === 'done');
    wire.cut();
    assert.equal(outgoing.state, 'interrupted');
    wire.connect();
    await wire.settle();
    assert.equal(outgoing.state, 'done');
  });

  it('never has more under way than the channel and the receiver take', async () => {
    const wire = new Wire();
    wire.connect();
    wire.left.send(someFile(MAX_UNWRITTEN_BYTES + 40 * CHUNK_BYTES).file);
    await wire.settle();
    const incoming = offered(wire.right);
    const sink = new TestSink();
    /** @type {() => void} */
    let open = () => {};
    sink.gate = new Promise((resolve) => (open = resolve));
    incoming.accept(sink);
    await wire.settle();
    assert.equal(incoming.moved, 0);
    assert.ok(wire.most <= MAX_BUFFERED_BYTES + 17 * CHUNK_BYTES, `${wire.most} bytes in the channel`);
    open();
    await wire.settle();
    assert.equal(incoming.state, 'done');
  });

  it('cancels from either side, and says why', async () => {
    for (const side of /** @type {const} */ (['left', 'right'])) {
      const wire = new Wire();
      wire.connect();
      const outgoing = wire.left.send(someFile(30 * CHUNK_BYTES).file);
      await wire.settle();
      const incoming = offered(wire.right);
      const sink = new TestSink();
      /** @type {() => void} */
      let open = () => {};
      sink.gate = new Promise((resolve) => (open = resolve));
      incoming.accept(sink);
      await wire.settle();
      wire[side].cancel(side === 'left' ? outgoing : incoming);
      open();
      await wire.settle();
      assert.deepEqual([outgoing.state, incoming.state], ['cancelled', 'cancelled']);
      const why = side === 'left' ? 'sender' : 'receiver';
      assert.deepEqual([outgoing.reason, incoming.reason], [why, why]);
      assert.ok(sink.discarded);
    }
  });

  it('says so when the disk is full', async () => {
    const wire = new Wire();
    wire.connect();
    const outgoing = wire.left.send(someFile(CHUNK_BYTES).file);
    await wire.settle();
    const incoming = offered(wire.right);
    const sink = new TestSink();
    sink.failure = new DOMException('full', 'QuotaExceededError');
    incoming.accept(sink);
    await wire.settle();
    assert.deepEqual([incoming.reason, outgoing.reason], ['no-space', 'no-space']);
  });

  it('gives up on a file that changes while it is read', async () => {
    const wire = new Wire();
    wire.connect();
    const file = Object.assign(new Blob(['abc']), { name: 'gone' });
    file.slice = () => /** @type {any} */ ({ size: 3, arrayBuffer: () => Promise.reject(new Error('gone')) });
    const outgoing = wire.left.send(file);
    await wire.settle();
    const incoming = offered(wire.right);
    incoming.accept(new TestSink());
    await wire.settle();
    assert.deepEqual([outgoing.reason, incoming.reason], ['broken', 'broken']);
  });

  it('declines offers beyond a bound', async () => {
    const wire = new Wire();
    wire.connect();
    const all = Array.from({ length: MAX_OFFERS + 1 }, () => wire.left.send(someFile(1).file));
    await wire.settle();
    assert.deepEqual(all.map(({ reason }) => reason).filter(Boolean), ['too-many']);
  });

  it('takes no more bytes than were offered', async () => {
    const wire = new Wire();
    wire.connect();
    wire.left.send(someFile(4).file);
    await wire.settle();
    const incoming = offered(wire.right);
    incoming.accept(new TestSink());
    wire.right.receive(writeFrame(0, new Uint8Array(5)));
    await wire.settle();
    assert.deepEqual([incoming.state, incoming.reason], ['cancelled', 'broken']);
  });
});

describe('what the other side says about files', () => {
  it('is refused unless it is of the protocol', () => {
    const id = '"id":"abcdefgh"';
    for (const text of [
      '',
      'null',
      '[]',
      '{"type":"offer"}',
      `{"type":"offer",${id},"number":0,"name":"a"}`,
      `{"type":"offer",${id},"number":-1,"name":"a","size":1}`,
      `{"type":"offer",${id},"number":0,"name":"a","size":1.5}`,
      `{"type":"offer",${id},"number":0,"name":7,"size":1}`,
      '{"type":"accept","id":"../../etc","offset":0}',
      `{"type":"accept",${id},"offset":-1}`,
      `{"type":"cancel",${id},"reason":"<img src=x>"}`,
      `{"type":"accept",${id},"offset":0,"pad":"${'x'.repeat(5000)}"}`,
    ]) {
      assert.equal(readFileMessage(text), null, text.slice(0, 60));
    }
    assert.equal(readFrame(new ArrayBuffer(4)), null);
  });

  it('names a file without path, control and turning characters', () => {
    assert.equal(cleanFileName('../../etc/passwd'), '.._.._etc_passwd');
    assert.equal(cleanFileName('photo\u202egpj.exe'), 'photogpj.exe');
    assert.equal(cleanFileName('a\r\nb\u0000c'), 'abc');
    assert.equal(cleanFileName('..'), 'file');
    assert.equal(cleanFileName(' '), 'file');
    assert.equal([...cleanFileName('ü'.repeat(300))].length, 255);
    assert.equal(cleanFileName('<img src=x onerror=alert(1)>.png'), '<img src=x onerror=alert(1)>.png');
  });
});
