// What pages do besides, where scripts run; nothing depends on it.
// @ts-check

/** Buttons that copy what stands before them: `<div class="copied"><pre>…</pre></div>`. */
for (const block of document.querySelectorAll('.copied')) {
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
const [, user] = /(?:^|; )pantry-user=([\w.-]+)/.exec(document.cookie) ?? [];
const account = document.querySelector('[data-account]');
if (account && user) account.textContent = user;
