// What pages do besides, where scripts run; nothing depends on it.
// @ts-check

/**
 * Buttons that copy what stands before them: `<div class="copied"><pre>…</pre></div>`. Browsers let nobody copy on pages
 * that came over plain HTTP.
 */
for (const block of isSecureContext ? document.querySelectorAll('.copied') : []) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(block.querySelector('pre')?.textContent ?? '');
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 2000);
  });
  block.append(button);
}

/** Who is signed in, on pages that are the same for everybody. */
const cookie = `pantry-user${location.port && `-${location.port}`}`;
const [, user] = new RegExp(`(?:^|; )${cookie}=([\\w.-]+)`).exec(document.cookie) ?? [];
const account = document.querySelector('[data-account]');
if (account && user) account.textContent = user;

/** Packages as somebody types, as a combobox with a list: ARIA's pattern of that name. */
class Suggestions {
  list = document.createElement('ul');
  asking = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;
  /** The one that is marked; -1: none. */
  chosen = -1;

  /** @param {HTMLInputElement} input */
  constructor(input) {
    this.input = input;
    this.list.id = 'suggestions';
    this.list.className = 'suggestions';
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Packages');
    input.parentElement?.append(this.list);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', this.list.id);
    this.show(false);
    input.addEventListener('input', () => this.wait());
    input.addEventListener('blur', () => this.stop());
    input.addEventListener('keydown', (event) => {
      if (!event.isComposing && this.take(event.key)) event.preventDefault();
    });
    // The field keeps the focus, so that the list is still there when the button is let go.
    this.list.addEventListener('mousedown', (event) => event.preventDefault());
    this.list.addEventListener('click', ({ target }) => {
      const item = target instanceof Element ? target.closest('li') : null;
      if (item) go(item);
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 80);
  }

  async ask() {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const text = this.input.value.trim();
    if (text === '') {
      this.show(false);
      return;
    }
    try {
      const found = await packagesLike(text, signal);
      if (signal.aborted) return;
      this.list.replaceChildren(...found.map(toItem));
      this.show(found.length > 0);
    } catch {
      if (!signal.aborted) this.show(false);
    }
  }

  stop() {
    clearTimeout(this.timer);
    this.asking.abort();
    this.show(false);
  }

  /** @param {boolean} open */
  show(open) {
    this.list.hidden = !open;
    this.input.setAttribute('aria-expanded', String(open));
    this.choose(-1);
  }

  /** @param {number} index */
  choose(index) {
    this.chosen = index;
    for (const [at, item] of [...this.list.children].entries()) {
      item.setAttribute('aria-selected', String(at === index));
    }
    const item = this.list.children[index];
    item?.scrollIntoView({ block: 'nearest' });
    if (item) this.input.setAttribute('aria-activedescendant', item.id);
    else this.input.removeAttribute('aria-activedescendant');
  }

  /**
   * Whether a key was meant for the list.
   * @param {string} key
   */
  take(key) {
    if (this.list.hidden) return false;
    const { length } = this.list.children;
    const item = this.list.children[this.chosen];
    if (key === 'ArrowDown') this.choose((this.chosen + 1) % length);
    else if (key === 'ArrowUp') this.choose((this.chosen < 0 ? length : this.chosen) - 1);
    else if (key === 'Escape') this.stop();
    else if (key === 'Enter' && item) go(item);
    else return false;
    return true;
  }
}

/**
 * @param {string} text
 * @param {AbortSignal} signal
 * @returns {Promise<{ name: string, description: string }[]>}
 */
async function packagesLike(text, signal) {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(5000)]);
  // Who has to sign in first is sent elsewhere, and gets no list.
  const answer = await fetch(`/-/web/suggest?${new URLSearchParams({ text })}`, {
    signal: patience,
    redirect: 'manual',
  });
  return answer.ok ? (await answer.json()).packages : [];
}

/** @param {Element} item */
function go(item) {
  const segments = (item.getAttribute('data-name') ?? '').split('/').map(encodeURIComponent);
  location.assign(`/-/web/package/${segments.join('/').replace('%40', '@')}`);
}

/**
 * @param {{ name: string, description: string }} found
 * @param {number} index
 */
function toItem({ name, description }, index) {
  const item = document.createElement('li');
  item.id = `suggestion-${index}`;
  item.setAttribute('role', 'option');
  item.dataset['name'] = name;
  const title = document.createElement('strong');
  title.textContent = name;
  const about = document.createElement('small');
  about.textContent = ` ${description}`;
  item.append(title, about);
  return item;
}

/** @param {HTMLInputElement} input */
function focusBySlash(input) {
  document.addEventListener('keydown', (event) => {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    const typing =
      target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]');
    if (key !== '/' || ctrlKey || metaKey || altKey || typing) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

const field = document.querySelector('input[data-suggest]');
if (field instanceof HTMLInputElement) {
  new Suggestions(field);
  focusBySlash(field);
}
