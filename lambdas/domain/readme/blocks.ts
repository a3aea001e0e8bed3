import { type Element, element, isBlank, isElement, type Node, textOf } from './tree.ts';

/** A table scrolls by itself where it is wider than the page, by keyboard too. */
export function table(found: Element): readonly Node[] {
  if (!hasRow(found)) return found.children;
  for (const cell of cellsOf(found)) {
    // A header that says nothing is none.
    if (cell.tag === 'th' && isBlank(cell)) cell.tag = 'td';
  }
  const scrolled = { class: 'scroll', tabindex: '0', role: 'region' };
  return [element('div', Object.entries(scrolled), [found])];
}

function* cellsOf(found: Element): Generator<Element> {
  for (const child of found.children.filter(isElement)) {
    if (child.tag === 'th' || child.tag === 'td') yield child;
    else if (/^t(?:head|body|foot|r)$/.test(child.tag)) yield* cellsOf(child);
  }
}

const hasRow = (found: Element): boolean => !cellsOf(found).next().done;

/** Characters of a line that a phone shows without scrolling. */
const NARROW = 36;

/** A block of code that may have to be scrolled can be, by keyboard too. */
export function codeBlock(found: Element): readonly Node[] {
  const isWide = textOf(found)
    .split('\n')
    .some((line) => line.length > NARROW);
  if (isWide) {
    const scrolled = { tabindex: '0', role: 'group', 'aria-label': 'Code' };
    for (const [name, value] of Object.entries(scrolled)) found.attributes.set(name, value);
  }
  return [found];
}
