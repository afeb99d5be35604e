import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endLeftRelays, relayPid } from './left-relays.js';
import { assertLogfmt } from './log-form.js';
import { assertNoSecretIn, newApiKey, noteSecrets, secretsKeptIn } from './secrets.js';
import { until } from './until.js';

export const JAR =
  process.env.OTTER_E2E_JAR ?? new URL('../../otter/target/otter-fat.jar', import.meta.url).pathname;
const LOGS = new URL('../logs/', import.meta.url).pathname;

/** A node must be ready within this time; the promise is 3 s, 5 s in a cluster, on an idle machine. */
const READY_BOUND_MS = 120_000;
const STOP_BOUND_MS = 60_000;

/**
 * A real node: its own process, its own data directory, a free port.
 *
 * @typedef {object} Room  what the room API answers
 * @property {string} roomId
 * @property {string} url
 */
export class OtterNode {
  #process;
  #dataDir;
  #name;
  #stdout = '';
  #stderr = '';
  #startTextLength = 0;
  origin = '';

  /**
   * @param {string} name  for logs
   * @param {string} dataDir
   * @param {string} apiKey
   * @param {Record<string, string>} environment
   * @param {string[]} options
   * @param {string[]} prefix  a command that runs it, as in a network namespace
   */
  constructor(name, dataDir, apiKey, environment, options, prefix) {
    this.#name = name;
    this.#dataDir = dataDir;
    this.apiKey = apiKey;
    const [command = 'java', ...words] = [...prefix, 'java', '-jar', JAR, ...options];
    this.#process = spawn(command, words, {
      env: {
        ...process.env,
        OTTER_DATA_DIR: dataDir,
        OTTER_HTTP_HOST: '127.0.0.1',
        OTTER_HTTP_PORT: '0',
        OTTER_API_KEY: apiKey,
        OTTER_LOG_LEVEL: 'debug',
        OTTER_LOG_FORMAT: 'logfmt',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process.stdout.setEncoding('utf8').on('data', (text) => (this.#stdout += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.#stderr += text));
  }

  /**
   * @param {object} [options]
   * @param {string} [options.name]
   * @param {string} [options.apiKey]
   * @param {Record<string, string>} [options.environment]
   * @param {boolean} [options.clustered]
   * @param {string[]} [options.prefix]
   */
  static async start(options = {}) {
    const { name = 'node', apiKey = newApiKey(), environment = {}, clustered = false, prefix = [] } = options;
    const dataDir = await mkdtemp(path.join(tmpdir(), 'otter-e2e-'));
    const node = new OtterNode(name, dataDir, apiKey, environment, clustered ? ['-cluster'] : [], prefix);
    try {
      await node.#ready();
    } catch (error) {
      await node.stop();
      throw new Error(`${name} did not start\n${node.#stderr}`, { cause: error });
    }
    return node;
  }

  /**
   * Makes a room as a developer does.
   *
   * @param {string} uniqueName
   * @param {number} [maxParticipants]
   * @returns {Promise<Room>}
   */
  async createRoom(uniqueName, maxParticipants = 2) {
    const response = await fetch(`${this.origin}/v1/rooms`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.apiKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ uniqueName, maxParticipants }),
    });
    if (response.status !== 201) {
      throw new Error(`creating a room answered ${response.status}: ${await response.text()}`);
    }
    const room = /** @type {Room} */ (await response.json());
    noteSecrets(room.url);
    return room;
  }

  /**
   * The relays of the cluster, as an operator sees them.
   *
   * @returns {Promise<{ id: string, driver: string, address: string, port: number, state: string }[]>}
   */
  async relays() {
    const response = await fetch(`${this.origin}/v1/turn/instances`, {
      headers: { Authorization: `Bearer ${this.apiKey}` },
    });
    return (await response.json()).instances;
  }

  /**
   * How good a call is, as a developer sees it.
   *
   * @param {string} uniqueName
   * @returns {Promise<any[]>} one for each who has reported
   */
  async quality(uniqueName) {
    const response = await fetch(`${this.origin}/v1/rooms/${uniqueName}/quality`, {
      headers: { Authorization: `Bearer ${this.apiKey}` },
    });
    return (await response.json()).participants;
  }

  /**
   * Has a relay drained, as an operator does.
   *
   * @param {string} relayId
   */
  async drainRelay(relayId) {
    const response = await fetch(`${this.origin}/v1/turn/instances/${relayId}/drain`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.apiKey}` },
    });
    if (response.status !== 200) {
      throw new Error(`draining a relay answered ${response.status}: ${await response.text()}`);
    }
  }

  /** @returns {Promise<string[]>} the relays that this node runs */
  async relayIds() {
    const entries = await readdir(path.join(this.#dataDir, 'relays'), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  }

  /** @param {string} relayId  of a relay that this node runs as a process */
  relayPid(relayId) {
    return relayPid(this.#dataDir, relayId);
  }

  /** Everything the node wrote, without the start text, which is for the person at the terminal. */
  get log() {
    return this.#stderr + this.#stdout.slice(this.#startTextLength);
  }

  /** @returns {Promise<{ signingKeyId: string, signingSecret: string, turnSecret: string }>} */
  async secrets() {
    return JSON.parse(await readFile(path.join(this.#dataDir, 'secrets.json'), 'utf8'));
  }

  /** @returns {Promise<string[]>} what nobody but its operator may know */
  async ownSecrets() {
    return [this.apiKey, ...(await secretsKeptIn(this.#dataDir))];
  }

  /** Ends the process this object started without a word, as a power cut would. */
  kill() {
    this.#process.kill('SIGKILL');
  }

  /** Ends the process this object started, keeps its log beside the tests, and removes its data. */
  async stop() {
    if (this.#running) {
      this.#process.kill('SIGTERM');
      await until(`${this.#name} ends`, STOP_BOUND_MS, () => !this.#running).catch(() => {
        this.#process.kill('SIGKILL');
      });
    }
    await mkdir(LOGS, { recursive: true });
    await writeFile(path.join(LOGS, `${this.#name}.log`), this.log);
    const own = await this.ownSecrets();
    await endLeftRelays(this.#dataDir);
    await rm(this.#dataDir, { recursive: true, force: true });
    assertNoSecretIn(this.log, own);
    assertLogfmt(this.#stderr);
  }

  get #running() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async #ready() {
    const startMs = performance.now();
    const page = await until('the start text names the page', READY_BOUND_MS, () => {
      if (!this.#running) {
        throw new Error(`the process ended with ${this.#process.exitCode}`);
      }
      return /^ {2}Page +(http:\/\/\S+)\/$/m.exec(this.#stdout)?.[1];
    });
    this.origin = page;
    await until('/readyz answers 200', READY_BOUND_MS, async () => {
      const response = await fetch(`${page}/readyz`).catch(() => null);
      return response?.status === 200;
    });
    await until('the start text is whole', READY_BOUND_MS, () => this.#stdout.includes('Ctrl+C'));
    this.#startTextLength = this.#stdout.length;
    process.stderr.write(`    ${this.#name} ready after ${Math.round(performance.now() - startMs)} ms\n`);
  }
}
