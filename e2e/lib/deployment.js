import { OtterCommand } from './otter-command.js';

/** A cluster that the command `deploy` brings up in a test's engine. */
export class Deployment {
  #docker;
  #options;

  /**
   * @param {import('./docker-engine.js').DockerEngine} docker
   * @param {string[]} options  of each deploy
   * @param {number} port  of the page
   */
  constructor(docker, options, port) {
    this.#docker = docker;
    this.#options = [...options, '--public-url', `http://localhost:${port}`];
    this.port = port;
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
    return OtterCommand.run([command, '--target', 'docker', ...more], { DOCKER_HOST: this.#docker.host });
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
