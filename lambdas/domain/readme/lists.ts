import { type Element, element, isElement, isSomething, type Node } from './tree.ts';

/** Lists have items and nothing else in them. */
export function list(found: Element): readonly Node[] {
  const children = found.children.filter(isSomething);
  if (children.length === 0) return [];
  found.children = children.map((child) =>
    isElement(child) && child.tag === 'li' ? child : element('li', [], [child]),
  );
  return [found];
}

/** `- [ ] this`, `- [x] that`: a box that nobody can tick, and that says which it is. */
export function listItem(found: Element): readonly Node[] {
  const first = found.children.find(isSomething);
  const holder = first !== undefined && isElement(first) && first.tag === 'p' ? first : found;
  const index = holder.children.findIndex(isSomething);
  const text = holder.children[index];
  const box = typeof text === 'string' ? /^\s*\[(?<mark>[ xX])\]\s/.exec(text) : null;
  if (typeof text !== 'string' || !box) return [found];
  const isDone = box.groups?.['mark'] !== ' ';
  const input = element('input', [
    ['type', 'checkbox'],
    ['disabled', ''],
    ...(isDone ? [['checked', ''] as const] : []),
    ['aria-label', isDone ? 'Done' : 'To do'],
  ]);
  holder.children.splice(index, 1, input, ` ${text.slice(box[0].length)}`);
  found.attributes.set('class', 'task');
  return [found];
}

/** Terms and what they mean; whatever else somebody made of it is text. */
export function definitions(found: Element): readonly Node[] {
  const children = found.children.filter(isSomething);
  const tags = children.map((child) => (isElement(child) ? child.tag : ''));
  const isProper =
    tags[0] === 'dt' && tags.at(-1) === 'dd' && tags.every((tag) => /^d[td]$/.test(tag));
  if (isProper) return [{ ...found, children }];
  return children.map((child) =>
    isElement(child) && /^d[td]$/.test(child.tag)
      ? element('p', child.attributes, child.children)
      : child,
  );
}
