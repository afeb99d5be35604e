import assert from 'node:assert/strict';
import { freePort } from './free-port.js';
import { OtterCommand } from './otter-command.js';
import { JAR } from './otter-node.js';
import { noteSecret } from './secrets.js';

/** A cluster that the command `deploy` brings up in a test's engine. */
export class Deployment {
  #docker;
  #options;
  #apiKey = '';

  /**
   * @param {import('./docker-engine.js').DockerEngine} docker
   * @param {string[]} options  of each deploy
   * @param {number} port  of the page
   */
  constructor(docker, options, port) {
    this.#docker = docker;
    this.#options = [...options, '--public-url', `http://localhost:${port}`];
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

  /**
   * @param {string} method
   * @param {string} way
   * @param {object} [body]
   */
  ask(method, way, body) {
    return fetch(`http://127.0.0.1:${this.port}${way}`, {
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
