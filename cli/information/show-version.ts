import * as v from 'valibot';

import { byteSize } from '../byte-size.ts';
import { oneLine } from '../terminal/printable.ts';
import { facts } from '../terminal/table.ts';
import type { Document, Manifest } from './document.ts';
import { linksOf } from './links.ts';

/** What is shown is what has the form that it should have; the rest is left out. */
const part = <T extends v.GenericSchema>(schema: T) => v.fallback(v.optional(schema), undefined);

const Person = v.object({
  name: v.optional(v.string()),
  trustedPublisher: part(v.looseObject({ id: v.string() })),
});

const Version = v.object({
  name: v.string(),
  version: v.string(),
  description: part(v.string()),
  license: part(v.string()),
  keywords: part(v.array(v.string())),
  deprecated: part(v.string()),
  dependencies: part(v.record(v.string(), v.string())),
  bin: part(v.record(v.string(), v.string())),
  _npmUser: part(Person),
  dist: part(
    v.object({
      tarball: part(v.string()),
      integrity: part(v.string()),
      unpackedSize: part(v.number()),
      fileCount: part(v.number()),
      attestations: part(v.object({ url: v.string() })),
    }),
  ),
});
type Version = v.InferOutput<typeof Version>;

const Maintainers = part(v.array(v.object({ name: v.string() })));

/** A version for people, on a page. */
export function showVersion(document: Document, manifest: Manifest): string {
  const version = v.parse(Version, manifest);
  const { name, description, deprecated, dependencies = {} } = version;
  const maintainers = v.parse(Maintainers, document['maintainers']) ?? [];
  const links = linksOf(manifest);
  const needs = Object.entries(dependencies).map(
    ([each, range]) => `  ${oneLine(`${each}@${range}`)}\n`,
  );
  return [
    `${oneLine(`${name}@${version.version}`)}\n`,
    ...(description ? [`${oneLine(description)}\n`] : []),
    ...(deprecated ? [`DEPRECATED: ${oneLine(deprecated)}\n`] : []),
    '\n',
    facts([
      ['licence', version.license],
      ['keywords', version.keywords?.join(', ')],
      ['commands', Object.keys(version.bin ?? {}).join(', ')],
      ['homepage', links.homepage],
      ['repository', links.repository],
      ...publication(document, version),
      ['maintainers', maintainers.map((each) => each.name).join(', ')],
      [
        'tags',
        Object.entries(document['dist-tags'])
          .map((pair) => pair.join(' '))
          .join(', '),
      ],
      ['versions', String(Object.keys(document.versions).length)],
    ]),
    ...(needs.length > 0 ? ['\ndependencies\n', ...needs] : []),
  ].join('');
}

function publication(
  { time }: Document,
  { version, _npmUser: by, dist = {} }: Version,
): readonly (readonly [string, string | undefined])[] {
  const at = time[version];
  const files = dist.fileCount === undefined ? '' : ` in ${dist.fileCount} files`;
  return [
    ['published', typeof at === 'string' ? at.slice(0, 10) : undefined],
    ['by', by?.trustedPublisher ? `a run of ${by.trustedPublisher.id}` : by?.name],
    ['provenance', dist.attestations?.url],
    [
      'size',
      dist.unpackedSize === undefined ? undefined : `${byteSize(dist.unpackedSize)}${files}`,
    ],
    ['tarball', dist.tarball],
    ['integrity', dist.integrity],
  ];
}
