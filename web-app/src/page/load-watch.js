// Not a module: it has to be here before the modules come, or do not. What one of them breaks by not coming stays
// broken, as a browser asks for a module once; so the page is loaded again, once by itself, then by its user.
(() => {
  const TRIED_KEY = 'otter.loaded-again';
  /** Whoever comes back later is not tried too often. */
  const ONCE_IN_MS = 60_000;

  const WORDS = {
    en: {
      chip: 'Not in the call',
      title: 'The page did not load completely',
      text: 'The connection to the server may have been interrupted.',
      again: 'Try again',
      home: 'Start page',
    },
    de: {
      chip: 'Nicht dabei',
      title: 'Die Seite wurde nicht vollständig geladen',
      text: 'Vielleicht war die Verbindung zum Server unterbrochen.',
      again: 'Noch einmal versuchen',
      home: 'Startseite',
    },
  };

  let told = false;

  window.addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLScriptElement && !told) {
        told = true;
        if (navigator.onLine && mayTryAlone()) {
          window.location.reload();
        } else {
          tell();
        }
      }
    },
    true,
  );

  /** Whether it was not tried a moment ago; where nothing can be kept, nobody knows. */
  function mayTryAlone() {
    try {
      const nowMs = Date.now();
      const isFirst = nowMs - Number(sessionStorage.getItem(TRIED_KEY)) > ONCE_IN_MS;
      sessionStorage.setItem(TRIED_KEY, String(nowMs));
      return isFirst;
    } catch {
      return false;
    }
  }

  function tell() {
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', tell, { once: true });
      return;
    }
    const tags = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]);
    const language = tags.find((tag) => tag === 'de' || tag === 'en') === 'de' ? 'de' : 'en';
    const words = WORDS[language];
    document.documentElement.lang = language;
    document.documentElement.dataset.callState = 'refused';
    say('status-text', words.chip);
    say('notice-title', words.title);
    say('notice-text', words.text);
    say('notice-retry', words.again).addEventListener('click', () => window.location.reload());
    const notice = /** @type {HTMLElement} */ (document.getElementById('notice'));
    /** @type {HTMLElement} */ (notice.querySelector('[data-say="left.home"]')).textContent = words.home;
    notice.hidden = false;
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  function say(id, text) {
    const element = /** @type {HTMLElement} */ (document.getElementById(id));
    element.textContent = text;
    return element;
  }
})();
