import { spawn } from 'node:child_process';
import { JAR } from './otter-node.js';

/**
 * A command of the jar, as a user types it, with what it has printed so far.
 */
export class OtterCommand {
  #process;
  out = '';
  err = '';

  /**
   * @param {string[]} args
   * @param {Record<string, string>} environment
   * @param {string} input  what the user types
   * @param {string} jar  of which version
   */
  constructor(args, environment, input = '', jar = JAR) {
    this.#process = spawn('java', ['-jar', jar, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#process.stdout.setEncoding('utf8').on('data', (text) => (this.out += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.err += text));
    this.#process.stdin.end(input);
    /** @type {Promise<number | null>} */
    this.ended = new Promise((resolve) => this.#process.on('close', resolve));
  }

  /**
   * Runs one to its end.
   *
   * @param {string[]} args
   * @param {Record<string, string>} environment
   * @param {string} [input]
   * @param {string} [jar]
   */
  static async run(args, environment, input, jar) {
    const command = new OtterCommand(args, environment, input, jar);
    const code = await command.ended;
    return { code, out: command.out, err: command.err };
  }
}
