import { describe, expect, test } from 'vitest';

import { highlight } from '#domain/readme/highlight.ts';

/** What a browser would show of it. */
const shown = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#x?([0-9a-f]+);/g, (_, code: string) =>
      String.fromCharCode(code === '27' ? 0x27 : Number(code)),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

const HOSTILE = [
  `const a = "</span></code><script>alert('1')</script>";`,
  '<img src=x onerror="alert(1)"> <!-- --> <style>a{}</style><script>let a = "<b>"</script>',
  'html`<svg onload=alert(1)>${css`a { background: url("javascript:alert(1)") }`}`',
  '{"a": "<b>", "__proto__": 1} // <i>',
  '# <a href="javascript:1">x</a>\n```js\n</code></pre><script>\n```\n**<b onclick=1>**',
];

describe('highlighting', () => {
  test('goes by the name of the file', () => {
    expect(highlight('const a = 1', 'lib/a.b.mts')).toContain('<span class="hljs-keyword">const');
    expect(highlight('{"a": 1}', 'package.json')).toContain('hljs-attr');
    expect(highlight('a: 1', '.github/CI.YML')).toContain('hljs-attr');
    expect(highlight('const a = 1', 'LICENSE')).toBe('const a = 1');
    expect(highlight('a < b', 'constructor')).toBe('a &#60; b');
    expect(highlight('a < b', '__proto__')).toBe('a &#60; b');
  });

  test.each(['js', 'ts', 'tsx', 'html', 'vue', 'json', 'md', 'css', 'sh', 'none'])(
    'of .%s makes nothing but spans of what somebody wrote',
    (extension) => {
      for (const text of HOSTILE) {
        const html = highlight(text, `a.${extension}`);
        expect(html.replaceAll(/<span class="[\w -]+">|<\/span>/g, '')).not.toMatch(/[<>]/);
        expect(shown(html)).toBe(text);
      }
    },
  );

  test('is left out where the text is large or has endless lines', () => {
    expect(highlight('const a = 1\n'.repeat(25_000), 'a.js')).not.toContain('span');
    expect(highlight(`const a = "${'a'.repeat(6000)}"`, 'a.js')).not.toContain('span');
  });

  test('ends where a text is made to take for ever, and works afterwards', () => {
    // Forty seconds without a limit.
    const text = `${'[a]('.repeat(1200)}\n`.repeat(50);
    expect(highlight(text, 'a.md')).toBe(text);
    expect(highlight('# a', 'a.md')).toBe('<span class="hljs-section"># a</span>');
  });
});
