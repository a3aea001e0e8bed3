/** What may come of a README, written down a second time. */
const TAGS = new Set(
  `h2 h3 h4 h5 h6 p div blockquote pre hr br wbr ul ol li dl dt dd details summary figure figcaption table caption
  thead tbody tfoot tr th td a img picture source span code kbd samp var q cite em strong b i u s del ins mark small sub
  sup abbr dfn ruby rt rp input`.split(/\s+/),
);

const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  id: /^user-content-/,
  class:
    /^(?:scroll|task|plain|notice(?: warn| bad)?|(?:hljs-[\w-]+|[a-z]+_+)(?: (?:hljs-[\w-]+|[a-z]+_+))*)$/,
  href: /^(?:https?:\/\/[^@\s/?#]+(?:[/?#]\S*)?|mailto:\S*|#user-content-\S*|\/-\/web\/package\/x\/files\?path=\S+)$/,
  src: /^https:\/\/\S+$/,
  srcset: /^https:\/\/\S+$/,
  rel: /^nofollow ugc noopener$/,
  alt: /^[^]*$/,
  title: /^[^]+$/,
  loading: /^lazy$/,
  referrerpolicy: /^no-referrer$/,
  align: /^(?:left|center|right)$/,
  dir: /^(?:ltr|rtl|auto)$/,
  width: /^\d{1,4}(?:px|%)?$/,
  height: /^\d{1,4}(?:px|%)?$/,
  media: /^[\w\s():.,-]+$/,
  start: /^\d+$/,
  reversed: /^$/,
  open: /^$/,
  colspan: /^\d+$/,
  rowspan: /^\d+$/,
  tabindex: /^0$/,
  role: /^(?:region|group)$/,
  'aria-label': /^[^]+$/,
  type: /^checkbox$/,
  disabled: /^$/,
  checked: /^$/,
};

export interface Found {
  readonly tag: string;
  readonly attributes: readonly (readonly [string, string])[];
}

/** What of these elements should not be there. */
export const unexpected = (elements: readonly Found[]): readonly string[] =>
  elements.flatMap(({ tag, attributes }) => [
    ...(TAGS.has(tag) ? [] : [`<${tag}>`]),
    ...(tag === 'input' && !attributes.some(([name]) => name === 'disabled') ? ['<input>'] : []),
    ...attributes
      .filter(
        ([name, value]) => !(Object.hasOwn(ATTRIBUTES, name) && ATTRIBUTES[name]?.test(value)),
      )
      .map(([name, value]) => `<${tag} ${name}="${value}">`),
  ]);

/** Elements of HTML in the one spelling that no two parsers read differently. Throws at any other. */
export function strictly(html: string): readonly Found[] {
  const found: Found[] = [];
  const open: string[] = [];
  let at = 0;
  for (const token of html.matchAll(/<(\/?)([a-z0-9]+)((?: [a-z-]+="[^"<>]*")*)>|[^<>]+/g)) {
    if (token.index !== at) break;
    at += token[0].length;
    const [, close, tag, attributes = ''] = token;
    if (tag === undefined) continue;
    if (close === '/') {
      if (open.pop() !== tag) throw new Error(`</${tag}> closes something else`);
      continue;
    }
    if (!/^(?:br|hr|img|input|source|wbr)$/.test(tag)) open.push(tag);
    const values = [...attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)];
    found.push({ tag, attributes: values.map(([, name = '', value = '']) => [name, value]) });
  }
  if (at !== html.length) throw new Error(`no HTML of ours: ${html.slice(at, at + 100)}`);
  if (open.length > 0) throw new Error(`not closed: ${open.join(' ')}`);
  return found;
}

/** Numbers between 0 and 1 that are the same in every run. */
export function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A README made of pieces of others, cut, repeated and spoilt. */
export function mutated(payloads: readonly string[], random: () => number): string {
  const pick = <T>(list: ArrayLike<T>): T => list[Math.floor(random() * list.length)] as T;
  const pieces = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const text = pick(payloads);
    const [start, end] = [random(), random()].map((part) => Math.floor(part * text.length));
    switch (Math.floor(random() * 5)) {
      case 0:
        return text.slice(Math.min(start ?? 0, end ?? 0), Math.max(start ?? 0, end ?? 0));
      case 1:
        return (
          text.slice(0, start) +
          pick(['<', '>', '"', '\0', '\n', '`', ' ', '&#x3c;', '/', '\n\n', '](']) +
          text.slice(start)
        );
      case 2:
        return text.slice(0, start) + pick(payloads) + text.slice(start);
      case 3:
        return `> - ${text}`;
      default:
        return text;
    }
  });
  return pieces.join(pick(['', '\n', '\n\n', ' ', '|']));
}
