// The signaling server of many a tutorial: ids in a Map, one JSON.parse and one JSON.stringify per message.
// `node ws-relay.js raw` passes the text on as it came: faster, but then anybody can write any `source`.
import { WebSocketServer } from 'ws';
import './collect-garbage.js';

const raw = process.argv[2] === 'raw';
const clients = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });

server.on('listening', () => console.log(`listening on ${server.address().port}`));
server.on('connection', (socket, request) => {
  const id = new URL(request.url, 'http://localhost').searchParams.get('id');
  clients.set(id, socket);
  socket.on('error', () => socket.terminate());
  socket.on('close', () => clients.delete(id));
  socket.on('message', (data) => {
    const text = data.toString();
    const { destination, polite, payload } = JSON.parse(text);
    const answer = raw ? text : JSON.stringify({ source: id, destination, polite, payload });
    clients.get(destination)?.send(answer);
  });
});
