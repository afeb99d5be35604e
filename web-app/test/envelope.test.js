import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEnvelope, writeEnvelope } from '../src/client/envelope.js';

/** @param {unknown} value */
const read = (value) => readEnvelope(JSON.stringify(value));

describe('the envelope', () => {
  it('is written as the protocol has it', () => {
    const text = writeEnvelope({ roomId: 'rm_1', destination: null, polite: true, payload: { hello: true } });
    assert.equal(
      text,
      '{"roomId":"rm_1","source":null,"destination":null,"polite":true,"payload":{"hello":true}}',
    );
  });

  it('is an arrival, a departure, an error or a word of the peer', () => {
    const error = { source: null, destination: 'me', error: { code: 'destination-unknown', message: 'm' } };
    assert.deepEqual(read({ source: 'p', destination: 'me', polite: true, payload: null }), {
      type: 'arrival',
      peerId: 'p',
    });
    assert.deepEqual(read({ source: null, destination: 'me' }), { type: 'departure' });
    assert.deepEqual(read(error), { type: 'error', code: 'destination-unknown' });
    assert.deepEqual(read({ source: 'p', destination: 'me', polite: false, payload: { hello: true } }), {
      type: 'peer',
      peerId: 'p',
      polite: false,
      payload: { hello: true },
    });
  });

  it('takes a bare description and the end of candidates', () => {
    const bare = read({ source: 'p', polite: false, payload: { type: 'offer', sdp: 'v=0' } });
    assert.deepEqual(bare?.type === 'peer' && bare.payload, { description: { type: 'offer', sdp: 'v=0' } });
    const end = read({ source: 'p', polite: false, payload: { candidate: null } });
    assert.deepEqual(end?.type === 'peer' && end.payload, { candidate: null });
  });

  it('is refused, not thrown over, when it is of no known form', () => {
    const strange = [
      '',
      '{',
      '[]',
      '7',
      '{"source":7}',
      '{"source":"p","payload":{"x":1}}',
      '{"source":"p","payload":"x"}',
    ];
    for (const text of strange) {
      assert.equal(readEnvelope(text), null, text);
    }
  });
});
