import { isEscaped } from './split-document.ts';

/** What holds reports, but not so that they can be read. */
export class InvalidReports extends Error {
  override readonly name = 'InvalidReports';
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_ARRAY = 0x5d;
const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Bytes that one report may have. */
export const LARGEST_REPORT = 16 * 1024 * 1024;

/** What may come next where no report is open. */
type Place = 'start' | 'first' | 'item' | 'separator' | 'line' | 'end';

/** Where which byte leads; a report is followed by what its opening bracket leads to. */
const PLACES: Readonly<Record<Place, Readonly<Record<number, Place>>>> = {
  start: { [OPEN_ARRAY]: 'first', [OPEN_OBJECT]: 'line' },
  first: { [OPEN_OBJECT]: 'separator', [CLOSE_ARRAY]: 'end' },
  item: { [OPEN_OBJECT]: 'separator' },
  separator: { [COMMA]: 'item', [CLOSE_ARRAY]: 'end' },
  line: { [OPEN_OBJECT]: 'line' },
  end: {},
};

interface Splitter {
  place: Place;
  depth: number;
  inString: boolean;
  /** Whether the last bytes were an odd number of backslashes. */
  escaped: boolean;
  /** What was taken of a report in earlier chunks. */
  taken: Buffer[];
  size: number;
  /** Reports so far. */
  count: number;
}

/**
 * Takes reports apart as they come, each as JSON's value: one alone, an array of them, or one after the other, on
 * lines or not. Memory is needed for one at a time. Throws InvalidReports.
 */
export async function* splitReports(source: AsyncIterable<Uint8Array>): AsyncGenerator {
  const splitter: Splitter = {
    place: 'start',
    depth: 0,
    inString: false,
    escaped: false,
    taken: [],
    size: 0,
    count: 0,
  };
  for await (const bytes of source) {
    yield* splitChunk(splitter, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
  if (splitter.place === 'start') throw new InvalidReports('it is empty');
  if (splitter.depth > 0 || (splitter.place !== 'line' && splitter.place !== 'end')) {
    throw new InvalidReports('it is broken off');
  }
}

function* splitChunk(splitter: Splitter, chunk: Buffer): Generator {
  let from = 0;
  for (let at = 0; at < chunk.length; at += 1) {
    const byte = chunk[at] ?? 0;
    if (splitter.depth === 0) {
      between(splitter, byte);
      from = at;
    } else if (splitter.inString) {
      at = skipString(splitter, chunk, at);
    } else if (closes(splitter, byte)) {
      yield take(splitter, chunk.subarray(from, at + 1));
    }
  }
  if (splitter.depth > 0) keep(splitter, chunk.subarray(from));
}

function between(splitter: Splitter, byte: number): void {
  if (SPACES.has(byte)) return;
  const next = PLACES[splitter.place][byte];
  if (next === undefined) {
    throw new InvalidReports(
      splitter.place === 'start'
        ? 'it is neither JSON nor a zip'
        : `what follows report ${splitter.count} is no report`,
    );
  }
  splitter.place = next;
  if (byte === OPEN_OBJECT) splitter.depth = 1;
}

/** The quote that ends the string which is open, or the end of the chunk: most bytes are in strings. */
function skipString(splitter: Splitter, chunk: Buffer, start: number): number {
  for (let at = start; at < chunk.length;) {
    const quote = chunk.indexOf(QUOTE, at);
    const stop = quote === -1 ? chunk.length : quote;
    const escaped = isEscaped(chunk, at, stop, splitter.escaped);
    splitter.escaped = quote === -1 && escaped;
    if (quote !== -1 && !escaped) {
      splitter.inString = false;
      return stop;
    }
    at = stop + 1;
  }
  return chunk.length;
}

/** Whether the report ends here. */
function closes(splitter: Splitter, byte: number): boolean {
  if (byte === QUOTE) splitter.inString = true;
  else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) splitter.depth += 1;
  else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) splitter.depth -= 1;
  return splitter.depth === 0;
}

function keep(splitter: Splitter, part: Buffer): void {
  splitter.size += part.length;
  if (splitter.size > LARGEST_REPORT) {
    throw new InvalidReports(`report ${splitter.count + 1} does not end`);
  }
  // Chunks are reused by who reads them.
  splitter.taken.push(Buffer.from(part));
}

function take(splitter: Splitter, part: Buffer): unknown {
  const text = Buffer.concat([...splitter.taken, part]).toString();
  splitter.taken = [];
  splitter.size = 0;
  splitter.count += 1;
  return parseReport(text, `report ${splitter.count}`);
}

/** One report of JSON; `what` says which it is. Throws InvalidReports. */
export function parseReport(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidReports(`${what} is no JSON`, { cause });
  }
}
