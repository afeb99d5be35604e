import { Findings } from './findings.js';
import { QualityReports } from './quality-reports.js';

/** All that whoever runs the call is told: how good it is, and what goes wrong. Called by Call. */
export class CallReports {
  #quality;
  #findings;

  /**
   * @param {object} options
   * @param {import('./environment.js').Environment} options.environment
   * @param {boolean} options.on  whether to tell
   * @param {(message: object) => void} options.write  to the server
   */
  constructor(options) {
    this.#quality = new QualityReports(options);
    this.#findings = new Findings(options);
  }

  /** @param {boolean} on */
  set on(on) {
    this.#quality.on = on;
    this.#findings.on = on;
  }

  /** The server has let this side in. @param {Record<string, any>} greeting */
  greeted(greeting) {
    this.#quality.greeted(greeting.qualityEveryMs);
    this.#findings.greeted(greeting.type === 'welcome', greeting.findings);
  }

  /** Something happened, to a peer's connection perhaps. @param {unknown} detail  of an event of the room */
  notice(detail) {
    this.#quality.notice(detail);
    this.#findings.notice(detail);
  }

  /** This side found something that is told once. @param {string} finding */
  tell(finding) {
    this.#findings.tell(finding);
  }

  /** The call is over, and the socket still open. @param {string} end  "left", or a code of an error */
  end(end) {
    this.#quality.end(end);
    this.#findings.close();
  }
}
