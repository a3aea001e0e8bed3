import { type Element, element, isBlank, isElement, isSomething, type Node } from './tree.ts';

const KINDS: ReadonlyMap<string, readonly [title: string, className: string]> = new Map([
  ['NOTE', ['Note', 'notice']],
  ['TIP', ['Tip', 'notice']],
  ['IMPORTANT', ['Important', 'notice']],
  ['WARNING', ['Warning', 'notice warn']],
  ['CAUTION', ['Caution', 'notice bad']],
]);

/** `> [!NOTE]`, as GitHub has it: a quote that is a notice. */
export function quote(found: Element): readonly Node[] | undefined {
  const first = found.children.find(isSomething);
  if (first === undefined || !isElement(first) || first.tag !== 'p') return undefined;
  const [text] = first.children;
  if (typeof text !== 'string') return undefined;
  const [mark = '', name = ''] = /^\s*\[!([a-z]+)\]\s*/i.exec(text) ?? [];
  const kind = KINDS.get(name.toUpperCase());
  if (!kind) return undefined;
  const [title, className] = kind;
  first.children[0] = text.slice(mark.length);
  const heading = element('p', [], [element('strong', [], [title])]);
  const rest = found.children.filter((child) => child !== first || !isBlank(first));
  return [element('div', [['class', className]], [heading, ...rest])];
}
