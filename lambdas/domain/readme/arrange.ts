import { becomes } from './becomes.ts';
import { outline } from './outline.ts';
import { type Element, isElement } from './tree.ts';

/** Brings what the sanitizer let through into an order that all readers, and all browsers, read alike. */
export function arrange(root: Element): void {
  tidy(root, new Set());
  outline(root);
}

/** What stands in something else than these is nothing, and browsers disagree about what to make of it. */
const PARENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['li', ['ul', 'ol']],
  ['dt', ['dl']],
  ['dd', ['dl']],
  ['summary', ['details']],
  ['figcaption', ['figure']],
  ['source', ['picture']],
  ['rt', ['ruby']],
  ['rp', ['ruby']],
  ['caption', ['table']],
  ['thead', ['table']],
  ['tbody', ['table']],
  ['tfoot', ['table']],
  ['tr', ['table', 'thead', 'tbody', 'tfoot']],
  ['td', ['tr']],
  ['th', ['tr']],
]);

/** What is never in one of its kind, however deep. */
const kindOf = (tag: string): string | undefined => {
  if (/^h[1-6]$/.test(tag)) return 'heading';
  return tag === 'a' || tag === 'pre' ? tag : undefined;
};

function tidy(parent: Element, around: ReadonlySet<string>): void {
  parent.children = parent.children.flatMap((child) => {
    if (!isElement(child)) return [child];
    const kind = kindOf(child.tag);
    const isMisplaced =
      (kind !== undefined && around.has(kind)) ||
      PARENTS.get(child.tag)?.includes(parent.tag) === false;
    if (isMisplaced) {
      const stray: Element = { ...child, tag: parent.tag };
      tidy(stray, around);
      return stray.children;
    }
    tidy(child, kind === undefined ? around : new Set([...around, kind]));
    return becomes(child);
  });
}
