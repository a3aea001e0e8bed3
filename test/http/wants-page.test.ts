import { expect, test } from 'vitest';

import { wantsPage } from '#http/web/wants-page.ts';

test.each([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['text/html, application/xhtml+xml, */*', true],
  ['application/xhtml+xml,text/html;q=0.9', true],
  // What Java's HttpURLConnection sends.
  ['text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', false],
  ['application/json, text/html', false],
  ['*/*', false],
  [undefined, false],
])('who accepts %s is shown a page: %s', (accept, expected) => {
  expect(wantsPage(accept)).toBe(expected);
});
