import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PerfectNegotiation } from '../src/client/perfect-negotiation.js';
import { settle } from './fakes/fake-environment.js';
import { FakePeerConnection } from './fakes/fake-peer-connection.js';

/**
 * @param {boolean} polite
 * @param {boolean} [quiet]
 */
function side(polite, quiet = false) {
  const pc = new FakePeerConnection();
  /** @type {any[]} */
  const sent = [];
  /** @type {any[]} */
  const errors = [];
  /** @type {any[]} */
  const taking = [];
  const negotiation = new PerfectNegotiation({
    pc: /** @type {any} */ (pc),
    polite,
    quiet,
    send: (payload) => sent.push(payload),
    onTaking: (payload) => taking.push(payload),
    onError: (error) => errors.push(error),
  });
  return { pc, sent, errors, taking, negotiation };
}

const OFFER = { description: { type: /** @type {const} */ ('offer'), sdp: 'their-offer' } };
const ANSWER = { description: { type: /** @type {const} */ ('answer'), sdp: 'their-answer' } };

describe('perfect negotiation', () => {
  it('answers an offer that comes alone, whichever role it has', async () => {
    for (const polite of [true, false]) {
      const { pc, sent, negotiation } = side(polite);
      await negotiation.receive(OFFER);
      assert.equal(pc.signalingState, 'stable');
      assert.equal(sent[0].description.type, 'answer');
    }
  });

  it('ignores a crossing offer when impolite, and keeps its own', async () => {
    const { pc, sent, negotiation } = side(false);
    pc.needsNegotiation();
    await settle();
    await negotiation.receive(OFFER);
    assert.equal(negotiation.ignoreOffer, true);
    assert.equal(pc.signalingState, 'have-local-offer');
    assert.deepEqual(
      sent.map(({ description }) => description.type),
      ['offer'],
    );
    await negotiation.receive(ANSWER);
    assert.equal(pc.signalingState, 'stable');
    assert.equal(negotiation.ignoreOffer, false);
  });

  it('takes its own offer back when polite, and answers', async () => {
    const { pc, sent, negotiation } = side(true);
    pc.needsNegotiation();
    await settle();
    await negotiation.receive(OFFER);
    assert.equal(pc.remoteDescription.sdp, 'their-offer');
    assert.deepEqual(
      sent.map(({ description }) => description.type),
      ['offer', 'answer'],
    );
  });

  it('sees the collision already while it is still making its offer', async () => {
    const { pc, negotiation } = side(false);
    pc.needsNegotiation();
    assert.equal(negotiation.makingOffer, true);
    assert.equal(pc.signalingState, 'stable');
    await negotiation.receive(OFFER);
    assert.equal(negotiation.ignoreOffer, true);
    await settle();
    assert.equal(negotiation.makingOffer, false);
  });

  it('does not call an offer that follows an answer at once a collision', async () => {
    const { pc, sent, negotiation } = side(false);
    pc.needsNegotiation();
    await settle();
    /** @type {((value: void) => void)[]} */
    const opened = [];
    pc.gate = new Promise((resolve) => opened.push(resolve));
    const answered = negotiation.receive(ANSWER);
    assert.equal(negotiation.isSettingRemoteAnswerPending, true);
    const offered = negotiation.receive(OFFER);
    assert.equal(negotiation.ignoreOffer, false);
    opened[0]?.();
    await Promise.all([answered, offered]);
    assert.equal(sent.at(-1).description.type, 'answer');
    assert.equal(pc.signalingState, 'stable');
  });

  it('forgives a candidate that does not fit only after it ignored an offer', async () => {
    const candidate = /** @type {any} */ ({ of: 'their-offer' });
    const ignoring = side(false);
    ignoring.pc.needsNegotiation();
    await settle();
    await ignoring.negotiation.receive(OFFER);
    await ignoring.negotiation.receive({ candidate });
    assert.deepEqual(ignoring.errors, []);

    const listening = side(false);
    await listening.negotiation.receive({ candidate });
    assert.match(String(listening.errors[0]), /unknown ufrag/);
  });

  it('does not stay in "setting an answer" when the answer was refused', async () => {
    const { errors, negotiation } = side(true);
    await negotiation.receive(ANSWER);
    assert.equal(negotiation.isSettingRemoteAnswerPending, false);
    assert.match(String(errors[0]), /an answer in stable/);
  });

  it('sends its candidates, but not the end of them', () => {
    const { pc, sent } = side(true);
    pc.finds({ candidate: 'candidate:1' });
    pc.finds(null);
    assert.deepEqual(sent, [{ candidate: { candidate: 'candidate:1' } }]);
  });

  it('holds back while quiet, until the other side has offered or it is told to speak', async () => {
    const listening = side(true, true);
    listening.pc.needsNegotiation();
    await settle();
    assert.equal(listening.sent.length, 0);
    await listening.negotiation.receive(OFFER);
    assert.equal(listening.sent.at(-1)?.description.type, 'answer');
    listening.pc.needsNegotiation();
    await settle();
    assert.equal(listening.sent.at(-1)?.description.type, 'offer');

    const impatient = side(true, true);
    impatient.negotiation.speak();
    await settle();
    assert.equal(impatient.sent[0]?.description.type, 'offer');
  });

  it('tells of a description before it is set, and of an ignored one not at all', async () => {
    const { pc, taking, negotiation } = side(false);
    pc.needsNegotiation();
    await settle();
    await negotiation.receive(OFFER);
    assert.deepEqual(taking, []);
    await negotiation.receive(ANSWER);
    assert.deepEqual(taking, [ANSWER]);
  });

  it('starts over when messages were lost: takes its offer back and finds a new way', async () => {
    const { pc, negotiation } = side(false);
    pc.needsNegotiation();
    await settle();
    await negotiation.startOver();
    assert.equal(pc.signalingState, 'stable');
    assert.equal(pc.iceRestarts, 1);
  });

  it('is silent after close', async () => {
    const { pc, sent, errors, negotiation } = side(true);
    negotiation.close();
    pc.needsNegotiation();
    pc.finds({ candidate: 'candidate:1' });
    await negotiation.receive(ANSWER);
    await settle();
    assert.deepEqual(sent, []);
    assert.deepEqual(errors, []);
  });

  it('ends stable on both sides after many rounds of crossing offers', async () => {
    const [polite, impolite] = [side(true), side(false)];
    for (let round = 0; round < 40; round++) {
      polite.pc.needsNegotiation();
      impolite.pc.needsNegotiation();
      for (let hop = 0; hop < 4; hop++) {
        await settle();
        for (const payload of polite.sent.splice(0)) {
          void impolite.negotiation.receive(payload);
        }
        for (const payload of impolite.sent.splice(0)) {
          void polite.negotiation.receive(payload);
        }
      }
      await settle();
      assert.equal(polite.pc.signalingState, 'stable', `polite side, round ${round}`);
      assert.equal(impolite.pc.signalingState, 'stable', `impolite side, round ${round}`);
    }
    assert.deepEqual([...polite.errors, ...impolite.errors], []);
  });
});
