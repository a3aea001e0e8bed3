import { byteSize } from '../byte-size.ts';
import { counted } from '../counted.ts';

interface Size {
  readonly items?: number;
  readonly blobs: number;
  readonly bytes: number;
}

/** `3 items, 2 files, 85 MB` */
export const showSize = ({ items, blobs, bytes }: Size): string =>
  [
    ...(items === undefined ? [] : [counted(items, 'item')]),
    counted(blobs, 'file'),
    byteSize(bytes),
  ].join(', ');

/** A line for each version that is not as it was. */
export const showLost = (lost: readonly string[], what: string): readonly string[] =>
  lost.map((version) => `a file of ${version} ${what}`);
