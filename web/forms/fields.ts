import { type Content, type Markup, markup } from '#web/markup.ts';

/** A field of a form and what is said of it. */
export interface Field {
  /** Of the whole page. */
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint?: Content;
  readonly value?: string | undefined;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly most?: number;
  /** Id of a list of what is mostly meant. */
  readonly list?: string;
}

/** One line of text. Nothing here is prose, nor to be kept by browsers. */
export const textField = (field: Field): Markup => {
  const { id, name, label, hint, value, placeholder, required = true, most = 300, list } = field;
  return markup`<label for="${id}">${label}${!required && markup` <small>(optional)</small>`}</label>
<input id="${id}" name="${name}" value="${value ?? ''}" maxlength="${most}" autocomplete="off" autocapitalize="none" spellcheck="false"${required && markup` required`}${placeholder !== undefined && markup` placeholder="${placeholder}"`}${list !== undefined && markup` list="${list}"`}${hint !== undefined && markup` aria-describedby="${id}-hint"`}>
${hint !== undefined && markup`<small id="${id}-hint">${hint}</small>`}`;
};

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: Content;
}

interface Choosing {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen?: string;
}

export const selectField = ({ id, name, label, choices, chosen }: Choosing): Markup =>
  markup`<label for="${id}">${label}</label>
<select id="${id}" name="${name}">${choices.map(({ value, label: text }) => markup`<option value="${value}"${value === chosen && markup` selected`}>${text}</option>`)}</select>`;

/** One of a few, each with what it means. */
export const radioFields = ({ id, name, label, choices, chosen }: Choosing): Markup =>
  markup`<fieldset><legend>${label}</legend>
${choices.map(
  ({
    value,
    label: text,
    hint,
  }) => markup`<p class="choice"><label class="check" for="${id}-${value}"><input type="radio" id="${id}-${value}" name="${name}" value="${value}" required${value === chosen && markup` checked`}${hint !== undefined && markup` aria-describedby="${id}-${value}-hint"`}> ${text}</label>
${hint !== undefined && markup`<small id="${id}-${value}-hint">${hint}</small>`}</p>`,
)}</fieldset>`;

interface Check {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly hint: Content;
  readonly checked: boolean;
}

export const checkField = ({ id, name, label, hint, checked }: Check): Markup =>
  markup`<p class="choice"><label class="check" for="${id}"><input type="checkbox" id="${id}" name="${name}" value="on"${checked && markup` checked`} aria-describedby="${id}-hint"> ${label}</label>
<small id="${id}-hint">${hint}</small></p>`;
