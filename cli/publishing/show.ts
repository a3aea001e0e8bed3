import { byteSize } from '../byte-size.ts';
import { counted } from '../counted.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Plan, Source } from './driver.ts';

/** Files that are shown one by one. */
const MANY = 100;

/** What will be shipped, and where to: for people. */
export function show(terminal: Terminal, source: Source, plans: readonly Plan[]): void {
  const { paint } = terminal;
  const note = (line: string): void => terminal.note(line);
  const { packed, files } = source;
  note(paint.bold(`\n${packed.name}@${packed.version}`));
  const width = Math.max(...files.slice(0, MANY).map(({ size }) => byteSize(size).length));
  for (const { path, size } of files.slice(0, MANY)) {
    note(`${paint.dim(byteSize(size).padStart(width + 2))}  ${path}`);
  }
  if (files.length > MANY) note(`  and ${counted(files.length - MANY, 'more file')}`);
  note(
    `${counted(packed.fileCount, 'file')}, ${byteSize(packed.size)} packed, ${byteSize(packed.unpackedSize)} unpacked, ${packed.digests.integrity.slice(0, 20)}…`,
  );
  for (const plan of plans) {
    note(`${paint.cyan('→')} ${lineOf(plan)}`);
    for (const sentence of plan.notes) note(`  ${paint.yellow(sentence)}`);
  }
  note('');
}

function lineOf({ registry, name, version, tag, access, as, state }: Plan): string {
  const how = [
    `tag ${tag}`,
    ...(access === undefined ? [] : [`${access} access`]),
    as === undefined ? 'not logged in' : `as ${as} says`,
    ...(state === 'there' ? ['there already'] : []),
  ];
  return `${name}@${version} to ${registry} (${how.join(', ')})`;
}
