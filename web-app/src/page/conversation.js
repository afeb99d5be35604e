import { OtterError } from '../client/index.js';
import { clearSinks, openSink } from '../files/disk-sink.js';
import { FileDesk } from '../files/file-desk.js';
import { readChat, writeChat } from './chat.js';
import { ChatView } from './chat-view.js';
import { nameOf } from './people.js';

/**
 * @typedef {import('../client/index.js').Room} Room
 * @typedef {import('../client/index.js').Peer} Peer
 * @typedef {import('../files/incoming-file.js').IncomingFile} IncomingFile
 * @typedef {import('../files/outgoing-file.js').OutgoingFile} OutgoingFile
 */

/** What is written and the files that are sent, between this page and the others. Outlives a call, for a rejoin. */
export class Conversation {
  /** The call there is. @type {Room | null} */
  #room = null;
  #language;
  #say;
  #onNews;
  #chat;
  #files;

  /**
   * @param {import('./language/language.js').Language} language
   * @param {object} on
   * @param {() => void} on.news  something came from others
   * @param {(text: string) => void} on.say  a sentence for the user
   */
  constructor(language, { news, say }) {
    this.#language = language;
    this.#onNews = news;
    this.#say = say;
    this.#files = new FileDesk({ onChange: (transfer, peer) => this.#onFile(transfer, peer) });
    this.#chat = new ChatView(language, {
      onSend: (text) => this.#write(text),
      onFiles: (files) => this.#send(files),
      onAccept: (transfer) => void this.#accept(transfer),
      onCancel: (transfer) => this.#files.cancel(transfer),
    });
    void clearSinks(navigator.storage);
  }

  /** A call begins. @param {Room} room */
  attach(room) {
    this.#room = room;
    room.on('peer-joined', ({ peer }) => this.#files.meet(peer));
    room.on('peer-left', ({ peer }) => this.#files.part(peer));
    room.on('data', ({ peer, value }) => {
      const text = readChat(value);
      if (text !== null) {
        this.#chat.add({ who: nameOf(peer, this.#language), text, own: false, atMs: Date.now() });
        this.#onNews();
      }
    });
    room.on('status', () => this.#chat.allow(room.self.grants?.includes('data') ?? true));
  }

  focus() {
    this.#chat.focus();
  }

  /**
   * @param {string} text
   * @returns {boolean} whether it went to somebody
   */
  #write(text) {
    const peers = this.#room?.peers ?? [];
    let reached = 0;
    for (const peer of peers) {
      try {
        peer.send(writeChat(text));
        reached += 1;
      } catch (error) {
        const { title, advice } = this.#language.error(error instanceof OtterError ? error.code : 'internal');
        this.#say(`${title}. ${advice}`);
      }
    }
    if (reached > 0) {
      this.#chat.add({ who: this.#language.say('chat.you'), text, own: true, atMs: Date.now() });
    } else if (peers.length === 0) {
      this.#say(this.#language.say('chat.alone'));
    }
    return reached > 0;
  }

  /** @param {readonly File[]} files */
  #send(files) {
    const reached = files.map((file) => this.#files.send(file));
    if (files.length > 0 && !reached.some(Boolean)) {
      this.#say(this.#language.say('file.alone'));
    }
  }

  /** @param {IncomingFile} transfer */
  async #accept(transfer) {
    const sink = await openSink({
      storage: navigator.storage,
      // Not the sender's name for it: two of them might choose the same.
      id: crypto.randomUUID(),
      size: transfer.size,
    });
    if (typeof sink === 'string') {
      this.#files.cancel(transfer, sink);
    } else {
      transfer.accept(sink);
    }
  }

  /**
   * @param {OutgoingFile | IncomingFile} transfer
   * @param {import('../files/file-desk.js').FilePeer | null} filePeer
   */
  #onFile(transfer, filePeer) {
    const peer = this.#room?.peers.find(({ id }) => id === filePeer?.id);
    const who = peer ? nameOf(peer, this.#language) : this.#language.say('tile.guest');
    if (this.#chat.showFile(transfer, who)) {
      this.#onNews();
    }
  }
}
