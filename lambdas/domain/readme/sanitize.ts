import sanitizeHtml, { type Attributes, type IOptions, type Tag } from 'sanitize-html';

import { imageFrom, type LinkBase, linkTo } from './addresses.ts';

/** Tags that a README may have; none of them runs, loads, sends or styles anything by itself. */
export const TAGS = [
  'h1 h2 h3 h4 h5 h6 p div blockquote pre hr br wbr',
  'ul ol li dl dt dd details summary figure figcaption',
  'table caption thead tbody tfoot tr th td',
  'a img picture source span code kbd samp var q cite',
  'em strong b i u s del ins mark small sub sup',
  'abbr dfn ruby rt rp',
].flatMap((line) => line.split(' '));

/** Levels of tags in each other. */
const NESTING = 60;

const ALIGNED = ['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'td', 'th', 'table', 'img'];
const ALIGN = { name: 'align', multiple: false, values: ['left', 'center', 'right'] };

const ATTRIBUTES: IOptions['allowedAttributes'] = {
  ...Object.fromEntries(ALIGNED.map((tag) => [tag, [ALIGN]])),
  '*': ['id', 'title', 'dir'],
  a: ['href', 'rel'],
  img: ['src', 'alt', 'width', 'height', 'loading', 'referrerpolicy', ALIGN],
  source: ['srcset', 'media'],
  details: ['open'],
  ol: ['start', 'reversed'],
  td: ['colspan', 'rowspan', 'width', ALIGN],
  th: ['colspan', 'rowspan', 'width', ALIGN],
};

/** What the values of these have to look like. */
const VALUES: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    align: /^(?:left|center|right)$/,
    dir: /^(?:ltr|rtl|auto)$/,
    width: /^\d{1,4}(?:px|%)?$/,
    height: /^\d{1,4}(?:px|%)?$/,
    start: /^\d{1,9}$/,
    colspan: /^\d{1,2}$/,
    rowspan: /^\d{1,2}$/,
    media: /^[\w\s():.,-]{1,200}$/,
    title: /^[^]{1,500}$/,
  }),
);

/** What comes out has these tags and attributes alone, all addresses checked, all ids prefixed, no class but those of code. */
export const sanitize = (html: string, base: LinkBase): string =>
  sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: ATTRIBUTES,
    allowedClasses: { span: [/^hljs-[\w-]+$/, /^(?:function|class|inherited|prompt|constant)_+$/] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['https'], source: ['https'] },
    allowProtocolRelative: false,
    selfClosing: ['br', 'hr', 'img', 'source', 'wbr'],
    nonTextTags: RAW_TEXT,
    nestingLimit: NESTING,
    parseStyleAttributes: false,
    transformTags: { ...RENAMED, '*': (tag, attributes) => transform(tag, attributes, base) },
  });

/** Tags whose text is none for people: it goes with them. */
const RAW_TEXT = [
  'script style textarea option xmp title svg math',
  'noscript noembed noframes iframe',
].flatMap((line) => line.split(' '));

const RENAMED = {
  tt: 'code',
  strike: 's',
  center: sanitizeHtml.simpleTransform('div', { align: 'center' }),
};

/** Before every id, so that none is one of the page's, nor a name that scripts look for. */
export const PREFIX = 'user-content-';

function transform(tag: string, given: Attributes, base: LinkBase): Tag {
  const { id = tag === 'a' ? given['name'] : undefined, style = '', ...rest } = given;
  const attribs: Attributes = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => VALUES.get(name)?.test(value) ?? true),
  );
  if (id !== undefined && /^[^\s"'<>&]{1,200}$/.test(id)) attribs['id'] = PREFIX + id;
  // As columns of Markdown are aligned.
  const aligned = /^text-align:(left|center|right)$/.exec(style)?.[1];
  if (aligned !== undefined) attribs['align'] = aligned;
  return { tagName: tag, attribs: { ...attribs, ...ADDRESSED.get(tag)?.(attribs, base) } };
}

type Address = (given: Attributes, base: LinkBase) => Attributes;

/** What tags with addresses get; an empty one is left out by the sanitizer. */
const ADDRESSED: ReadonlyMap<string, Address> = new Map<string, Address>([
  [
    'a',
    ({ href = '' }, base) => {
      const address = linkTo(href, base) ?? '';
      const isElsewhere = address !== '' && !address.startsWith('#');
      return { href: address, rel: isElsewhere ? 'nofollow ugc noopener' : '' };
    },
  ],
  [
    'img',
    ({ src = '', alt = '' }, base) => ({
      src: imageFrom(src, base) ?? '',
      alt: alt.slice(0, 1000),
      loading: 'lazy',
      referrerpolicy: 'no-referrer',
    }),
  ],
  [
    'source',
    ({ srcset = '' }, base) => ({
      srcset: imageFrom(srcset.trim().split(/[\s,]/)[0] ?? '', base) ?? '',
    }),
  ],
]);
