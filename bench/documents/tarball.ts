import { gzipSync } from 'node:zlib';

/** A file of a package. */
export interface PackedFile {
  readonly path: string;
  readonly content: Buffer;
}

const BLOCK = 512;

/** What `npm pack` makes of the files, byte for byte the same each time. */
export function packTarball(files: readonly PackedFile[]): Buffer {
  const blocks = files.flatMap(({ path, content }) => [
    header(`package/${path}`, content.length),
    content,
    Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK),
  ]);
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
}

/** The ustar header of one file; the checksum counts its own field as eight spaces. */
function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('03560116743\0', 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  const checksum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
