import { expect, test } from 'vitest';

import { checkNode } from '../../local/required-node.ts';

test.each(['v24.0.0', 'v26.1.0', process.version])('a registry runs on Node %s', (version) => {
  expect(() => checkNode(version)).not.toThrow();
});

test.each(['v20.19.0', 'v22.22.2', 'v23.11.0'])(
  'on Node %s it says how to get another',
  (version) => {
    expect(() => checkNode(version)).toThrow(
      `a registry itself needs Node 24 or later, and this is Node ${version.slice(1)}: put \`npx --package node@24 --package pantry-registry\` before the command`,
    );
  },
);
