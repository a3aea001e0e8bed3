import { expect, test } from 'vitest';

import { endpoints } from '#endpoints';

import { createRedaction } from '../../../local/http/redaction.ts';

const shown = createRedaction(Object.values(endpoints));
const token = `pantry_${'a1B2'.repeat(9)}xy`;

test.each([
  [`/-/user/token/${token}`, '/-/user/token/…'],
  ['/-/user/token/anything/at/all', '/-/user/token/…'],
  ['/%2d/user/%74oken/secret', '/%2d/user/%74oken/…'],
  ['//-//user/token/secret', '/-/user/token/…'],
  ['/-/npm/v1/tokens/token/secret', '/-/npm/v1/tokens/token/…'],
  [`/${token}/x`, '/…/x'],
  ['/-/x/eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.sig', '/-/x/…'],
])('%s is logged as %s', (path, expected) => {
  expect(shown(path)).toBe(expected);
});

test.each(['/-/user/token', '/-/npm/v1/tokens', '/pantry_tools', '/@s%2fn/-/n-1.0.0.tgz', '/%'])(
  '%s is logged as it is',
  (path) => {
    expect(shown(path)).toBe(path);
  },
);
