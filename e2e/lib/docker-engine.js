import { spawn, spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from './until.js';

const START_BOUND_MS = 60_000;
const SCRIPTS = new URL('../../scripts/', import.meta.url).pathname;

/** Rules would be in this machine's tables, beside those of its own engine. */
const WITHOUT_RULES = ['--iptables=false', '--ip6tables=false'];

/** A Docker engine of the test's own, without a network of its own. Needs root and the package docker.io. */
export class DockerEngine {
  #directory;
  #daemon;

  /**
   * @param {string} directory
   * @param {string[]} prefix  what runs it at another place
   */
  constructor(directory, prefix) {
    this.#directory = directory;
    const log = openSync(path.join(directory, 'log'), 'w');
    const [program = '', ...args] = [...prefix, 'dockerd'];
    this.#daemon = spawn(
      program,
      [
        ...args,
        `--data-root=${directory}/data`,
        `--exec-root=${directory}/exec`,
        `--pidfile=${directory}/pid`,
        `--host=${this.host}`,
        '--bridge=none',
        ...(prefix.length > 0 ? [] : WITHOUT_RULES),
      ],
      { stdio: ['ignore', log, log] },
    );
  }

  /**
   * @param {string[]} [prefix]  what runs it in a network namespace, where it has rules for packets as on any machine
   * @returns {Promise<DockerEngine>} one that answers
   */
  static async start(prefix = []) {
    const engine = new DockerEngine(await mkdtemp(path.join(tmpdir(), 'otter-docker-')), prefix);
    await until('the Docker engine answers', START_BOUND_MS, () =>
      engine.run('docker', 'version').then(
        () => true,
        () => false,
      ),
    );
    return engine;
  }

  get host() {
    return `unix://${this.#directory}/docker.sock`;
  }

  /**
   * Makes images as `make images` does.
   *
   * @param {string[]} names
   */
  async makeImages(...names) {
    for (const name of names) {
      await this.run(`${SCRIPTS}make-${name}-image`);
    }
  }

  /**
   * Runs a program that talks to this engine.
   *
   * @param {string} program
   * @param {string[]} args
   * @returns {Promise<string>} all that it printed; fails with it when the program fails
   */
  run(program, ...args) {
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        env: { ...process.env, DOCKER_HOST: this.host },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
      child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
      child.on('error', reject);
      child.on('close', (code) =>
        code === 0
          ? resolve(said)
          : reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${said}`)),
      );
    });
  }

  /** Removes all containers, and ends it. */
  async close() {
    const ids = (await this.run('docker', 'ps', '-aq')).split('\n').filter(Boolean);
    if (ids.length > 0) {
      await this.run('docker', 'rm', '-f', '-v', ...ids);
    }
    // Their bridges would stay, and lead into nothing.
    await this.run('docker', 'network', 'prune', '-f');
    const ended = new Promise((resolve) => this.#daemon.on('exit', resolve));
    this.#daemon.kill('SIGTERM');
    await ended;
    // What it leaves mounted.
    spawnSync('umount', ['-l', `${this.#directory}/exec/netns/default`]);
    await rm(this.#directory, { recursive: true, force: true });
  }
}
