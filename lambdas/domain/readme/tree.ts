/** Sanitized HTML, to be put in order. */
export interface Element {
  tag: string;
  /** Values as they stand in the text, escaped. */
  readonly attributes: Map<string, string>;
  children: Node[];
}

/** A string is text, escaped. */
export type Node = Element | string;

const VOID = new Set(['br', 'hr', 'img', 'input', 'source', 'wbr']);

/**
 * Reads what the sanitizer wrote, and nothing else: every tag is closed, values are quoted, and no text has a `<` or
 * `>` in it.
 */
export function parseSanitized(html: string): Element {
  const root = element('root');
  const open: Element[] = [root];
  for (const [text, close, tag, attributes] of html.matchAll(
    /<(\/?)([a-z0-9]+)([^<>]*)>|[^<>]+/g,
  )) {
    const parent = open.at(-1) ?? root;
    if (tag === undefined) parent.children.push(text);
    else if (close === '/') {
      if (open.length > 1) open.pop();
    } else {
      const child = element(tag, parseAttributes(attributes ?? ''));
      parent.children.push(child);
      if (!VOID.has(tag)) open.push(child);
    }
  }
  return root;
}

export const element = (
  tag: string,
  attributes: Iterable<readonly [string, string]> = [],
  children: Node[] = [],
): Element => ({ tag, attributes: new Map(attributes), children });

function* parseAttributes(text: string): Generator<readonly [string, string]> {
  for (const [, name = '', value = ''] of text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)) {
    yield [name, value];
  }
}

export function toHtml(node: Node): string {
  if (typeof node === 'string') return node;
  const { tag, attributes } = node;
  const written = [...attributes].map(([name, value]) => ` ${name}="${value}"`).join('');
  return VOID.has(tag) ? `<${tag}${written}>` : `<${tag}${written}>${inside(node)}</${tag}>`;
}

/** What is in an element, without it. */
export const inside = ({ children }: Element): string => children.map(toHtml).join('');

/** What is read of it: its text, and what its images say. Still escaped. */
export function textOf(node: Node): string {
  if (typeof node === 'string') return node;
  if (node.tag === 'img') return node.attributes.get('alt') ?? '';
  return node.children.map(textOf).join('');
}

export const isElement = (node: Node): node is Element => typeof node !== 'string';

/** What counts in an element: other elements, and text that is read. */
export const isSomething = (node: Node): boolean => isElement(node) || !isBlank(node);

export const isHeading = ({ tag }: Element): boolean => /^h[1-6]$/.test(tag);

/** Whether nothing of it is read: spaces and what has no shape are nothing. */
export const isBlank = (node: Node): boolean => /^[\s\p{Cf}\u2800\u3164]*$/u.test(textOf(node));
