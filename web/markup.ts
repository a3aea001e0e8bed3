/** Text of a page that browsers read as it is. */
export interface Markup {
  readonly text: string;
}

/** What a template takes: text is escaped, nothing is left out, a list stands one after the other. */
export type Content = string | number | Markup | undefined | false | readonly Content[];

/**
 * A template whose values are escaped, but for those that are markup themselves. Attributes are to be quoted, and
 * what leads somewhere is to come from linkTo() or httpUrl(): a `javascript:` URL has nothing to escape.
 */
export const markup = (texts: TemplateStringsArray, ...values: readonly Content[]): Markup => ({
  text: texts.map((text, index) => text + toText(values[index])).join(''),
});

/** Markup that somebody else made safe: what the sanitiser lets through, and nothing besides. */
export const sanitized = (text: string): Markup => ({ text });

const toText = (content: Content): string => {
  if (content === undefined || content === false) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  if (isMarkup(content)) return content.text;
  return content.map(toText).join('');
};

const isMarkup = (content: Markup | readonly Content[]): content is Markup =>
  !Array.isArray(content);

/** Control characters, which XML forbids and no page has a use for, are left out. */
const escaped = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  text.replaceAll(/[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, toEntity);

const toEntity = (character: string): string => ENTITIES[character] ?? '';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
