import { PREFIX } from './sanitize.ts';
import { type Element, isElement, isHeading, textOf } from './tree.ts';

/** Levels of headings, their ids and the links to them, and what tables are called: what depends on all that is before. */
export function outline(root: Element): void {
  const all = [...elementsOf(root)];
  const ids = new Ids();
  const levels: number[] = [];
  for (const { attributes } of all) {
    const id = attributes.get('id');
    if (id !== undefined && !ids.claim(id)) attributes.delete('id');
  }
  for (const heading of all.filter(isHeading)) {
    const { attributes } = heading;
    if (!attributes.has('id')) attributes.set('id', ids.invent(textOf(heading)));
    heading.tag = `h${levelOf(Number(heading.tag[1]), levels)}`;
  }
  for (const { attributes } of all) {
    const href = attributes.get('href');
    if (href?.startsWith('#')) attributes.set('href', `#${ids.find(href.slice(1))}`);
  }
  const tables = all.filter(({ attributes }) => attributes.get('class') === 'scroll');
  for (const [index, { attributes }] of tables.entries()) {
    attributes.set('aria-label', `Table ${index + 1}`);
  }
}

function* elementsOf(parent: Element): Generator<Element> {
  for (const child of parent.children.filter(isElement)) {
    yield child;
    yield* elementsOf(child);
  }
}

/** The first is below the page's own, and none is more than one below that before it. */
function levelOf(wanted: number, above: number[]): number {
  while ((above.at(-1) ?? 0) >= wanted) above.pop();
  above.push(wanted);
  return Math.min(above.length + 1, 6);
}

class Ids {
  readonly #taken = new Set<string>();
  readonly #counts = new Map<string, number>();

  /** Whether nobody has it yet. */
  claim(id: string): boolean {
    if (this.#taken.has(id)) return false;
    this.#taken.add(id);
    return true;
  }

  /** As GitHub makes them of headings, so that tables of contents work. */
  invent(title: string): string {
    const slug = slugOf(decoded(title));
    for (;;) {
      const count = this.#counts.get(slug) ?? 0;
      this.#counts.set(slug, count + 1);
      const id = `${PREFIX}${count === 0 ? slug : `${slug}-${count}`}`;
      if (this.claim(id)) return id;
    }
  }

  /** What a link means that was written for a page without prefixes. */
  find(fragment: string): string {
    const name = withoutEscapes(decoded(fragment));
    const wanted = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
    const spellings = [wanted, wanted.toLowerCase(), slugOf(wanted)];
    const found = spellings.find((spelling) => this.#taken.has(PREFIX + spelling)) ?? wanted;
    return PREFIX + encodeURIComponent(found.toWellFormed());
  }
}

const slugOf = (title: string): string =>
  title
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
    .slice(0, 200)
    .toWellFormed();

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
]);

/** The sanitizer escapes with these alone. */
const decoded = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES.get(entity) ?? entity);

function withoutEscapes(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
