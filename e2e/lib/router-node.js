// A stand-in for a container behind the router, in a network namespace. It answers each datagram and each request
// with its name and the sender's address as it saw it, and does what it is told by the channel to its parent.
// usage: router-node.js NAME UDP-PORT,… HTTP-PORT,…
import dgram from 'node:dgram';
import http from 'node:http';
import net from 'node:net';

const [name, udpPorts, httpPorts] = process.argv.slice(2);
const sockets = await Promise.all(ports(udpPorts).map(echo));
let ready = true;

await Promise.all(ports(httpPorts).map(serve));
process.on('disconnect', () => process.exit());
process.on('message', async (/** @type {any} */ order) => {
  const result = await obey(order).catch((failure) => ({ failure: String(failure) }));
  process.send?.({ id: order.id, result });
});
process.send?.({ id: 0, result: null });

/** @param {string | undefined} words */
function ports(words) {
  return (words ?? '').split(',').filter(Boolean).map(Number);
}

/** @param {number} port */
function echo(port) {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (text, from) => {
    if (String(text).startsWith('{')) {
      return; // An answer, to an order below.
    }
    const answer = { name, from: from.address, port: from.port, text: String(text) };
    socket.send(JSON.stringify(answer), from.port, from.address);
  });
  return new Promise((resolve) => socket.bind(port, () => resolve(socket)));
}

/** @param {number} port */
function serve(port) {
  const server = http.createServer((request, response) => {
    const well = request.url !== '/readyz' || ready;
    const text = JSON.stringify({ name, from: request.socket.remoteAddress });
    response.writeHead(well ? 200 : 503, { 'Content-Length': text.length }).end(text);
  });
  return new Promise((resolve) => server.listen(port, '0.0.0.0', () => resolve(server)));
}

/** @param {any} order */
async function obey(order) {
  switch (order.verb) {
    case 'ready':
      ready = order.ready;
      return null;
    case 'send': // From a port at which it listens, to whom it may concern.
      socketAt(order.from).send(order.text, order.port, order.host);
      return null;
    case 'ask':
      return order.from ? askFrom(socketAt(order.from), order.host, order.port) : ask(order.host, order.port);
    case 'get':
      return (await fetch(order.url)).json();
    case 'connect':
      return connect(order.host, order.port);
    default:
      throw new Error(`no such verb: ${order.verb}`);
  }
}

/** @param {number} port */
function socketAt(port) {
  return /** @type {dgram.Socket} */ (sockets.find((socket) => socket.address().port === port));
}

/**
 * One datagram and its answer, which counts only from where it was sent to.
 *
 * @param {string} host
 * @param {number} port
 */
function ask(host, port) {
  const socket = dgram.createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (text) => resolve(JSON.parse(String(text))));
    socket.connect(port, host, () => socket.send('x'));
  }).finally(() => socket.close());
}

/**
 * As above, from a port at which it listens.
 *
 * @param {dgram.Socket} socket
 * @param {string} host
 * @param {number} port
 */
function askFrom(socket, host, port) {
  return new Promise((resolve) => {
    socket.once('message', (text) => resolve(JSON.parse(String(text))));
    socket.send('x', port, host);
  });
}

/**
 * What a server says that speaks first.
 *
 * @param {string} host
 * @param {number} port
 */
function connect(host, port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, host);
    socket.on('error', reject);
    socket.once('data', (text) => {
      resolve(String(text));
      socket.destroy();
    });
  });
}
