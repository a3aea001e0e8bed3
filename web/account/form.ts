import { type Content, type Markup, markup } from '#web/markup.ts';

/** Why a form was not taken, and which of its fields is to blame where one is. */
export interface Problem {
  readonly field?: string | undefined;
  readonly message: string;
}

interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'email' | 'number';
  readonly value?: string | undefined;
  readonly hint?: Content;
  readonly autocomplete?: string;
  readonly optional?: boolean;
  /** Whether typing starts here, where nothing is wrong elsewhere. */
  readonly first?: boolean;
  /** Whether it takes digits alone. */
  readonly digits?: boolean;
}

/** What is wrong, before the form; its field refers to it. */
export const problemNotice = (problem: Problem | undefined): Content =>
  problem !== undefined &&
  markup`<p class="notice bad" role="alert" id="problem">${
    problem.field === undefined
      ? problem.message
      : markup`<a href="#${problem.field}">${problem.message}</a>`
  }</p>`;

/** A field with its label, and what is to be known of it. */
export function field(
  { name, label, type = 'text', value, hint, autocomplete = 'off', ...rest }: Field,
  problem?: Problem,
): Markup {
  return markup`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}"${value !== undefined && value !== '' && markup` value="${value}"`}${rest.digits === true && markup` inputmode="numeric"`}${rest.optional !== true && markup` required`}${references(name, hint, problem)}${focus(name, rest.first, problem)} autocapitalize="none" spellcheck="false"${type !== 'number' && markup` maxlength="1024"`}>
${hintOf(name, hint)}`;
}

/** Several lines of text. */
export function lines(
  { name, label, value = '', hint }: Pick<Field, 'name' | 'label' | 'value' | 'hint'>,
  problem?: Problem,
): Markup {
  return markup`<label for="${name}">${label}</label>
<textarea class="short" id="${name}" name="${name}" rows="3" autocapitalize="none" spellcheck="false"${references(name, hint, problem)}${focus(name, false, problem)}>
${value}</textarea>
${hintOf(name, hint)}`;
}

const hintOf = (name: string, hint: Content): Content =>
  hint !== undefined && hint !== false && markup`<small id="${name}-hint">${hint}</small>`;

function references(name: string, hint: Content, problem: Problem | undefined): Content {
  const wrong = problem?.field === name;
  const ids = [
    ...(wrong ? ['problem'] : []),
    ...(hint === undefined || hint === false ? [] : [`${name}-hint`]),
  ];
  return [
    ids.length > 0 && markup` aria-describedby="${ids.join(' ')}"`,
    wrong && markup` aria-invalid="true"`,
  ];
}

const focus = (name: string, first: boolean | undefined, problem: Problem | undefined): Content =>
  (problem?.field === undefined ? first === true : problem.field === name) && markup` autofocus`;

/** A choice of one, with what each means. */
export const choice = (
  name: string,
  chosen: string,
  options: readonly (readonly [string, string, string])[],
): Markup =>
  markup`${options.map(([value, label, hint]) => markup`<p class="choice"><label class="check"><input type="radio" name="${name}" value="${value}"${value === chosen && markup` checked`}> ${label}</label> <small>${hint}</small></p>`)}`;

/** What somebody has to show that it is them. */
export interface Proof {
  readonly password: boolean;
  readonly code: boolean;
}

/** Asks for the password, or says what stands in its place, and for a code where there is a second factor. */
export const proofFields = (proof: Proof, problem?: Problem, first?: boolean): Markup =>
  markup`${
    proof.password
      ? field(
          {
            name: 'password',
            label: 'Your password',
            type: 'password',
            autocomplete: 'current-password',
            ...(first === true && { first }),
          },
          problem,
        )
      : markup`<p class="quiet">Your account has no password. This works within ten minutes of signing in: sign out and in again if it is longer ago.</p>`
  }
${proof.code && codeField(problem)}`;

export const codeField = (problem?: Problem, first?: boolean): Markup =>
  field(
    {
      name: 'otp',
      label: 'Code of your second factor',
      hint: 'The six digits that your authenticator shows now, or a recovery code.',
      autocomplete: 'one-time-code',
      digits: true,
      ...(first === true && { first }),
    },
    problem,
  );
