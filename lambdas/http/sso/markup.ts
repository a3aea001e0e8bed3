/** Text of a page that browsers read as it is. */
export interface Markup {
  readonly text: string;
}

/** A template whose values are escaped, but for those that are markup themselves. */
export const markup = (
  texts: TemplateStringsArray,
  ...values: readonly (string | Markup)[]
): Markup => ({
  text: texts.map((text, index) => text + toText(values[index] ?? '')).join(''),
});

const toText = (value: string | Markup): string =>
  typeof value === 'string'
    ? value.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    : value.text;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
