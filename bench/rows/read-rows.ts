import { packagePath } from '../client/npm-protocol.ts';
import { packWithNoise, SCOPE } from '../documents/library.ts';
import { tarballPath } from '../documents/publication.ts';
import { react, REACT_VERSIONS } from '../documents/react.ts';
import type { LoadRow } from './load-row.ts';
import { timesPeer } from './target.ts';

const FULL = { 'accept-encoding': 'gzip' };
const ABBREVIATED = { ...FULL, accept: 'application/vnd.npm.install-v1+json' };
const base = { unit: 'requests/s', better: 'more', connections: 16 } as const;

const small = packWithNoise(`${SCOPE}/small`, '1.0.0', 10_000);
const heavy = { ...small, name: `${SCOPE}/heavy` };
const reactPath = packagePath(`${SCOPE}/react`);
const newestReact = react('react', REACT_VERSIONS - 1).version;

/** The small document, as everybody may read it. */
export const smallDocument: LoadRow = {
  ...base,
  id: 'packument-small',
  title: 'packument of 1 version, gzip',
  path: packagePath(small.name),
  headers: FULL,
  target: timesPeer(1.2, 'pnpr'),
};

/** The rows in which something is read that everybody may read. */
export const readRows: readonly LoadRow[] = [
  smallDocument,
  ...[
    { shape: 'express', versions: 290, times: 50 },
    { shape: 'react', versions: 2963, times: 200 },
    { shape: 'typescript', versions: 3478, times: 300 },
  ].flatMap(({ shape, versions, times }) => [
    {
      ...base,
      id: `packument-${shape}`,
      title: `packument like \`${shape}\`'s (${versions} versions), gzip`,
      path: packagePath(`${SCOPE}/${shape}`),
      headers: FULL,
      target: timesPeer(times, 'pnpr'),
    },
    {
      ...base,
      id: `abbreviated-${shape}`,
      title: `abbreviated packument like \`${shape}\`'s, gzip`,
      path: packagePath(`${SCOPE}/${shape}`),
      headers: ABBREVIATED,
    },
  ]),
  {
    ...base,
    id: 'not-modified-react',
    title: '304 on `react`',
    path: reactPath,
    headers: FULL,
    conditional: true,
    target: timesPeer(500, 'pnpr'),
  },
  {
    ...base,
    id: 'version-react',
    title: 'version document of `react`',
    path: `${reactPath}/${newestReact}`,
    headers: FULL,
    target: timesPeer(100, 'pnpr'),
  },
  {
    ...base,
    id: 'tarball-small',
    title: 'tarball, 10 KB',
    path: tarballPath(small),
    target: timesPeer(1, 'pnpr'),
  },
  {
    ...base,
    id: 'tarball-heavy',
    title: 'tarball, 10 MB',
    unit: 'MB/s',
    path: tarballPath(heavy),
    target: timesPeer(0.8, 'pnpr'),
  },
];
