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
