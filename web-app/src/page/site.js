/** Where the nodes are; null: where the page came from. The command `export-web` writes another one of this file. */
export const API = /** @type {string | null} */ (null);
