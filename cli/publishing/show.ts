import { byteSize } from '../byte-size.ts';
import { counted } from '../counted.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Plan, Shipped, Source } from './driver.ts';
import { isOther } from './packed.ts';

/** Files that are shown one by one. */
const MANY = 100;

/** What will be shipped, and where to: for people. */
export function show(terminal: Terminal, source: Source, plans: readonly Plan[]): void {
  const { paint } = terminal;
  const note = (line: string): void => terminal.note(line);
  const { name, version } = source.packed;
  const shipped = plans[0]?.shipped ?? source;
  const { files } = shipped;
  note(paint.bold(`\n${name}@${version}`));
  const width = Math.max(...files.slice(0, MANY).map(({ size }) => byteSize(size).length));
  for (const { path, size } of files.slice(0, MANY)) {
    note(`${paint.dim(byteSize(size).padStart(width + 2))}  ${path}`);
  }
  if (files.length > MANY) note(`  and ${counted(files.length - MANY, 'more file')}`);
  note(summary(shipped));
  for (const plan of plans) {
    note(`${paint.cyan('→')} ${lineOf(plan)}`);
    if (isOther(plan.shipped.packed, shipped.packed)) {
      note(`  with another package.json: ${summary(plan.shipped)}`);
    }
    for (const sentence of plan.notes) note(`  ${paint.yellow(sentence)}`);
  }
  note('');
}

const summary = ({ packed }: Shipped): string =>
  `${counted(packed.fileCount, 'file')}, ${byteSize(packed.size)} packed, ${byteSize(packed.unpackedSize)} unpacked, ${packed.digests.integrity.slice(0, 20)}…`;

function lineOf({ registry, name, version, tag, access, as, state }: Plan): string {
  const how = [
    `tag ${tag}`,
    ...(access === undefined ? [] : [`${access} access`]),
    as === undefined ? 'not logged in' : `as ${as} says`,
    ...(state === 'there' ? ['there already'] : []),
  ];
  return `${name}@${version} to ${registry} (${how.join(', ')})`;
}
