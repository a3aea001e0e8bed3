import { type Content, type Markup, markup } from '#web/markup.ts';

/** What a form sends besides, without a field. */
type Hidden = Readonly<Record<string, string>>;

interface Form {
  /** Path that it is sent to. */
  readonly action: string;
  readonly hidden: Hidden;
  readonly button: string;
  /** What can't be taken back looks like it; buttons beside a row are plain. */
  readonly look?: 'plain' | 'danger' | 'main';
}

/** Fields under each other, and the button that sends them. */
export const stackedForm = ({ fields, ...form }: Form & { readonly fields: Content }): Markup =>
  markup`<form class="stacked" method="post" action="${form.action}">
${hiddenFields(form.hidden)}${fields}
${button(form)}
</form>`;

/** A button alone; `about`: what it is about, for who hears it without its row. */
export const buttonForm = ({
  about,
  look = 'plain',
  ...form
}: Form & { readonly about: string }): Markup =>
  markup`<form class="inline" method="post" action="${form.action}">${hiddenFields(form.hidden)}${button({ ...form, look, about })}</form>`;

const hiddenFields = (hidden: Hidden): readonly Markup[] =>
  Object.entries(hidden).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  );

const button = ({ button: text, look, about }: Form & { readonly about?: string }): Markup =>
  markup`<button${look !== undefined && look !== 'main' && markup` class="${look}"`}>${text}${about !== undefined && markup`<span class="unseen"> ${about}</span>`}</button>`;
