import { createServer } from 'node:net';

// Below the ports that Linux gives to whoever asks for any (from 32768): no outgoing connection
// and no server on port 0 takes one between the choice and the listening. A node's relays take
// the ports that follow its own.
const FIRST = 26_000;
const STEP = 8;
const COUNT = 750;

let given = Math.floor(Math.random() * COUNT);

/** @returns {Promise<number>} a TCP port that nobody has now, and that was not given before */
export async function freePort() {
  for (let tried = 0; tried < COUNT; tried += 1) {
    const port = FIRST + (given % COUNT) * STEP;
    given += 1;
    if (await isFree(port)) {
      return port;
    }
  }
  throw new Error(`no free port from ${FIRST} to ${FIRST + COUNT * STEP - 1}`);
}

/** @param {number} port */
async function isFree(port) {
  const server = createServer();
  try {
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, () => resolve(undefined));
    });
  } catch {
    return false;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}
