import assert from 'node:assert/strict';
import { freePort } from './free-port.js';
import { OtterCommand } from './otter-command.js';
import { JAR } from './otter-node.js';
import { noteSecret } from './secrets.js';
import { until } from './until.js';

const BOUND_MS = 120_000;

/** A cluster that the command `deploy` brings up in a test's engine. */
export class Deployment {
  #docker;
  #options;
  #apiKey = '';

  /**
   * @param {import('./docker-engine.js').DockerEngine} docker
   * @param {string[]} options  of each deploy
   * @param {number} port  of the page
   * @param {string} host  of the page
   */
  constructor(docker, options, port, host = 'localhost') {
    this.#docker = docker;
    this.origin = `http://${host}:${port}`;
    this.#options = [...options, '--public-url', this.origin];
    this.port = port;
    /** Whose commands are used. */
    this.jar = JAR;
  }

  /** @param {import('./docker-engine.js').DockerEngine} docker */
  static async at(docker) {
    return new Deployment(docker, ['--relay-port', `${await freePort()}`], await freePort());
  }

  /**
   * Deploys for the first time, when the key and a link are shown.
   *
   * @param {string[]} more
   */
  async firstDeploy(...more) {
    const { code, out, err } = await this.deploy(...more);
    assert.equal(code, 0, out + err);
    this.#apiKey = /API key +(otter_\w+)/.exec(out)?.[1] ?? '';
    noteSecret(this.#apiKey, 'API key');
    return { out, link: /Join link +(\S+)/.exec(out)?.[1] ?? '', apiKey: this.#apiKey };
  }

  /** Looks for its secrets where they must not be: in logs, arguments, labels, environments. */
  async assertTellsNoSecret() {
    const kept = JSON.parse(
      await this.#docker.run('sh', '-c', 'docker cp otter-node-1:/data/secrets.json - | tar -xO'),
    );
    const told =
      (await this.#docker.run('sh', '-c', 'docker inspect $(docker ps -aq) $(docker volume ls -q) otter')) +
      (await this.#docker.run(
        'sh',
        '-c',
        'for each in $(docker ps -aq); do docker logs $each; docker top $each; done',
      ));
    for (const secret of [this.#apiKey, kept.turnSecret, kept.signingSecret]) {
      assert.ok(secret.length > 30 && !told.includes(secret));
    }
  }

  /** Looks that a destroyed one has left nothing in its engine. */
  async assertNothingLeft() {
    for (const list of [
      ['ps', '-aq'],
      ['volume', 'ls', '-q'],
      ['network', 'ls', '-q', '--filter', 'driver=bridge'],
    ]) {
      assert.equal(await this.#docker.run('docker', ...list), '');
    }
    assert.equal((await this.run('status')).code, 4);
  }

  /**
   * Kills a part, and waits until it was started again and all are well.
   *
   * @param {string} part
   * @returns {Promise<number>}  how long that took, in milliseconds
   */
  async kill(part) {
    const startMs = performance.now();
    const before = Number(await this.inspect(part, '{{.RestartCount}}'));
    process.kill(Number(await this.inspect(part, '{{.State.Pid}}')), 'SIGKILL');
    await until(`${part} was started again`, BOUND_MS, async () => {
      return (await this.inspect(part, '{{.RestartCount}} {{.State.Running}}')) === `${before + 1} true`;
    });
    await until('all parts are well', BOUND_MS, async () => (await this.run('status')).code === 0);
    return performance.now() - startMs;
  }

  /**
   * @param {string} method
   * @param {string} way
   * @param {object} [body]
   */
  ask(method, way, body) {
    return fetch(`${this.origin.replace('localhost', '127.0.0.1')}${way}`, {
      method,
      headers: { Authorization: `Bearer ${this.#apiKey}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  /**
   * @param {string} name
   * @returns {Promise<string>} a link to a new room
   */
  async roomLink(name) {
    const made = await this.ask('POST', '/v1/rooms', { uniqueName: name });
    assert.equal(made.status, 201);
    return (await made.json()).url;
  }

  /** @param {string[]} more */
  deploy(...more) {
    const port = more.includes('--port') ? [] : ['--port', `${this.port}`];
    return this.run('deploy', ...this.#options, ...port, ...more);
  }

  /**
   * @param {string} command
   * @param {string[]} more
   */
  run(command, ...more) {
    const environment = { DOCKER_HOST: this.#docker.host };
    return OtterCommand.run([command, '--target', 'docker', ...more], environment, '', this.jar);
  }

  /** The ids of all containers. */
  async containers() {
    return (await this.#docker.run('docker', 'ps', '-aq', '--no-trunc')).split('\n').sort();
  }

  /**
   * @param {string} part
   * @param {string} format
   */
  async inspect(part, format) {
    return (await this.#docker.run('docker', 'inspect', `otter-${part}`, '--format', format)).trim();
  }
}
