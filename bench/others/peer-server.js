// PeerServer as its package starts it, but on loopback, and with room for more clients than its 5,000.
import { PeerServer } from 'peer';
import './collect-garbage.js';

PeerServer({ host: '127.0.0.1', port: 0, path: '/', concurrent_limit: 100_000 }, (server) =>
  console.log(`listening on ${server.address().port}`),
);
