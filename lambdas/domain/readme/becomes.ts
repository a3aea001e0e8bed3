import { codeBlock, table } from './blocks.ts';
import { list, definitions, listItem } from './lists.ts';
import { quote } from './quote.ts';
import { type Element, element, isBlank, isElement, type Node } from './tree.ts';

/** What an element is in the end, when all that is in it is in order: itself, something better, or nothing. */
export const becomes = (found: Element): readonly Node[] =>
  RULES.get(found.tag)?.(found) ?? [found];

type Rule = (found: Element) => readonly Node[] | undefined;

const heading: Rule = (found) => {
  if (!isBlank(found)) return undefined;
  return hasImage(found) ? [element('p', found.attributes, found.children)] : found.children;
};

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['a', link],
  ['img', image],
  ['source', (found) => (found.attributes.has('srcset') ? undefined : [])],
  ['picture', picture],
  ['summary', (found) => (isBlank(found) ? [] : undefined)],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag): [string, Rule] => [tag, heading]),
  ['ul', list],
  ['ol', list],
  ['li', listItem],
  ['dl', definitions],
  ['blockquote', quote],
  ['table', table],
  ['pre', codeBlock],
]);

/** Of an image that may not be shown its description is left. */
function image({ attributes }: Element): readonly Node[] | undefined {
  const alt = attributes.get('alt') ?? '';
  if (attributes.has('src')) return undefined;
  return alt === '' ? [] : [alt];
}

function picture(found: Element): readonly Node[] | undefined {
  return hasImage(found) ? undefined : found.children;
}

/** A link that says nothing is called after where it leads, or is none. */
function link(found: Element): readonly Node[] | undefined {
  const { attributes, children } = found;
  const href = attributes.get('href');
  if (href === undefined) {
    const id = attributes.get('id');
    return id === undefined ? children : [element('span', [['id', id]], children)];
  }
  if (!isBlank(found)) return undefined;
  if (!hasImage(found)) return children;
  const host = /^https?:\/\/([^/]+)/.exec(href)?.[1];
  attributes.set('aria-label', host ?? 'Link');
  return [found];
}

const hasImage = (node: Node): boolean =>
  isElement(node) && (node.tag === 'img' || node.children.some(hasImage));
