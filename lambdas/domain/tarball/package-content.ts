import { invalid, tooLarge } from '#domain/errors.ts';
import type { TarballContent } from '#domain/manifest.ts';
import { inMegabytes } from '#domain/phrasing.ts';
import type { ReadmeText } from '#domain/publish-document.ts';

import { createFileTree } from './file-tree.ts';
import { MAX_PACKAGE_JSON, tooManyFiles, type TarballLimits } from './limits.ts';
import { parsePackageJson } from './package-json.ts';
import { createReadme } from './readme.ts';
import type { Content, TarEntry, TarVisitor } from './tar-entries.ts';

/** All that a publish needs to know of a tarball. */
export interface TarballFacts extends TarballContent {
  /** Bytes of its files together. */
  readonly unpackedSize: number;
  readonly fileCount: number;
  readonly readme: ReadmeText | undefined;
}

export interface PackageContent extends TarVisitor {
  /** After the last entry. */
  facts(): TarballFacts;
}

/** Collects a package's facts from its entries, within the limits. */
export function createPackageContent(limits: TarballLimits): PackageContent {
  const meter = createMeter(limits);
  const tree = createFileTree(limits.files);
  const readme = createReadme();
  const packageJson: Buffer[] = [];
  let unpackedSize = 0;
  let fileCount = 0;

  const file = ({ path, size }: TarEntry): Content | undefined => {
    unpackedSize += size;
    fileCount += 1;
    if (path !== 'package.json') return readme.offer(path, size);
    if (size > MAX_PACKAGE_JSON) {
      throw tooLarge(`package.json has more than ${inMegabytes(MAX_PACKAGE_JSON)}`);
    }
    return (bytes) => {
      packageJson.push(Buffer.from(bytes));
    };
  };
  return {
    header: meter,
    entry(entry) {
      meter(entry.size);
      tree.add(entry);
      return entry.kind === 'file' ? file(entry) : undefined;
    },
    facts() {
      if (!tree.files.has('package.json')) {
        throw invalid('the tarball has no package.json in its package folder');
      }
      return {
        packageJson: parsePackageJson(Buffer.concat(packageJson)),
        paths: tree.files,
        unpackedSize,
        fileCount,
        readme: readme.text(),
      };
    },
  };
}

/** Counts what is announced before it is unpacked; headers count too, or they would be free. */
function createMeter(limits: TarballLimits): (size: number) => void {
  let bytes = 0;
  let entries = 0;
  return (size) => {
    bytes += size;
    entries += 1;
    if (bytes > limits.unpacked) {
      throw tooLarge(
        `the tarball unpacks to more than ${inMegabytes(limits.unpacked)}, the limit of this registry`,
      );
    }
    if (entries > limits.files) throw tooManyFiles(limits.files);
  };
}
