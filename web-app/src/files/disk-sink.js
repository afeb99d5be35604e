/**
 * Where an incoming file goes: to the browser's own disk (the origin private file system), so that a large one is not
 * held in memory, or to memory where the browser has no such disk.
 *
 * @typedef {import('./incoming-file.js').FileSink} FileSink
 */

/** Without a disk, larger files are not taken. */
export const MAX_BYTES_IN_MEMORY = 256 * 1024 * 1024;

/** What is left in the browser's disk for others. */
const SPARE_BYTES = 64 * 1024 * 1024;

const DIRECTORY = 'otter-incoming';

/** @typedef {Pick<StorageManager, 'getDirectory' | 'estimate'>} Storage */

/**
 * @param {object} options
 * @param {Storage | undefined} options.storage  `navigator.storage`
 * @param {string} options.id  of the transfer; the name on the disk
 * @param {number} options.size  bytes
 * @returns {Promise<FileSink | 'no-space' | 'too-large'>} in words why it cannot be taken
 */
export async function openSink({ storage, id, size }) {
  const file = await openFile(storage, id).catch(() => null);
  if (!file || !storage) {
    return size <= MAX_BYTES_IN_MEMORY ? new MemorySink() : 'too-large';
  }
  const { quota = Infinity, usage = 0 } = await storage.estimate();
  return size + SPARE_BYTES <= quota - usage ? file : 'no-space';
}

/** Removes what earlier pages left on the browser's disk. @param {Storage | undefined} storage */
export async function clearSinks(storage) {
  try {
    const root = await storage?.getDirectory();
    await root?.removeEntry(DIRECTORY, { recursive: true });
  } catch {
    // There is none, or another tab is writing to it.
  }
}

/**
 * @param {Storage | undefined} storage
 * @param {string} id
 */
async function openFile(storage, id) {
  const root = await storage?.getDirectory();
  const directory = await root?.getDirectoryHandle(DIRECTORY, { create: true });
  const handle = await directory?.getFileHandle(id, { create: true });
  return directory && handle?.createWritable ? new DiskSink(directory, handle) : null;
}

/** @implements {FileSink} */
class DiskSink {
  #directory;
  #handle;
  /** @type {FileSystemWritableFileStream | null} */
  #stream = null;

  /**
   * @param {FileSystemDirectoryHandle} directory
   * @param {FileSystemFileHandle} handle
   */
  constructor(directory, handle) {
    this.#directory = directory;
    this.#handle = handle;
  }

  /** @param {Uint8Array} bytes */
  async write(bytes) {
    this.#stream ??= await this.#handle.createWritable();
    await this.#stream.write(/** @type {Uint8Array<ArrayBuffer>} */ (bytes));
  }

  async finish() {
    await this.#stream?.close();
    return this.#handle.getFile();
  }

  async discard() {
    try {
      await this.#stream?.abort();
      await this.#directory.removeEntry(this.#handle.name);
    } catch {
      // It is gone already.
    }
  }
}

/** @implements {FileSink} */
class MemorySink {
  /** @type {BlobPart[]} */
  #parts = [];

  /** @param {Uint8Array} bytes */
  async write(bytes) {
    this.#parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (bytes));
  }

  async finish() {
    return new Blob(this.#parts);
  }

  async discard() {
    this.#parts = [];
  }
}
