import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** The folder of the only backup at a place. */
export function backupIn(place: string): string {
  const [id = 'none'] = readdirSync(path.join(place, 'backups'));
  return path.join(place, 'backups', id);
}

/** Files of blobs at a place, the smallest first. */
export function blobsIn(place: string): readonly string[] {
  const blobs = path.join(place, 'blobs');
  return readdirSync(blobs, { recursive: true, encoding: 'utf8' })
    .filter((name) => /[0-9a-f]{128}$/.test(name))
    .map((name) => path.join(blobs, name))
    .toSorted((a, b) => readFileSync(a).length - readFileSync(b).length);
}

/** Changes what a manifest says, and makes its own hash right again: nobody but its author sees it. */
export function rewriteManifest(
  place: string,
  change: (manifest: Record<string, any>) => object,
): void {
  const file = path.join(backupIn(place), 'manifest.json');
  const { sha256: _, ...said } = JSON.parse(readFileSync(file, 'utf8'));
  const changed = change(said);
  writeFileSync(file, JSON.stringify({ ...changed, sha256: sha256(JSON.stringify(changed)) }));
}

/** Lines of a backup's only segment. */
export const linesOf = (place: string, kind: 'items' | 'blobs'): readonly string[] =>
  zstdDecompressSync(readFileSync(path.join(backupIn(place), `${kind}-00001.jsonl.zst`)))
    .toString()
    .trimEnd()
    .split('\n');

/** Puts other lines in the place of a backup's only segment, and says so in its manifest. */
export function rewriteSegment(
  place: string,
  kind: 'items' | 'blobs',
  lines: readonly string[],
): void {
  const packed = zstdCompressSync(lines.map((line) => `${line}\n`).join(''));
  const name = `${kind}-00001.jsonl.zst`;
  writeFileSync(path.join(backupIn(place), name), packed);
  const segment = { name, sha256: sha256(packed), size: packed.length, lines: lines.length };
  rewriteManifest(place, (manifest) => ({
    ...manifest,
    [kind]: { ...manifest[kind], count: lines.length, segments: [segment] },
  }));
}
