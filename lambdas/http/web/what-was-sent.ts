import { type Content, markup } from '#web/markup.ts';

import type { Form } from './form.ts';

/** What is not to stand in a page: forms that ask for it ask again. */
const SECRET = /password|otp|code|token|secret/i;

/** What somebody has written, in words: what was chosen, or is one word, is quickly there again. */
const isText = (name: string, value: string): boolean =>
  !SECRET.test(name) && value.length >= 12 && /\S\s+\S/.test(value);

/** The texts of a form that was refused, for who wrote them to copy: the form that they go back to is empty. */
export function whatWasSent(form: Form): Content {
  const texts = Object.entries(form)
    .flatMap(([name, values]) => [values].flat().map((value) => [name, value] as const))
    .filter(([name, value]) => isText(name, value));
  return (
    texts.length > 0 &&
    markup`<section class="stacked"><h2>What you wrote</h2>
<p>Nothing of it was saved: copy it before you go back.</p>
${texts.map(
  ([name, value]) => markup`<textarea readonly rows="3" aria-label="What you wrote: ${name}">
${value}</textarea>`,
)}</section>`
  );
}
