import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { type Files, integrityOf, pack, shasumOf } from '../packages.ts';
import { folder } from '../target.ts';

/** A storage folder as Verdaccio leaves it, open to whatever a test wants to spoil in it. */
export interface Storage {
  readonly root: string;
  /** Writes a package that was published there, with these versions. */
  publish(name: string, versions: Readonly<Record<string, Stored>>, more?: object): void;
  /** Changes the document of a package. */
  edit(name: string, change: (document: Record<string, any>) => void): void;
  file(name: string, file: string): string;
  /** Writes the list of own packages. */
  list(names: readonly string[]): void;
}

interface Stored {
  readonly files?: Files;
  readonly at?: string;
  readonly manifest?: object;
}

export function verdaccioStorage(root = folder()): Storage {
  const fileOf = (name: string, file: string): string => path.join(root, name, file);
  const listed: string[] = [];
  const list = (names: readonly string[]): void =>
    writeFileSync(
      path.join(root, '.verdaccio-db.json'),
      JSON.stringify({ list: names, secret: 'x'.repeat(32) }),
    );
  list([]);
  return {
    root,
    file: fileOf,
    list,
    publish(name, versions, more = {}) {
      mkdirSync(path.join(root, name), { recursive: true });
      const document = documentOf(name, versions, (file, tarball) =>
        writeFileSync(fileOf(name, file), tarball),
      );
      writeFileSync(
        fileOf(name, 'package.json'),
        JSON.stringify({ ...document, ...more }, undefined, '\t'),
      );
      listed.push(name);
      list(listed);
    },
    edit(name, change) {
      const file = fileOf(name, 'package.json');
      const document = JSON.parse(readFileSync(file, 'utf8'));
      change(document);
      writeFileSync(file, JSON.stringify(document));
    },
  };
}

function documentOf(
  name: string,
  versions: Readonly<Record<string, Stored>>,
  write: (file: string, tarball: Buffer) => void,
) {
  const time: Record<string, string> = {
    created: '2020-01-01T00:00:00.000Z',
    modified: '2024-01-01T00:00:00.000Z',
  };
  const manifests: Record<string, object> = {};
  const attachments: Record<string, object> = {};
  for (const [version, { files, at = '2021-02-03T04:05:06.789Z', manifest }] of Object.entries(
    versions,
  )) {
    const tarball = pack({ name, version }, files);
    const file = `${path.basename(name)}-${version}.tgz`;
    write(file, tarball);
    time[version] = at;
    attachments[file] = { shasum: shasumOf(tarball), version };
    manifests[version] = {
      name,
      version,
      contributors: [],
      _id: `${name}@${version}`,
      ...manifest,
      dist: {
        integrity: integrityOf(tarball),
        shasum: shasumOf(tarball),
        tarball: `http://verdaccio.test/${name}/-/${file}`,
      },
    };
  }
  return {
    name,
    versions: manifests,
    time,
    users: {},
    'dist-tags': { latest: Object.keys(versions).at(-1) },
    _uplinks: {},
    _distfiles: {},
    _attachments: attachments,
    _rev: '3-0000000000000000',
    _id: name,
    readme: '',
  };
}
