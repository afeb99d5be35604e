import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Mailbox } from '../src/client/mailbox.js';
import { MAX_KEPT_MESSAGES } from '../src/client/numbers.js';
import { fakeEnvironment } from './fakes/fake-environment.js';

/** Two mailboxes, and a server between them that loses what it is told to lose. */
function pair() {
  const { environment, clock } = fakeEnvironment();
  /** @type {Record<string, { box: Mailbox, got: unknown[], holes: number }>} */
  const ends = {};
  /** @type {{ lose: (message: any) => boolean, passed: number }} */
  const line = { lose: () => false, passed: 0 };
  for (const [me, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    const end = { got: /** @type {unknown[]} */ ([]), holes: 0, box: /** @type {any} */ (null) };
    end.box = new Mailbox({
      environment,
      write: (message) => {
        const { destination, seqs, ...rest } = /** @type {any} */ (JSON.parse(JSON.stringify(message)));
        if (!line.lose(rest)) {
          line.passed += 1;
          const seq = destination === '*' ? seqs[String(other)] : rest.seq;
          ends[String(other)]?.box.receive({ ...rest, seq, source: me });
        }
      },
      politeTo: () => me === 'a',
      deliver: (_peer, payload, polite) => {
        end.got.push(payload);
        assert.equal(polite, me === 'b', 'each message says the role of its sender');
      },
      onHole: () => (end.holes += 1),
    });
    end.box.meet(String(other));
    ends[String(me)] = end;
  }
  const { a, b } = /** @type {Record<'a' | 'b', { box: Mailbox, got: unknown[], holes: number }>} */ (ends);
  return { a, b, line, clock };
}

/** @param {number} length */
const upTo = (length) => Array.from({ length }, (_, index) => index + 1);

describe('messages between two', () => {
  it('arrive in order, and keep no timer alive once acknowledged', () => {
    const { a, b, clock } = pair();
    upTo(5).forEach((n) => a.box.send('b', n));
    assert.deepEqual(b.got, upTo(5));
    clock.advance(250);
    assert.deepEqual(clock.waitsMs, []);
  });

  it('arrive once and in order over a line that loses every third and every acknowledgement', () => {
    const { a, b, line, clock } = pair();
    let count = 0;
    line.lose = ({ type }) => type === 'ack' || (type === undefined && ++count % 3 === 0);
    upTo(9).forEach((n) => a.box.send('b', n));
    line.lose = () => false;
    for (let look = 0; look < 60; look++) {
      clock.advance(250);
    }
    assert.deepEqual(b.got, upTo(9));
    assert.deepEqual(clock.waitsMs, []);
  });

  it('are kept through a break, and sent again after the resume', () => {
    const { a, b, line } = pair();
    line.lose = () => true;
    upTo(3).forEach((n) => a.box.send('b', n));
    line.lose = () => false;
    a.box.sendAgain();
    a.box.sendAgain();
    assert.deepEqual(b.got, upTo(3));
  });

  it('probe with the oldest alone, ever more slowly, instead of filling a slow way', () => {
    const { a, line, clock } = pair();
    line.lose = () => true;
    upTo(20).forEach((n) => a.box.send('b', n));
    let written = 0;
    line.lose = () => Boolean((written += 1));
    for (let look = 0; look < 4 * 16; look++) {
      clock.advance(250);
    }
    assert.equal(written, 4); // after 1, 2, 4 and 8 s
  });

  it('are given up, and both sides told of the hole, when too much is kept', () => {
    const { a, b, line } = pair();
    line.lose = () => true;
    upTo(MAX_KEPT_MESSAGES).forEach((n) => a.box.send('b', n));
    line.lose = () => false;
    a.box.send('b', 'one more');
    assert.deepEqual([a.holes, b.holes], [1, 1]);
    a.box.send('b', 'after the hole');
    assert.deepEqual(b.got, ['after the hole']);
  });

  it('go to all in one broadcast', () => {
    const { a, b, line } = pair();
    a.box.meet('c');
    line.passed = 0;
    a.box.broadcast('to all');
    assert.deepEqual(b.got, ['to all']);
    assert.equal(line.passed, 2, 'the broadcast and one acknowledgement');
  });

  it('of one who is gone are not handed over', () => {
    const { a, b } = pair();
    b.box.forget('a');
    a.box.send('b', 1);
    assert.deepEqual(b.got, []);
  });
});

describe('a message to all', () => {
  it('goes out once for all who are told the same role, and to one alone by its name', () => {
    /** @type {any[]} */
    const written = [];
    const box = new Mailbox({
      environment: fakeEnvironment().environment,
      write: (message) => written.push(JSON.parse(JSON.stringify(message))),
      politeTo: (peerId) => peerId === 'old',
      deliver: () => {},
      onHole: () => {},
    });
    ['old', 'one', 'two'].forEach((peerId) => box.meet(peerId));
    box.broadcast('x');
    assert.deepEqual(written, [
      { destination: 'old', seq: 1, polite: true, payload: 'x' },
      { destination: '*', seqs: { one: 1, two: 1 }, polite: false, payload: 'x' },
    ]);
    box.close();
  });
});
