import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/** The smallest package there is: a gzipped tar archive with a package.json. */
export function packageTarball(manifest: object): Buffer {
  const content = Buffer.from(JSON.stringify(manifest));
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  const end = Buffer.alloc(2 * BLOCK);
  return gzipSync(
    Buffer.concat([header('package/package.json', content.length), content, padding, end]),
  );
}

/** A ustar header: its checksum is counted as if it were spaces. */
function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
