import { call } from './session.js';

/** What an operator can do, each thing after it was confirmed. */
export class Actions {
  #confirm;
  #scopes;

  /**
   * @param {import('./confirm-view.js').ConfirmView} confirm
   * @param {readonly string[]} scopes  of the key that signed in
   */
  constructor(confirm, scopes) {
    this.#confirm = confirm;
    this.#scopes = scopes;
  }

  get changesRooms() {
    return this.#scopes.includes('rooms:write');
  }

  /** @param {string} node */
  drainNode(node) {
    this.#confirm.ask({
      title: `Drain node ${node}?`,
      text: 'It takes no new clients, and sends those it has to the other nodes, one after the other. Calls go on. It stays so until it is told to take clients again, or started anew.',
      yes: 'Drain',
      done: `Node ${node} is being drained.`,
      run: () => call('POST', `/nodes/${encodeURIComponent(node)}/drain`),
    });
  }

  /** @param {string} node */
  takeNodeBack(node) {
    this.#confirm.ask({
      title: `Let node ${node} take clients again?`,
      text: 'It becomes ready, and load balancers send clients to it again. A node that is being stopped refuses.',
      yes: 'Take clients again',
      done: `Node ${node} takes clients again.`,
      run: () => call('DELETE', `/nodes/${encodeURIComponent(node)}/drain`),
    });
  }

  /** @param {string} relay */
  drainRelay(relay) {
    this.#confirm.ask({
      title: `Drain relay ${relay}?`,
      text: 'It is handed out no more, and its calls move to other relays. When they have gone it is removed, and another one takes its place. This cannot be undone.',
      yes: 'Drain',
      done: `Relay ${relay} is being drained.`,
      run: () => call('POST', `/turn/instances/${encodeURIComponent(relay)}/drain`),
    });
  }

  /** @param {() => void} onDone */
  rotateTurnSecret(onDone) {
    this.#confirm.ask({
      title: 'Rotate the TURN secret?',
      text: 'A new one is made, and signs credentials when all relays know it. Relays are replaced for that, one after the other; calls go on. The one before stays good for 11 minutes, until its credentials have ended; only then can it be rotated again. This cannot be undone.',
      yes: 'Rotate',
      done: 'The TURN secret is being rotated.',
      run: async () => {
        await call('POST', '/turn/secret/rotate');
        onDone();
        return null;
      },
    });
  }

  /**
   * @param {string} roomId
   * @param {string} name
   */
  endRoom(roomId, name) {
    this.#confirm.ask({
      title: `End the room ${name}?`,
      text: 'All who are in it are sent out, and nobody comes in any more: its links are dead. This cannot be undone.',
      yes: 'End the room',
      done: `The room ${name} has ended.`,
      run: () => call('DELETE', `/rooms/${encodeURIComponent(roomId)}`),
    });
  }

  /**
   * @param {string} roomId
   * @param {string} name
   * @param {string} connectionId
   * @param {string} who
   */
  putOut(roomId, name, connectionId, who) {
    const path = `/rooms/${encodeURIComponent(roomId)}/participants/${encodeURIComponent(connectionId)}`;
    this.#confirm.ask({
      title: `Put ${who} out of ${name}?`,
      text: 'The token that they came with lets them in no more. The others stay.',
      yes: 'Put out',
      done: `${who} was put out of ${name}.`,
      run: () => call('DELETE', path),
    });
  }

  /**
   * @param {{ id: string, name: string }} key
   * @param {() => void} onDone
   */
  rotateKey({ id, name }, onDone) {
    this.#confirm.ask({
      title: `Rotate the key ${name}?`,
      text: 'A new key with the same name and scopes is made and shown once. The old one is good for one day more, then programs and consoles that use it are refused.',
      yes: 'Rotate',
      done: `The key ${name} was rotated. Copy the new one now: it is not shown again.`,
      run: async () => {
        const made = await call('POST', `/keys/${encodeURIComponent(id)}/rotate`);
        onDone();
        return made;
      },
    });
  }
}
